import type { TestContext } from 'node:test'
import { ping, type Series, series } from '../agent/known-truth.ts'
import type { Influxd } from '../lab/influxd.ts'
import { givenShip, type Ship, type Shore } from '../lab/ship-and-shore.ts'
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts'
import type { Known } from './told.ts'

const HOUR_S = 3600
const PAST_S = 26 * HOUR_S
const TARGETS = ['access-point', 'dashboard', 'server']

/** A vessel of the lab with a known past and a known future: what its database will hold, and what is true. */
export type Afloat = {
  readonly ship: Ship
  readonly proxy: TcpProxy
  readonly known: Known
  /** Puts into the database what has become visible by then. */
  write(now: number): Promise<void>
}

export type Waters = {
  readonly id: string
  readonly shore: Shore
  readonly pace: { speed: number; virtualMs: number; realMs: number }
  readonly influxd: Influxd
  readonly random: () => number
  readonly now: number
  /** How long the truth goes on after now. */
  readonly lifeS: number
  readonly dataDir?: string
}

export async function givenAfloat(t: TestContext, waters: Waters): Promise<Afloat> {
  const { id, shore, pace, influxd, random, now, lifeS, dataDir } = waters
  const begin = now - PAST_S
  const lengthS = PAST_S + lifeS
  const lives = TARGETS.map((target): [string, Series] => [
    target,
    series(random, { begin, lengthS, everyS: 10, holdForS: 30 }, ping(target)),
  ])
  const writes = lives.flatMap(([, life]) => life.writes).toSorted((a, b) => a.visibleAt - b.visibleAt)
  const database = id.replaceAll('-', '_')
  await influxd.run(`CREATE DATABASE ${database}`)
  const write = async (until: number) => {
    const count = writes.findIndex(({ visibleAt }) => visibleAt > until)
    const due = writes.splice(0, count < 0 ? writes.length : count)
    if (due.length > 0)
      await influxd.write(
        due.map(({ line }) => line),
        database,
        'ms',
      )
  }
  await write(now)
  const kit = await shore.addVessel(id)
  const proxy = await startTcpProxy(t, shore.mqttPort)
  const options = {
    id,
    kit,
    hubPort: proxy.port,
    influxUrl: influxd.url,
    database,
    targets: TARGETS,
    ...(dataDir === undefined ? {} : { dataDir }),
  }
  const truths = new Map(lives.map(([target, life]) => [target, life.truth]))
  return {
    ship: await givenShip(t, pace, options),
    proxy,
    known: { vessel: id, truths, from: begin + HOUR_S, to: begin + lengthS },
    write,
  }
}
