import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FLEET_STREAM, type FleetEvent, type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import { fleetHandle, vesselHandle } from '../../hub/handles.ts'
import type { EventLog } from '../../hub/ports/log.ts'
import { createSnapshots } from '../../hub/snapshot.ts'
import { Fault } from '../../shared/fault.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { HOUR_S, MINUTE_S } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { createMemorySnapshot } from '../fakes/memory-snapshot.ts'
import { AURORA } from './projections/given.ts'

const stream = vesselStream(AURORA)
const nothing = () => ({ events: [], answer: null })
const skew = (offsetS: number) => (): { events: VesselEvent[]; answer: null } => ({
  events: [{ type: 'clock-skewed', offsetS, at: 1, learnedAt: 1 }],
  answer: null,
})
const listening = (): { events: FleetEvent[]; answer: null } => ({
  events: [{ type: 'listening-began', at: 1, learnedAt: 1 }],
  answer: null,
})

/** A life of the hub's deciding part over a log and a snapshot that outlive it, with what it says and what it reads. */
async function life(log: EventLog, file = createMemorySnapshot(), program = '1.0.0') {
  const clock = virtualClock(0)
  const said: string[] = []
  const read: string[] = []
  const watched: EventLog = {
    ...log,
    async *read(...[of, after, signal]) {
      for await (const batch of log.read(of, after, signal)) {
        read.push(`${of} ${batch.id}`)
        yield batch
      }
    },
  }
  let ids = 0
  const common = { log: watched, nowMs: clock.now, newId: () => `${++ids}`, signal: new AbortController().signal }
  const vessels = vesselHandle(common)
  const fleet = fleetHandle(common)
  const say = (details: object, words?: string) => said.push([...Object.values(details), words].join(' – '))
  const snapshots = createSnapshots({
    file,
    program,
    events: watched,
    vessels,
    fleet,
    clock,
    log: { ...quietLog, info: say, warn: say },
  })
  await snapshots.start()
  const offsetS = async () => (await vessels.command(stream, nothing)).state.clockOffsetS
  return { vessels, fleet, snapshots, clock, said, read, offsetS }
}

/** A log of three batches, of which the snapshot holds two. */
async function givenPast() {
  const log = createMemoryLog()
  const file = createMemorySnapshot()
  const first = await life(log, file)
  await first.vessels.command(stream, skew(40))
  await first.fleet.command(FLEET_STREAM, listening)
  await first.snapshots.stop()
  await first.vessels.command(stream, skew(70))
  return { log, file }
}

test('a start reads only what came after the snapshot', async () => {
  const { log, file } = await givenPast()
  const second = await life(log, file)
  assert.equal(await second.offsetS(), 70)
  assert.equal((await second.fleet.command(FLEET_STREAM, nothing)).state.listening.since, 1)
  assert.deepEqual(second.read, [`${stream} 3`])
  assert.deepEqual(second.said, [])
})

test('without a snapshot the log is folded, and nothing is said', async () => {
  const { log } = await givenPast()
  const second = await life(log)
  assert.equal(await second.offsetS(), 70)
  assert.deepEqual(second.read, [`${stream} 1`, `${stream} 3`])
  assert.deepEqual(second.said, [])
})

test('the snapshot of another log, of an older copy of the log or of another program is left out, in one line that says why', async () => {
  const { log, file } = await givenPast()
  const batches = log.batches()
  const renamed = batches.map((one) => ({ ...one, id: `other ${one.id}` }))
  const cases = [
    { log: createMemoryLog(batches, 'restored'), program: '1.0.0', why: /made from another log/, offsetS: 70 },
    { log: createMemoryLog(batches.slice(0, 1)), program: '1.0.0', why: /older copy is in its place/, offsetS: 40 },
    { log: createMemoryLog(renamed), program: '1.0.0', why: /older copy is in its place/, offsetS: 70 },
    { log, program: '1.0.1', why: /watchkeeper 1\.0\.0 made it/, offsetS: 70 },
  ]
  for (const { log: other, program, why, offsetS } of cases) {
    const second = await life(other, file, program)
    assert.equal(second.said.length, 1)
    assert.match(second.said[0] ?? '', why)
    assert.match(second.said[0] ?? '', /the whole log is folded/)
    assert.equal(await second.offsetS(), offsetS)
  }
})

test('a snapshot that cannot be read is left out', async () => {
  const { log } = await givenPast()
  const damaged = {
    ...createMemorySnapshot(),
    load: () => Promise.reject(new Fault('corrupt', 'the snapshot is damaged')),
  }
  const second = await life(log, damaged)
  assert.equal(await second.offsetS(), 70)
  assert.deepEqual(second.said, ['the snapshot is damaged – the snapshot is left out: the whole log is folded'])
})

test('it is saved a minute after the start and then every hour in which something happened, and says when', async () => {
  const log = createMemoryLog()
  let saves = 0
  const memory = createMemorySnapshot()
  const file = { ...memory, save: (parts: Iterable<Uint8Array>) => memory.save(parts).then(() => void saves++) }
  const { vessels, snapshots, clock } = await life(log, file)
  await vessels.command(stream, skew(40))
  await clock.advance(MINUTE_S * 1000)
  assert.equal(saves, 1)
  await vessels.command(stream, skew(80))
  await clock.advance(HOUR_S * 1000)
  assert.equal(saves, 2)
  assert.deepEqual(snapshots.figures(), { savedAt: HOUR_S + MINUTE_S, trouble: null })
  await clock.advance(3 * HOUR_S * 1000)
  assert.equal(saves, 2)
  assert.equal(await (await life(log, file)).offsetS(), 80)
})

test('while it cannot be saved that is said once and shown, nothing else stops, and it is saved when it can be', async () => {
  const log = createMemoryLog()
  const memory = createMemorySnapshot()
  let full = true
  const save = (parts: Iterable<Uint8Array>) =>
    full ? Promise.reject(new Fault('unavailable', 'no space left')) : memory.save(parts)
  const { vessels, snapshots, clock, said } = await life(log, { ...memory, save })
  for (const offsetS of [40, 80, 120]) {
    await vessels.command(stream, skew(offsetS))
    await clock.advance(HOUR_S * 1000)
  }
  assert.deepEqual(said, ['no space left – the snapshot cannot be saved: the next start folds more of the log'])
  assert.deepEqual(snapshots.figures(), { savedAt: null, trouble: 'no space left' })
  full = false
  await clock.advance(HOUR_S * 1000)
  assert.deepEqual(said.slice(1), ['the snapshot can be saved again'])
  assert.deepEqual(snapshots.figures(), { savedAt: 3 * HOUR_S + MINUTE_S, trouble: null })
  assert.equal(await (await life(log, memory)).offsetS(), 120)
})
