import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Truth } from '../agent/known-truth.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { givenShip, givenShore, until } from '../lab/ship-and-shore.ts'
import { needs } from '../servers.ts'
import { assertFigures, wrongOnShore } from './told.ts'

/** The whole line at its thinnest, in real processes on a virtual time that runs 20 times as fast. */

const SPEED = 20
const EVERY_S = 10
const HOUR_S = 3600

test('from one ping check to page and API, with the hub and the agent killed once each: shore has the truth to the second', {
  ...needs('influxd'),
  timeout: 180_000,
}, async (t) => {
  const start = Math.floor(Date.now() / 10_000) * 10 - 12 * HOUR_S
  const pace = { speed: SPEED, virtualMs: start * 1000, realMs: Date.now() }
  const now = () => Math.floor((pace.virtualMs + (Date.now() - pace.realMs) * SPEED) / 1000)
  const server = await givenServer(t, start - 25 * HOUR_S, now)
  const shore = await givenShore(t, pace)
  const kit = await shore.addVessel('mv-aurora')
  const from = { kit, hubPort: shore.mqttPort, influxUrl: server.influxUrl, database: 'telegraf', targets: ['server'] }
  const ship = await givenShip(t, pace, { id: 'mv-aurora', ...from })
  const truths = new Map([['server', server.truth]])
  const wrongUntil = (to: number) => wrongOnShore(shore, { vessel: 'mv-aurora', truths, from: start - 24 * HOUR_S, to })
  const told = (to: number) => until(`the truth up to ${to}`, async () => (await wrongUntil(to)).length === 0)

  await shore.start()
  await ship.start()
  await told(start)
  assert.match(await shore.page('/'), /id="vessel-mv-aurora" data-state="up"/)

  await shore.kill()
  server.goes('down')
  await ship.kill()
  await shore.start()
  assert.deepEqual(await wrongUntil(start), [], 'what was acknowledged is there again')
  const restarted = now()
  await ship.start()
  await told(restarted)
  assert.match(await shore.page('/'), /id="vessel-mv-aurora" data-state="down"/)
  assert.match(await shore.page('/vessels/mv-aurora'), /1 interval in the last 24 h when it was not up/)

  server.goes('up')
  await until('the recovery', async () => /data-state="up"/.test(await shore.page('/')))
  await told(now())
  await assertFigures(shore, { vessel: 'mv-aurora', truths })
})

/** A server that is pinged into a real InfluxDB for as long as the test runs, and what was true of it. */
async function givenServer(t: TestContext, begin: number, now: () => number) {
  const influxd = await startInfluxd()
  t.after(() => influxd.stop())
  const states = new Map<number, Truth>()
  let state: Truth = 'up'
  let next = begin
  const write = async () => {
    const lines: string[] = []
    for (; next <= now(); next += EVERY_S) {
      states.set(next, state)
      lines.push(`ping,url=server percent_packet_loss=${state === 'up' ? 0 : 100},result_code=0i ${next}`)
    }
    if (lines.length > 0) await influxd.write(lines)
  }
  await write()
  const pings = setInterval(() => void write(), 200)
  t.after(() => clearInterval(pings))
  return {
    influxUrl: influxd.url,
    truth: (at: number): Truth => states.get(at - (at % EVERY_S)) ?? 'unknown',
    goes: (next: Truth) => {
      state = next
    },
  }
}
