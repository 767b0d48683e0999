import type { TestContext } from 'node:test'
import { ping, type Truth } from '../agent/known-truth.ts'
import type { Influxd } from './influxd.ts'
import { type Pace, quickClock } from './quick-clock.ts'
import { repeat } from './repeat.ts'

/** What pings a ship's components and writes it into its InfluxDB while the test decides what is up. */
export type Pings = {
  /** From the next ping on; the second in which that is. */
  turn(target: string, state: 'up' | 'down'): number
  /** What every second was. */
  truth(target: string): (second: number) => Truth
}

export type PingsOptions = {
  readonly influxd: Influxd
  readonly database: string
  readonly targets: readonly string[]
  /** When the first ping was; from there on everything is up. */
  readonly since: number
}

const PING_EVERY_S = 10
const WRITE_EVERY_MS = 200

export async function startPings(t: TestContext, pace: Pace, options: PingsOptions): Promise<Pings> {
  const { influxd, database, targets, since } = options
  const clock = quickClock(pace)
  const turns = new Map(targets.map((target) => [target, [{ at: since, state: 'up' as 'up' | 'down' }]]))
  const stateAt = (target: string, second: number) => turns.get(target)?.findLast(({ at }) => at <= second)?.state
  let next = since

  async function write(): Promise<void> {
    const lines: string[] = []
    for (; next * 1000 <= clock.now(); next += PING_EVERY_S)
      for (const target of targets)
        lines.push(ping(target).line({ ms: next * 1000, up: stateAt(target, next) === 'up' }))
    await influxd.write(lines, database, 'ms')
  }

  await influxd.run(`CREATE DATABASE ${database}`)
  await write()
  repeat(t, WRITE_EVERY_MS, write)
  return {
    turn(target, state) {
      turns.get(target)?.push({ at: next, state })
      return next
    },
    truth: (target) => (second) => stateAt(target, second) ?? 'unknown',
  }
}
