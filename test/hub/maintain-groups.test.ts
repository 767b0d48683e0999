import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideTime, nextDeadline } from '../../hub/core/decide.ts'
import { vesselStream } from '../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import type { Vessel } from '../../hub/core/vessel.ts'
import { fleetHandle, vesselHandle } from '../../hub/handles.ts'
import { createGroupMaintenance, createMaintainGroup } from '../../hub/maintain-groups.ts'
import type { Batch, EventLog } from '../../hub/ports/log.ts'
import type { VesselRow } from '../../hub/ports/read-store.ts'
import { createProjection } from '../../hub/projections/projection.ts'
import { Fault } from '../../shared/fault.ts'
import { HOUR_S, OPEN } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { AURORA, added, born, followed, vesselId } from './projections/given.ts'

const T = 1_795_564_800
const BOREALIS = vesselId('mv-borealis')
const CAPELLA = vesselId('mv-capella')
const wish = {
  type: 'excuse-group',
  group: 'Baltic',
  component: null,
  category: 'planned-maintenance',
  when: { kind: 'once', zone: 'UTC', walls: { from: T, to: T + HOUR_S } },
  reviewAt: null,
  reason: 'new firmware',
  by: { kind: 'local', name: 'mate' },
} as const

/** A hub over a log that two vessels of the Baltic and one of the Atlantic are in. */
function hubOver(log: EventLog, rows: () => readonly VesselRow[], order: string[] = []) {
  const clock = virtualClock(T * 1000)
  let ids = 0
  const common = {
    log,
    nowMs: () => clock.now(),
    newId: () => `${order.length}-${Math.floor(clock.now())}-${log.id}-${ids++}`,
    signal: new AbortController().signal,
  }
  const vessels = vesselHandle(common)
  const fleet = fleetHandle(common)
  const groups = createGroupMaintenance({ handle: fleet, vessels: rows, clock })
  const context = (id: typeof AURORA, _: Vessel, now: number) => ({
    id,
    now,
    policy: DEFAULT_POLICY,
    listening: { since: 0, spells: [{ from: 0, to: OPEN, state: true as const }] },
    watermark: T,
    lastHeard: T,
    massSilences: [],
    groupExcuses: groups.standing(),
  })
  const maintainGroup = createMaintainGroup({
    groups,
    handle: vessels,
    vessels: rows,
    deadlines: {
      context,
      moved: (id, { excuses }) => void order.push(`${id} watched with ${excuses.length}`),
      look: (ids) => void order.push(`${[...ids]} is looked at again`),
    },
    project: { passed: async (position) => void order.push(`shown ${position}`) },
    clock,
  })
  return { vessels, groups, maintainGroup, context }
}

async function given(t: Parameters<typeof followed>[0]) {
  const log = createMemoryLog()
  const { vessels } = hubOver(log, () => [])
  for (const [id, group] of [
    [AURORA, 'Baltic'],
    [BOREALIS, 'Baltic'],
    [CAPELLA, 'Atlantic'],
  ] as const)
    await vessels.command(vesselStream(id), () => ({
      events: [added(T - HOUR_S, { group }), born(T - HOUR_S, { server: T - HOUR_S }, T)],
      answer: null,
    }))
  const store = followed(t, [])
  const project = createProjection(store)
  for (const id of [AURORA, BOREALIS, CAPELLA]) for (const batch of await batchesOf(log, id)) project.apply([batch])
  return { log, rows: () => store.vessels() }
}

async function batchesOf(log: ReturnType<typeof createMemoryLog>, id: typeof AURORA): Promise<Batch[]> {
  const batches: Batch[] = []
  for await (const batch of log.read(vesselStream(id), 0, new AbortController().signal)) batches.push(batch)
  return batches
}

const typesOf = async (log: ReturnType<typeof createMemoryLog>, id: typeof AURORA) =>
  (await batchesOf(log, id))
    .flatMap(({ events }) => events.map(({ type }) => type))
    .filter((type) => /excuse/.test(type))

test('what is entered for a group is answered when each of its vessels has its part, is watched, and the pages show it', async (t) => {
  const { log, rows } = await given(t)
  const order: string[] = []
  const { maintainGroup } = hubOver(log, rows, order)
  const answer = await maintainGroup(wish)
  assert.equal(answer.kind, 'done')
  assert.deepEqual(await typesOf(log, AURORA), ['excused'])
  assert.deepEqual(await typesOf(log, BOREALIS), ['excused'])
  assert.deepEqual(await typesOf(log, CAPELLA), [])
  assert.ok(order.includes(`${AURORA} watched with 1`) && order.includes(`${CAPELLA} watched with 0`))
  const last = Math.max(
    ...(await Promise.all([AURORA, BOREALIS].map((id) => batchesOf(log, id)))).flat().map(({ position }) => position),
  )
  assert.equal(order.at(-1), `shown ${last}`)
})

test('a vessel whose stream cannot be written is looked at again; what was entered is not refused for it', async (t) => {
  const { log, rows } = await given(t)
  const order: string[] = []
  const away = new Fault('unavailable', 'no room')
  const half: EventLog = {
    ...log,
    append: (stream, ...more) =>
      stream === vesselStream(BOREALIS) ? Promise.reject(away) : log.append(stream, ...more),
  }
  assert.equal((await hubOver(half, rows, order).maintainGroup(wish)).kind, 'done')
  assert.ok(order.includes(`${BOREALIS} is looked at again`))
  assert.deepEqual(await typesOf(log, AURORA), ['excused'])
})

test('killed between the fleet and its vessels, each takes its part when the hub is back, once', async (t) => {
  const { log, rows } = await given(t)
  assert.equal((await hubOver(log, rows).groups.decide(wish)).kind, 'done')
  assert.deepEqual(await typesOf(log, AURORA), [])

  const back = hubOver(log, rows)
  await back.groups.load()
  for (let look = 0; look < 2; look++) {
    const { state } = await back.vessels.command(vesselStream(AURORA), (vessel) => {
      const context = back.context(AURORA, vessel, T)
      assert.equal(nextDeadline(vessel, context) === T, look === 0, 'it is due at once, and then no more')
      return { events: decideTime(vessel, context), answer: null }
    })
    assert.deepEqual(state.excuses[0]?.times.spans, [{ from: T, to: T + HOUR_S }])
  }
  assert.deepEqual(await typesOf(log, AURORA), ['excused'])
})
