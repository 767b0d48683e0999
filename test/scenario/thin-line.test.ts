import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atEnd } from '../at-end.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { startPings } from '../lab/pings.ts'
import { quickClock } from '../lab/quick-clock.ts'
import { givenShip, givenShore, until } from '../lab/ship-and-shore.ts'
import { needs } from '../servers.ts'
import { assertFigures, wrongOnShore } from './told.ts'

/** The whole line at its thinnest, in real processes on a virtual time that runs 20 times as fast. */

const SPEED = 20
const HOUR_S = 3600

test('from one ping check to page and API, with the hub and the agent killed once each: shore has the truth to the second', {
  ...needs('influxd'),
  timeout: 180_000,
}, async (t) => {
  const start = Math.floor(Date.now() / 10_000) * 10 - 12 * HOUR_S
  const pace = { speed: SPEED, virtualMs: start * 1000, realMs: Date.now() }
  const now = () => Math.floor(quickClock(pace).now() / 1000)
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const server = 'server'
  const pings = await startPings(t, pace, {
    influxd,
    database: 'telegraf',
    targets: [server],
    since: start - 25 * HOUR_S,
  })
  const shore = await givenShore(t, pace)
  const kit = await shore.addVessel('mv-aurora')
  const from = {
    kit,
    hubPort: shore.mqttPort,
    influxUrl: influxd.url,
    database: 'telegraf',
    targets: [server],
    intervalS: 60,
  }
  const ship = await givenShip(t, pace, { id: 'mv-aurora', ...from })
  const truths = new Map([[server, pings.truth(server)]])
  const wrongUntil = (to: number) => wrongOnShore(shore, { vessel: 'mv-aurora', truths, from: start - 24 * HOUR_S, to })
  const told = (to: number) => until(`the truth up to ${to}`, async () => (await wrongUntil(to)).length === 0)

  await shore.start()
  await ship.start()
  await told(start)
  assert.match(await shore.page('/'), /id="vessel-mv-aurora" data-state="up"/)

  await shore.kill()
  pings.turn(server, 'down')
  await ship.kill()
  await shore.start()
  assert.deepEqual(await wrongUntil(start), [], 'what was acknowledged is there again')
  const restarted = now()
  await ship.start()
  await told(restarted)
  assert.match(await shore.page('/'), /id="vessel-mv-aurora" data-state="down"/)
  assert.match(await shore.page('/vessels/mv-aurora'), /1 interval in the last 24 h when it was not up/)

  pings.turn(server, 'up')
  await until('the recovery', async () => /data-state="up"/.test(await shore.page('/')))
  await told(now())
  await assertFigures(shore, { vessel: 'mv-aurora', truths })
})
