import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atEnd } from '../at-end.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { startPings } from '../lab/pings.ts'
import { givenShip, givenShore, until } from '../lab/ship-and-shore.ts'
import { givenSmallDisk } from '../lab/small-disk.ts'
import { needs, needsMounts } from '../servers.ts'

const SPEED = 20

type Health = { ready: boolean; log: { why: string | null } }
type Vessel = { components: { state: string }[] }

test('a hub whose disk is full acknowledges nothing, does not crash, says so, and has the truth when there is room again', {
  skip: needs('influxd').skip || needsMounts().skip,
  timeout: 180_000,
}, async (t) => {
  const pace = { speed: SPEED, virtualMs: Date.now() - 3_600_000, realMs: Date.now() }
  const disk = await givenSmallDisk(t, '4m')
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const target = 'server'
  const since = Math.floor(pace.virtualMs / 1000) - 3600
  const pings = await startPings(t, pace, { influxd, database: 'telegraf', targets: [target], since })
  const shore = await givenShore(t, pace, { dataDir: disk.folder })
  const kit = await shore.addVessel('mv-aurora')
  await shore.start()
  const from = {
    kit,
    hubPort: shore.mqttPort,
    influxUrl: influxd.url,
    database: 'telegraf',
    targets: [target],
    intervalS: 60,
  }
  const ship = await givenShip(t, pace, { id: 'mv-aurora', ...from })
  await ship.start()
  const stateOf = async () => ((await shore.get('/api/v1/vessels/mv-aurora')) as Vessel).components[0]?.state
  await until('the server to be up on shore', async () => (await stateOf()) === 'up')

  disk.fill()
  pings.turn(target, 'down')
  const unready = await until('the hub to say that it cannot write', async () => {
    const health = (await shore.get('/readyz', 503)) as Health
    return health.ready ? null : health
  })
  assert.match(String(unready.log.why), /full|room|space/i)
  assert.equal(await stateOf(), 'up', 'what was not stored is not shown')
  assert.ok(shore.running())

  disk.free()
  await until('the measured truth', async () => (await stateOf()) === 'down')
  assert.equal(((await shore.get('/readyz')) as Health).ready, true)
})
