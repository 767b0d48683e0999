import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrewView } from '../../web/crew/view.ts'
import { chance } from '../agent/known-truth.ts'
import { atEnd } from '../at-end.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { repeat } from '../lab/repeat.ts'
import { givenShore, until } from '../lab/ship-and-shore.ts'
import { givenSmallDisk } from '../lab/small-disk.ts'
import { needs, needsMounts } from '../servers.ts'
import { givenAfloat } from './afloat.ts'
import { assertFigures, wrongOnShore } from './told.ts'

const SPEED = 40
const LIFE_S = 1800

test('an agent killed again and again on a disk that fills up and frees always starts again, and in the end shore has the truth', {
  skip: needs('influxd').skip || needsMounts().skip,
  timeout: 240_000,
}, async (t) => {
  const random = chance(23)
  const now = Math.floor(Date.now() / 1000) - 6 * 3600
  const pace = { speed: SPEED, virtualMs: now * 1000, realMs: Date.now() }
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const shore = await givenShore(t, pace)
  const disk = await givenSmallDisk(t, '192k')
  const afloat = await givenAfloat(t, {
    id: 'mv-aurora',
    shore,
    pace,
    influxd,
    random,
    now,
    lifeS: LIFE_S,
    dataDir: disk.folder,
  })
  const { ship, known, write } = afloat
  await shore.start()
  await ship.start()
  const virtualNow = () => (pace.virtualMs + (Date.now() - pace.realMs) * SPEED) / 1000
  const pings = repeat(t, 250, () => write(virtualNow()))

  const seen = new Set<string>()
  let kills = 0
  while (virtualNow() < now + 0.75 * LIFE_S) {
    if (random() < 0.5) disk.fill()
    else disk.free()
    await new Promise((resolve) => setTimeout(resolve, 3000 * random()))
    for (const { code } of ((await ship.status()) as CrewView).troubles) seen.add(code)
    await ship.kill()
    await ship.start()
    kills++
  }
  t.diagnostic(`${kills} kills; the crew page said: ${[...seen].join()}`)
  assert.ok(seen.has('disk'), 'the disk was full')
  disk.free()
  await until('the end of the truth', async () => virtualNow() > now + LIFE_S + 120)
  await pings.stop()
  await write(Number.POSITIVE_INFINITY)
  const settled = async () => (await wrongOnShore(shore, known)).length === 0
  await until('all to be told', settled).catch(() => undefined)
  assert.deepEqual((await wrongOnShore(shore, known)).slice(0, 8), [])
  await assertFigures(shore, known)
  await until('the disk to be well', async () =>
    ((await ship.status()) as CrewView).troubles.every(({ code }) => code !== 'disk'),
  )
  await ship.kill()
})
