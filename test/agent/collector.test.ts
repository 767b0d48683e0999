import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCollector } from '../../agent/collect.ts'
import type { Finding } from '../../agent/core/finding.ts'
import { SourceFault } from '../../agent/core/source-fault.ts'
import type { Begin } from '../../agent/reads.ts'
import type { Reading } from '../../shared/link/reading.ts'
import { DOWN, NO_SAMPLES, UP } from '../../shared/model.ts'
import { type Log, quietLog } from '../../shared/runtime/log.ts'
import { DAY_S, HOUR_S, type Span } from '../../shared/time.ts'
import { stateAt } from '../../shared/timeline.ts'
import { atEnd } from '../at-end.ts'
import { virtualClock } from '../fakes/clock.ts'
import { aFault, fakeSource } from '../fakes/sample-source.ts'
import { givenId, givenPing } from './given-source.ts'

const NOW = 1_795_478_400 + 100
const id = givenId('access-point')
const around = (at: number) => ({ from: at - 60, to: at + 60 })
const every10s = ({ from, to }: Span, up = true) =>
  Array.from({ length: Math.ceil((to - from) / 10) }, (_, i) => ({ at: from + i * 10, up }))

function given(t: TestContext, begin: Begin = null, history: Span = { from: NOW - HOUR_S, to: NOW }) {
  const clock = virtualClock(NOW * 1000)
  const source = fakeSource()
  source.samples.push(...every10s(history))
  const readings: Reading[] = []
  const widened: Reading[] = []
  const faults: SourceFault[] = []
  const found: (readonly Finding[])[] = []
  const logged: string[] = []
  const log: Log = { ...quietLog, info: (_, text) => logged.push(text), warn: (_, text) => logged.push(text) }
  const collector = createCollector({
    source,
    components: [{ id, combination: 'any', checks: [givenPing('a')] }],
    clock,
    random: () => 0.5,
    log,
    listener: {
      onRead: (reading) => readings.push(reading),
      onWidened: (reading) => widened.push(reading),
      onFailed: (fault) => faults.push(fault),
      onFindings: (findings) => found.push(findings),
    },
  })
  atEnd(t, () => collector.stop())
  const now = () => Math.floor(clock.now() / 1000)
  return {
    clock,
    source,
    readings,
    widened,
    faults,
    found,
    logged,
    collector,
    now,
    start: async () => {
      collector.start(begin)
      await clock.advance(0)
    },
    /** Time passes, and Telegraf writes. */
    live: async (seconds: number) => {
      for (let i = 0; i < seconds; i += 10) {
        await clock.advance(10_000)
        source.samples.push({ at: now() - 1, up: true })
      }
    },
    kinds: () => source.calls.map(({ kind }) => kind),
  }
}

test('a first start reads 26 h, then what is older, a slice a second, and tells that at once', async (t) => {
  const vessel = given(t, null, { from: NOW - 3 * DAY_S, to: NOW })
  await vessel.start()
  assert.equal(vessel.readings.length, 1)
  const first = vessel.readings[0]
  assert.ok(first && first.window.from <= NOW - 26 * HOUR_S && first.window.from > NOW - 28 * HOUR_S)
  assert.equal(first.speaksFrom.get(id), NOW - 3 * DAY_S + 30)
  await vessel.clock.advance(7_000)
  assert.equal(vessel.widened.length, 0)
  await vessel.clock.advance(1_000)
  const [older] = vessel.widened
  assert.deepEqual(older?.window, { from: NOW - 3 * DAY_S, to: NOW - 26 * HOUR_S })
  assert.deepEqual(older.timelines.get(id), [{ ...older.window, state: UP }])
  await vessel.live(120)
  assert.equal(vessel.widened.length, 1)
})

test('without any point there is nothing older to read, and that the check says nothing is found', async (t) => {
  const vessel = given(t, null, { from: NOW, to: NOW })
  vessel.source.findings = new SourceFault('no-series', 'human', 'No series matches.')
  await vessel.start()
  assert.equal(vessel.readings[0]?.speaksFrom.has(id), false)
  assert.equal(stateAt(vessel.readings[0]?.timelines.get(id) ?? [], NOW - HOUR_S), NO_SAMPLES)
  assert.deepEqual(
    vessel.found.map((found) => found.map(({ component, fault }) => [component, fault.code])),
    [[[id, 'no-series']]],
  )
})

test('a start with a journal reads again from where it wants to hear, and nothing older', async (t) => {
  const vessel = given(
    t,
    { since: NOW - 40 * HOUR_S, to: NOW - 600, missing: [] },
    { from: NOW - 60 * HOUR_S, to: NOW },
  )
  await vessel.start()
  assert.equal(vessel.readings.length, 1)
  assert.ok((vessel.readings[0]?.window.from ?? NOW) <= NOW - 40 * HOUR_S)
  await vessel.live(120)
  assert.equal(vessel.widened.length, 0)
})

test('after 40 days away it reads 35, and says nothing of the time before them', async (t) => {
  const to = NOW - 40 * DAY_S
  const vessel = given(t, { since: to - HOUR_S, to, missing: [] }, around(NOW - 34 * DAY_S))
  await vessel.start()
  await vessel.clock.advance(200_000)
  const [reading] = vessel.readings
  assert.ok(reading && Math.abs(reading.window.from - NOW + 35 * DAY_S) < HOUR_S && reading.window.to > NOW - 60)
  assert.equal(stateAt(reading.timelines.get(id) ?? [], NOW - 34 * DAY_S), UP)
  assert.ok(vessel.source.calls.every(({ window }) => (window?.from ?? NOW) >= NOW - 35 * DAY_S - HOUR_S))
})

test('older points that cannot be read are tried again each round, and are no failure', async (t) => {
  const vessel = given(t, null, { from: NOW - 3 * DAY_S, to: NOW })
  const read = vessel.source.read
  let broken = true
  vessel.source.read = (checks, window, signal) =>
    broken && window.to <= NOW - 26 * HOUR_S ? Promise.reject(aFault()) : read(checks, window, signal)
  await vessel.start()
  await vessel.live(90)
  assert.deepEqual([vessel.widened.length, vessel.faults.length], [0, 0])
  broken = false
  await vessel.live(60)
  assert.equal(vessel.widened.length, 1)
})

test('then it reads every 30 s, a little of what it has read again, complete to the newest sample', async (t) => {
  const vessel = given(t)
  await vessel.start()
  await vessel.live(60)
  vessel.source.calls = []
  await vessel.live(300)
  assert.equal(vessel.kinds().filter((kind) => kind === 'read').length, 10)
  assert.equal(vessel.kinds().filter((kind) => kind === 'fingerprints').length, 0)
  const windows = vessel.readings.slice(-9).map(({ window }) => window)
  for (const [index, { from, to }] of windows.entries()) {
    const before = windows[index - 1]
    if (before) assert.equal(from, before.to - 300)
    assert.ok(
      vessel.source.samples.some(({ at }) => at + 1 === to),
      'complete to a sample',
    )
  }
})

test('a late point is found by the hour that it changed, and only that hour is read again', async (t) => {
  const vessel = given(t, null, { from: NOW - 26 * HOUR_S, to: NOW })
  await vessel.start()
  await vessel.live(120)
  const late = NOW - 10 * HOUR_S + 55
  vessel.source.samples.push({ at: late, up: false })
  vessel.readings.length = 0
  await vessel.live(900)
  const amended = vessel.readings.filter(({ window }) => window.to < NOW - HOUR_S)
  assert.equal(amended.length, 1)
  const [reading] = amended
  assert.equal((reading?.window.to ?? 0) - (reading?.window.from ?? 0), HOUR_S + 30)
  assert.equal(stateAt(reading?.timelines.get(id) ?? [], late), DOWN)
  vessel.readings.length = 0
  await vessel.live(900)
  assert.equal(vessel.readings.filter(({ window }) => window.to < NOW - HOUR_S).length, 0, 'not once more')
})

test('a check that goes quiet is looked into at once, and again when it speaks', async (t) => {
  const vessel = given(t)
  await vessel.start()
  await vessel.live(60)
  vessel.found.length = 0
  vessel.source.findings = new SourceFault('no-points', 'wait', 'No new points.')
  await vessel.clock.advance(90_000)
  assert.deepEqual(
    vessel.found.map((found) => found.map(({ fault }) => fault.code)),
    [['no-points']],
  )
  vessel.source.findings = null
  await vessel.live(60)
  assert.deepEqual(vessel.found.at(-1), [])
})

test('what is found about a check is in the log once, and that it is over', async (t) => {
  const vessel = given(t)
  vessel.source.findings = new SourceFault('clock', 'human', 'The clock is 40 s ahead.')
  await vessel.start()
  vessel.source.findings = new SourceFault('clock', 'human', 'The clock is 41 s ahead.')
  await vessel.live(HOUR_S)
  vessel.source.findings = null
  await vessel.live(HOUR_S)
  assert.deepEqual(vessel.logged, [
    'access-point: The clock is 40 s ahead.',
    'access-point: all is well with what is read',
  ])
})

test('a database that cannot say more about its checks is still read', async (t) => {
  const vessel = given(t)
  vessel.source.examine = () => Promise.reject(new SourceFault('query', 'human', 'SHOW SERIES is not known.'))
  await vessel.start()
  await vessel.live(60)
  assert.ok(vessel.readings.length >= 3)
  assert.deepEqual(vessel.faults, [])
})

test('a failure is told with its code; after five only a ping goes out until it is answered', async (t) => {
  const vessel = given(t)
  await vessel.start()
  vessel.readings.length = 0
  vessel.source.fault = aFault()
  await vessel.clock.advance(30_000 + 500 + 1000 + 2000 + 4000)
  assert.deepEqual(
    vessel.faults.map(({ code }) => code),
    Array(5).fill('refused'),
  )
  vessel.source.calls = []
  await vessel.clock.advance(90_000)
  assert.deepEqual(vessel.kinds(), ['ping', 'ping', 'ping'])
  assert.equal(vessel.readings.length, 0)
  vessel.source.fault = null
  await vessel.clock.advance(30_000)
  assert.ok(vessel.readings.length > 0)
  const [ping, prints] = vessel.source.calls.slice(3)
  assert.equal(ping?.kind, 'ping')
  assert.equal(prints?.kind, 'fingerprints')
  assert.ok((prints?.window?.from ?? NOW) <= NOW - 72 * HOUR_S, 'after an outage the past is looked at far back')
})

test('what was not read during a failure is read after it', async (t) => {
  const vessel = given(t)
  await vessel.start()
  await vessel.live(60)
  const before = vessel.readings.at(-1)?.window.to ?? 0
  vessel.source.fault = aFault()
  await vessel.live(3 * HOUR_S)
  vessel.readings.length = 0
  vessel.source.fault = null
  await vessel.live(60)
  const [recent] = vessel.readings
  assert.ok(recent && recent.window.from < before && recent.window.to > vessel.now() - 90)
  assert.deepEqual(recent.timelines.get(id)?.at(-1)?.state, UP)
})

test('a failure between two stretches tells the first, and reads the second later', async (t) => {
  const vessel = given(t, null, { from: NOW - 26 * HOUR_S, to: NOW })
  await vessel.start()
  await vessel.live(120)
  vessel.source.samples.push({ at: NOW - 10 * HOUR_S + 55, up: false })
  const read = vessel.source.read
  let left = 1
  vessel.source.read = (checks, window, signal) =>
    window.to < NOW - HOUR_S && left-- > 0 ? Promise.reject(aFault()) : read(checks, window, signal)
  await vessel.live(900)
  assert.equal(vessel.faults.length, 1)
  assert.equal(
    vessel.readings.filter(({ window }) => window.to < NOW - HOUR_S && window.from > NOW - 11 * HOUR_S).length,
    1,
  )
})

test('where only a human can help it asks every five minutes', async (t) => {
  const vessel = given(t)
  vessel.source.fault = aFault('human')
  await vessel.start()
  await vessel.clock.advance(3_600_000)
  assert.equal(vessel.faults.length, 13)
})

test('a clock that is set makes it look at the past at once', async (t) => {
  const vessel = given(t)
  await vessel.start()
  await vessel.live(60)
  vessel.source.calls = []
  vessel.clock.jump(-120_000)
  await vessel.live(30)
  assert.ok(vessel.kinds().includes('fingerprints'))
})

test('once a day it looks back further than 26 h', async (t) => {
  const vessel = given(t)
  await vessel.start()
  await vessel.clock.advance(25 * HOUR_S * 1000)
  const spans = vessel.source.calls.flatMap(({ kind, window }) =>
    kind === 'fingerprints' && window ? [window.to - window.from] : [],
  )
  assert.equal(spans.filter((span) => span >= 72 * HOUR_S).length, 1)
  assert.ok(spans.length >= 95 && spans.length <= 101, `${spans.length} times, every 15 min`)
})

test('a point that is in the future is not told before its time', async (t) => {
  const vessel = given(t)
  vessel.source.samples.push({ at: NOW + 20, up: false })
  await vessel.start()
  assert.ok((vessel.readings[0]?.window.to ?? NOW + 1) <= NOW)
  await vessel.clock.advance(30_000)
  assert.equal(stateAt(vessel.readings.at(-1)?.timelines.get(id) ?? [], NOW + 20), DOWN)
})

test('stopping in the middle of a read ends it, and tells nothing more', async (t) => {
  const vessel = given(t)
  vessel.source.read = (_, __, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(aFault('again'))))
  await vessel.start()
  await vessel.collector.stop()
  assert.deepEqual([vessel.readings.length, vessel.faults.length], [0, 0])
  assert.equal(vessel.clock.pending(), 0)
})
