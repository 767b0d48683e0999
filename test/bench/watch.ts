import { isVesselId, type VesselId } from '../../shared/model.ts'
import { DAY_S, MINUTE_S, type Seconds } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'
import { type Figure, tableOf } from './figure.ts'
import { benchArrival } from './watch/arrival.ts'
import { cpuMs, STEP_S, startShore } from './watch/shore.ts'

const BEGIN = 20_000 * DAY_S
const IDLE_S = 10 * MINUTE_S
const MEASURED = 200
const HEARTBEAT_S = 300
const BEATS = 5

/** Fleets, and for how many days they have been telling, with an outage of half a day each day. A vessel's state is full after 36 days. */
const CASES: readonly { readonly vessels: number; readonly days: number }[] = [
  { vessels: 66, days: 1 },
  { vessels: 66, days: 40 },
  { vessels: 66, days: 120 },
  { vessels: 1_000, days: 1 },
  { vessels: 1_000, days: 10 },
  { vessels: 10_000, days: 1 },
]

/** What the watch costs while nothing is due, and what evaluating one summary costs, by fleet and by history. */
export async function benchWatch(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const { vessels, days } of CASES) figures.push(...(await figuresOf(idsOf(vessels), days)))
  return [...figures, ...(await benchArrival([66, 1_000, 10_000].map(idsOf)))]
}

async function figuresOf(ids: readonly VesselId[], days: number): Promise<readonly Figure[]> {
  const clock = patientClock(BEGIN)
  const shore = await startShore(ids, BEGIN, clock)
  let now: Seconds = BEGIN
  async function after(passedS: Seconds, server: 'up' | 'down', which = ids): Promise<number> {
    await clock.advance(passedS * 1000)
    now += passedS
    return shore.beat(now, server, which)
  }
  for (let day = 0; day < days; day++) {
    await after(STEP_S, 'down')
    await after(STEP_S, 'up')
  }
  clock.wake()
  await clock.advance(IDLE_S * 1000)
  const before = cpuMs()
  await clock.advance(IDLE_S * 1000)
  const idleMs = cpuMs() - before
  now += 2 * IDLE_S
  const few = ids.slice(0, MEASURED)
  const changes = [await after(STEP_S, 'down', few), await after(STEP_S, 'up', few), await after(STEP_S, 'down', few)]
  const beats: number[] = []
  for (let nth = 0; nth < BEATS; nth++) beats.push(await after(HEARTBEAT_S, 'down', few))
  await shore.close()
  return [
    {
      what: `${ids.length} vessels, ${days} ${days === 1 ? 'day' : 'days'} of history: ten minutes in which nothing is due`,
      value: `${idleMs.toFixed(1)} ms`,
      target: 'does not grow with history',
    },
    { what: '  a summary with a change', value: `${mean(changes).toFixed(2)} ms`, target: 'grows with neither' },
    { what: '  a summary with nothing new', value: `${mean(beats).toFixed(2)} ms`, target: 'grows with neither' },
  ]
}

const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length

/** While a history is made no timer is awaited for less than ten minutes: what saves every few seconds would cost most of the time. */
function patientClock(begin: Seconds) {
  const clock = virtualClock(begin * 1000)
  let leastMs = IDLE_S * 1000
  return {
    ...clock,
    after: (ms: number, then: () => void) => clock.after(Math.max(ms, leastMs), then),
    wake: () => {
      leastMs = 0
    },
  }
}

const idsOf = (count: number): readonly VesselId[] =>
  Array.from({ length: count }, (_, nth) => `mv-${nth}`).filter(isVesselId)

if (import.meta.main) for (const line of tableOf(await benchWatch())) console.log(line)
