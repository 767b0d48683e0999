import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Collector, createCollector } from '../../agent/collect.ts'
import type { Check } from '../../agent/core/check.ts'
import type { MeasuredComponent } from '../../agent/core/reading.ts'
import type { SampleSource } from '../../agent/ports.ts'
import type { Begin } from '../../agent/reads.ts'
import type { Journal } from '../../shared/link/journal.ts'
import { goBlind, rereadFrom, takeIn, widen } from '../../shared/link/reading.ts'
import { type ComponentId, DATABASE, measured } from '../../shared/model.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { HOUR_S, OPEN } from '../../shared/time.ts'
import { stateAt, total } from '../../shared/timeline.ts'
import { atEnd } from '../at-end.ts'
import { type VirtualClock, virtualClock } from '../fakes/clock.ts'
import { httpAnswer, type ProxyFault, startFaultProxy } from '../lab/fault-proxy.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { needs } from '../servers.ts'
import { givenCheck, givenId, givenPing, givenSource } from './given-source.ts'
import { chance, httpResponse, OUTAGE, type Plugin, ping, type Series, series, type Write } from './known-truth.ts'

const BEGIN = 1_795_478_400
const LENGTH_S = 26 * HOUR_S
const STEP_S = 60

/**
 * Gaps, bursts, points that come late or are overwritten, a database that is away, a line to it that breaks now and
 * then, an agent that starts again.
 */
test(
  '26 h of known truth, however they came to be read, are the timeline to the second',
  needs('influxd'),
  async (t) => {
    const random = chance(7)
    const influxd = await startInfluxd()
    atEnd(t, () => influxd.stop())
    const proxy = await startFaultProxy(influxd.port)
    atEnd(t, () => proxy.stop())
    const { clock, asleep } = attentive(virtualClock(BEGIN * 1000))
    const { components, writes, truths } = givenLife(random)
    const vessel = givenVessel(components, givenSource({ url: proxy.url }), clock)
    atEnd(t, () => vessel.stop())

    vessel.start()
    for (let at = 0; at < LENGTH_S + 2 * HOUR_S; at += STEP_S) {
      await influxd.write(due(writes, BEGIN + at), 'telegraf', 'ms')
      if (at === OUTAGE.from) await influxd.kill()
      if (at === OUTAGE.to) await influxd.restart()
      proxy.fault(at < LENGTH_S && random() < 0.05 ? anyFault(random) : { kind: 'none' })
      await clock.advance(STEP_S * 1000)
      await asleep()
      if (at === 18 * HOUR_S) await vessel.restart()
    }

    for (const [id, truth] of truths) assertTruth(vessel.journal(), id, truth)
    assert.ok(vessel.blindS() >= 2 * HOUR_S, 'while the database was away, that was said')
  },
)

function anyFault(random: () => number): ProxyFault {
  const afterBytes = Math.floor(random() * 2000)
  const faults: ProxyFault[] = [
    { kind: 'reset', afterBytes },
    { kind: 'fin', afterBytes },
    { kind: 'say', text: httpAnswer('200 OK', 'text/html', '<html></html>') },
    { kind: 'say', text: httpAnswer('200 OK', 'application/json', '{"results":[{"statement_id":0}]}') },
    { kind: 'say', text: httpAnswer('503 Service Unavailable', 'text/plain', 'busy') },
  ]
  return faults[Math.floor(random() * faults.length)] ?? { kind: 'none' }
}

function givenLife(random: () => number) {
  const life = (plugin: Plugin, { intervalS, holdForS }: Check) =>
    series(random, { begin: BEGIN, lengthS: LENGTH_S, everyS: intervalS, holdForS }, plugin)
  const url = 'http://10.0.0.2/'
  const [accessPoint, server] = [givenPing('10.0.0.1'), givenPing('10.0.0.2')]
  const api = givenCheck({ preset: 'http_response', tags: { server: url }, interval: '60s' })
  const a = life(ping('10.0.0.1'), accessPoint)
  const b = life(ping('10.0.0.2'), server)
  const c = life(httpResponse(url), api)
  const components: MeasuredComponent[] = [
    { id: givenId('access-point'), combination: 'any', checks: [accessPoint] },
    { id: givenId('server'), combination: 'all', checks: [server, api] },
  ]
  return {
    components,
    writes: [a, b, c].flatMap((one) => one.writes).toSorted((one, other) => one.visibleAt - other.visibleAt),
    truths: [
      ['access-point', a.truth],
      ['server', (second: number) => both(b, c, second)],
    ] as const,
  }
}

function assertTruth(journal: Journal, id: string, truth: (second: number) => string): void {
  const timeline = journal.components.find((component) => component.id === id)?.timeline ?? []
  const from = BEGIN + HOUR_S
  const to = BEGIN + LENGTH_S
  const wrong: string[] = []
  let up = 0
  for (let second = from; second < to; second++) {
    const held = measured(stateAt(timeline, second) ?? 0)
    if (truth(second) === 'up' && second >= to - 24 * HOUR_S) up++
    if (held !== truth(second)) wrong.push(`${second - BEGIN}: ${held}, was ${truth(second)}`)
  }
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} seconds of ${id} are wrong`)
  assert.equal(
    total(timeline, { from: to - 24 * HOUR_S, to }, (state) => measured(state) === 'up'),
    up,
  )
}

function both(a: Series, b: Series, second: number): string {
  const truths = [a.truth(second), b.truth(second)]
  return truths.includes('down') ? 'down' : truths.includes('unknown') ? 'unknown' : 'up'
}

/** What has become visible by `now`, taken off the list. */
function due(writes: Write[], now: number): string[] {
  const count = writes.findIndex(({ visibleAt }) => visibleAt > now)
  return writes.splice(0, count < 0 ? writes.length : count).map(({ line }) => line)
}

/** Tells when a timer is set: whoever is under test has nothing to do until then. */
function attentive(clock: VirtualClock): { clock: VirtualClock; asleep(): Promise<void> } {
  let wake = () => {}
  return {
    clock: {
      ...clock,
      after(ms, then) {
        const cancel = clock.after(ms, then)
        wake()
        return cancel
      },
    },
    asleep: () =>
      new Promise((resolve) => {
        if (clock.pending() > 0) return resolve()
        wake = resolve
      }),
  }
}

/** The collector with the journal's own rules behind it. */
function givenVessel(components: readonly MeasuredComponent[], source: SampleSource, clock: VirtualClock) {
  const ids = components.map(({ id }) => id)
  let journal: Journal = { instance: 1, boots: 0, components: [], to: null, ring: [] }
  let collector: Collector | null = null
  let blindS = 0
  const runningS = () => Math.floor(clock.monotonic() / 1000)
  const held = (): ReadonlyMap<ComponentId, number> => new Map(ids.map((id) => [id, (journal.to ?? 0) + 30]))
  const start = (): void => {
    const begin: Begin =
      journal.to === null ? null : { since: rereadFrom(journal, ids, runningS()), to: journal.to, missing: [] }
    collector = createCollector({
      source,
      components,
      clock,
      random: () => 0.5,
      log: quietLog,
      listener: {
        onRead(reading) {
          journal = takeIn(journal, ids, reading, runningS()).journal
        },
        onWidened(reading) {
          journal = widen(journal, reading)
        },
        onFailed(_, now) {
          journal = goBlind(journal, held(), now).journal
          const [first] = journal.components
          blindS = Math.max(
            blindS,
            total(first?.timeline ?? [], { from: 0, to: OPEN }, (state) => state === DATABASE),
          )
        },
        onFindings() {},
      },
    })
    collector.start(begin)
  }
  const stop = async () => collector?.stop()
  return {
    start,
    stop,
    async restart() {
      await stop()
      start()
    },
    journal: () => journal,
    blindS: () => blindS,
  }
}
