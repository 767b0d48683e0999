import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chance, ping, type Series, series } from '../agent/known-truth.ts'
import { type Influxd, startInfluxd } from '../lab/influxd.ts'
import { givenShip, givenShore, type Part, type Ship, type Shore, until } from '../lab/ship-and-shore.ts'
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts'
import { needs } from '../servers.ts'
import { assertFigures, type Known, wrongOnShore } from './told.ts'

/** The real line in real processes, on a virtual time that runs 40 times as fast. */

const HOUR_S = 3600
const PAST_S = 26 * HOUR_S
const SPEED = 40
const TARGETS = ['access-point', 'dashboard', 'server']

test('hub and agents killed again and again while the link comes and goes: in the end shore has the truth, nothing twice, nothing lost', {
  ...needs('influxd'),
  timeout: 300_000,
}, async (t) => {
  const random = chance(11)
  const now = Math.floor(Date.now() / 1000) - 6 * HOUR_S
  const pace = { speed: SPEED, virtualMs: now * 1000, realMs: Date.now() }
  const influxd = await startInfluxd()
  t.after(() => influxd.stop())
  const shore = await givenShore(t, pace)
  const fleet: Afloat[] = []
  for (const id of ['mv-aurora', 'mv-borealis'])
    fleet.push(await givenAfloat(t, { id, shore, pace, influxd, random, now }))
  await shore.start()
  await Promise.all(fleet.map(({ ship }) => ship.start()))

  const virtualNow = () => (pace.virtualMs + (Date.now() - pace.realMs) * SPEED) / 1000
  const pings = setInterval(() => void Promise.all(fleet.map((one) => one.write(virtualNow()))), 250)
  t.after(() => clearInterval(pings))

  let kills = 0
  while (virtualNow() < now + 0.8 * HOUR_S) {
    const victim: Part = random() < 0.4 ? shore : pick(fleet, random).ship
    await again(victim)
    kills++
    const { proxy } = pick(fleet, random)
    if (random() < 0.5) await proxy.cut(random() < 0.5 ? 'reset' : 'silence')
    else await proxy.heal()
    await new Promise((resolve) => setTimeout(resolve, 700 * random()))
  }
  for (const { proxy } of fleet) await proxy.heal()
  t.diagnostic(`${kills} kills`)

  await until('the end of the truth', async () => virtualNow() > now + HOUR_S + 120)
  clearInterval(pings)
  for (const one of fleet) await one.write(Number.POSITIVE_INFINITY)
  for (const { known } of fleet) {
    const settled = async () => (await wrongOnShore(shore, known)).length === 0
    await until(`${known.vessel} to be told`, settled, 60_000).catch(() => undefined)
    assert.deepEqual((await wrongOnShore(shore, known)).slice(0, 8), [])
    await assertFigures(shore, known)
  }
})

type Afloat = {
  readonly ship: Ship
  readonly proxy: TcpProxy
  readonly known: Known
  /** Puts into the database what has become visible by then. */
  write(now: number): Promise<void>
}

type Waters = {
  readonly id: string
  readonly shore: Shore
  readonly pace: { speed: number; virtualMs: number; realMs: number }
  readonly influxd: Influxd
  readonly random: () => number
  readonly now: number
}

async function givenAfloat(t: Parameters<typeof givenShip>[0], waters: Waters): Promise<Afloat> {
  const { id, shore, pace, influxd, random, now } = waters
  const begin = now - PAST_S
  const lengthS = PAST_S + HOUR_S
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
  const options = { id, kit, hubPort: proxy.port, influxUrl: influxd.url, database, targets: TARGETS }
  const truths = new Map(lives.map(([target, life]) => [target, life.truth]))
  return {
    ship: await givenShip(t, pace, options),
    proxy,
    known: { vessel: id, truths, from: begin + HOUR_S, to: begin + lengthS },
    write,
  }
}

const pick = <T>(from: readonly T[], random: () => number): T =>
  from[Math.floor(random() * from.length)] ?? assert.fail()

async function again(part: Part): Promise<void> {
  await part.kill()
  await part.start()
}
