import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { fleetHandle } from '../../hub/handles.ts'
import { createMassSilence } from '../../hub/mass-silence.ts'
import { HOUR_S, type Span } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { added, born, excusing, followed, silent, vesselId, written } from './projections/given.ts'

const T = 1_795_564_800
const NOW = T + HOUR_S
const IDS = Array.from({ length: 9 }, (_, at) => vesselId(`mv-${at}`))

/** Nine vessels of one group, of which the first three fell silent together; some are excused. */
async function standing(t: Parameters<typeof followed>[0], excused: Readonly<Record<number, Span>>) {
  const log = written()
  for (const [at, id] of IDS.entries()) {
    log.append(id, added(T - HOUR_S, { group: 'Baltic' }), born(T - HOUR_S, { server: T - HOUR_S }, T))
    const span = excused[at]
    if (span !== undefined) log.append(id, excusing(T - HOUR_S, { excuse: `e-${at}`, component: null, span }))
    if (at < 3) log.append(id, silent(T, NOW))
  }
  const store = followed(t, log.batches)
  const clock = virtualClock(NOW * 1000)
  const handle = fleetHandle({
    log: createMemoryLog(),
    nowMs: () => clock.now(),
    newId: () => 'id-1',
    signal: new AbortController().signal,
  })
  const watch = createMassSilence({
    handle,
    vessels: store.vessels,
    policy: DEFAULT_POLICY,
    clock,
    changed: () => {},
    failed: (error) => assert.fail(String(error)),
  })
  await watch.look()
  return watch.standing().map(({ vessels, of }) => [vessels.length, of])
}

test('who is in maintenance now, or was when it fell silent, is not counted', async (t) => {
  assert.deepEqual(await standing(t, {}), [[3, 9]])
  assert.deepEqual(await standing(t, { 2: { from: T - HOUR_S, to: NOW + HOUR_S } }), [])
  assert.deepEqual(await standing(t, { 2: { from: T - HOUR_S, to: T + 60 } }), [])
  assert.deepEqual(await standing(t, { 8: { from: T, to: NOW + HOUR_S } }), [[3, 8]])
  assert.deepEqual(await standing(t, { 2: { from: T - HOUR_S, to: T - 60 } }), [[3, 9]], 'it was over before')
})
