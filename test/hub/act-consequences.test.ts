import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAct } from '../../hub/act.ts'
import { decideMaintenance } from '../../hub/core/decide.ts'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { vesselHandle } from '../../hub/handles.ts'
import type { Batch } from '../../hub/ports/log.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { HOUR_S, OPEN } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { AURORA, added, born, history, SERVER, told } from './projections/given.ts'

const T = 1_795_564_800

test('what is entered is stored in one batch with what follows from it, shown before it is answered, and watched', async () => {
  const log = createMemoryLog()
  const clock = virtualClock(T * 1000)
  let ids = 0
  const handle = vesselHandle({
    log,
    nowMs: () => clock.now(),
    newId: () => `id-${ids++}`,
    signal: new AbortController().signal,
  })
  const context = {
    id: AURORA,
    policy: DEFAULT_POLICY,
    listening: { since: 0, spells: [{ from: 0, to: OPEN, state: true as const }] },
    watermark: T,
    lastHeard: T,
    massSilences: [],
    groupExcuses: [],
  }
  const order: string[] = []
  const maintain = createAct({
    handle,
    clock,
    deadlines: {
      context: (_, __, now) => ({ ...context, now }),
      moved: (vessel, { excuses }) => order.push(`watched ${vessel} with ${excuses.length}`),
    },
    project: { passed: async (position) => void order.push(`shown ${position}`) },
  })(decideMaintenance)
  const missed = [T - 24 * HOUR_S, UP] as const
  const stream = vesselStream(AURORA)
  const began = T - 24 * HOUR_S
  const birth = born(began, { server: began }, T)
  const outage = told(T, T, history(SERVER, missed, [T - 12 * HOUR_S, DOWN], [T - 6 * HOUR_S, UP]))
  await handle.command(stream, () => ({ events: [added(began), birth, outage, opened], answer: null }))

  const answer = await maintain(AURORA, {
    type: 'excuse',
    component: SERVER,
    category: 'planned-maintenance',
    span: { from: T - 12 * HOUR_S, to: T - 6 * HOUR_S },
    reviewAt: null,
    reason: 'new disks',
    by: { kind: 'local', name: 'mate' },
  })

  assert.equal(answer.kind, 'done')
  const batches: Batch[] = []
  for await (const batch of log.read(stream, 0, new AbortController().signal)) batches.push(batch)
  assert.deepEqual(
    batches
      .at(-1)
      ?.events.map(({ type }) => type)
      .filter((type) => !type.startsWith('incident')),
    ['excused', 'alert-resolved'],
  )
  assert.deepEqual(order, [`watched ${AURORA} with 1`, `shown ${batches.at(-1)?.position}`])
})

/** The SLA was missed by the outage. */
const opened: VesselEvent = {
  type: 'alert-opened',
  at: T,
  learnedAt: T,
  alert: 'a-sla-server-1',
  kind: 'sla',
  component: SERVER,
  incident: null,
  since: T,
  severity: 'low',
  heldBy: null,
  reason: 'missed',
}
