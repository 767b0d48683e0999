import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createAct } from '../../hub/act.ts'
import { decideAlert } from '../../hub/core/alerts/alert-command.ts'
import type { By } from '../../hub/core/by.ts'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import type { Vessel } from '../../hub/core/vessel.ts'
import { vesselHandle } from '../../hub/handles.ts'
import type { Position } from '../../hub/ports/log.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { AURORA, SERVER, vesselId } from './projections/given.ts'

const STREAM = vesselStream(AURORA)
const NOW = 1_795_600_000
const OPENED: VesselEvent = {
  type: 'alert-opened',
  at: NOW - 100,
  learnedAt: NOW - 100,
  alert: 'a-1',
  kind: 'down',
  component: SERVER,
  incident: null,
  since: NOW - 1000,
  severity: 'medium',
  heldBy: null,
  reason: 'down',
}

const CONTEXT = {
  policy: DEFAULT_POLICY,
  listening: { since: 0, spells: [] },
  massSilences: [],
  groupExcuses: [],
  watermark: null,
  lastHeard: null,
}

/** The way in over a log in memory, with a projection that passes when the test says so. */
async function given() {
  const log = createMemoryLog()
  const { signal } = new AbortController()
  await log.append(STREAM, 0, { id: 'given', at: 0, events: [OPENED] }, signal)
  let ids = 0
  const handle = () =>
    vesselHandle({
      log,
      nowMs: () => NOW * 1000,
      newId: () => `id-${ids++}`,
      signal,
    })
  const moved: Vessel[] = []
  const awaited: Position[] = []
  const passing = Promise.withResolvers<void>()
  const passed = (position: Position): Promise<void> => {
    awaited.push(position)
    return passing.promise
  }
  const act = () =>
    createAct({
      handle: handle(),
      project: { passed },
      clock: virtualClock(NOW * 1000),
      deadlines: { context: (id, _, now) => ({ ...CONTEXT, id, now }), moved: (_, vessel) => void moved.push(vessel) },
    })(decideAlert)
  return { log, act, moved, awaited, passing }
}

const acknowledge = (name: string) => {
  const by: By = { kind: 'local', name }
  return { type: 'acknowledge-alert', alert: 'a-1', by, until: NOW + 3600, reason: null } as const
}

test('an action is answered when what is read has passed it, and the deadlines of its vessel have moved', async () => {
  const { log, act, moved, awaited, passing } = await given()
  let answered = false
  const acting = act()(AURORA, acknowledge('Ada')).finally(() => (answered = true))
  while (awaited.length === 0) await nextTurn()
  assert.deepEqual([answered, awaited], [false, [await log.head(STREAM)]])
  assert.equal(moved[0]?.alerts[0]?.acknowledged?.until, NOW + 3600)
  passing.resolve()
  assert.equal(await acting, 'done')
})

test('of two people at the same moment one wins, also across two writers of the log', async () => {
  const { log, act, passing } = await given()
  passing.resolve()
  const [one, other] = [act(), act()]
  const answers = await Promise.all([
    one(AURORA, acknowledge('Ada')),
    one(AURORA, acknowledge('Ben')),
    other(AURORA, acknowledge('Cem')),
  ])
  assert.deepEqual(answers.sort(), ['changed', 'changed', 'done'])
  assert.equal(log.batches().length, 2)
})

test('nothing is written about an alert that is not open', async () => {
  const { log, act, moved, passing } = await given()
  passing.resolve()
  assert.equal(await act()(AURORA, { ...acknowledge('Ada'), alert: 'a-2' }), 'not-open')
  assert.deepEqual([log.batches().length, moved], [1, []])
})

test('a vessel that is not there has no deadlines, whatever is asked of it', async () => {
  const { act, moved, passing } = await given()
  passing.resolve()
  assert.equal(await act()(vesselId('mv-borealis'), acknowledge('Ada')), 'not-open')
  assert.deepEqual(moved, [])
})
