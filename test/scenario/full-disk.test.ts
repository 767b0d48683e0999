import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startInfluxd } from '../lab/influxd.ts'
import { givenShip, givenShore, until } from '../lab/ship-and-shore.ts'
import { needs, needsRoot } from '../servers.ts'

const SPEED = 20

/** A disk of its own, so small that it can be filled. */
async function givenSmallDisk(t: TestContext): Promise<{ folder: string; fill(): void; free(): void }> {
  const folder = await mkdtemp(join(tmpdir(), 'watchkeeper-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', folder])
  t.after(async () => {
    execFileSync('umount', ['--lazy', folder])
    await rmdir(folder)
  })
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      try {
        writeFileSync(ballast, Buffer.alloc(8 << 20))
      } catch (error) {
        assert.match(String(error), /ENOSPC/)
      }
    },
    free: () => rmSync(ballast),
  }
}

type Health = { ready: boolean; log: { why: string | null } }
type Vessel = { components: { state: string }[] }

test('a hub whose disk is full acknowledges nothing, does not crash, says so, and has the truth when there is room again', {
  skip: needs('influxd').skip || needsRoot().skip,
  timeout: 180_000,
}, async (t) => {
  const pace = { speed: SPEED, virtualMs: Date.now() - 3_600_000, realMs: Date.now() }
  const now = () => Math.floor((pace.virtualMs + (Date.now() - pace.realMs) * SPEED) / 1000)
  const disk = await givenSmallDisk(t)
  const influxd = await startInfluxd()
  t.after(() => influxd.stop())
  let up = true
  let written = now() - 3600
  const ping = async () => {
    const lines: string[] = []
    for (; written <= now(); written += 10)
      lines.push(`ping,url=server percent_packet_loss=${up ? 0 : 100},result_code=${up ? 0 : 1}i ${written}`)
    if (lines.length > 0) await influxd.write(lines)
  }
  await ping()
  const shore = await givenShore(t, pace, { dataDir: disk.folder })
  const kit = await shore.addVessel('mv-aurora')
  await shore.start()
  const targets = ['server']
  const from = { kit, hubPort: shore.mqttPort, influxUrl: influxd.url, database: 'telegraf', targets }
  const ship = await givenShip(t, pace, { id: 'mv-aurora', ...from })
  await ship.start()
  const pings = setInterval(() => void ping(), 200)
  t.after(() => clearInterval(pings))
  const stateOf = async () => ((await shore.get('/api/v1/vessels/mv-aurora')) as Vessel).components[0]?.state
  await until('the server to be up on shore', async () => (await stateOf()) === 'up')

  disk.fill()
  up = false
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
