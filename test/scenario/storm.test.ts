import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chance } from '../agent/known-truth.ts'
import { atEnd } from '../at-end.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { repeat } from '../lab/repeat.ts'
import { givenShore, type Part, until } from '../lab/ship-and-shore.ts'
import { needs } from '../servers.ts'
import { type Afloat, givenAfloat } from './afloat.ts'
import { assertFigures, wrongOnShore } from './told.ts'

/** The real line in real processes, on a virtual time that runs 40 times as fast. */

const HOUR_S = 3600
const SPEED = 40

test('hub and agents killed again and again while the link comes and goes: in the end shore has the truth, nothing twice, nothing lost', {
  ...needs('influxd'),
  timeout: 300_000,
}, async (t) => {
  const random = chance(11)
  const now = Math.floor(Date.now() / 1000) - 6 * HOUR_S
  const pace = { speed: SPEED, virtualMs: now * 1000, realMs: Date.now() }
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const shore = await givenShore(t, pace)
  const fleet: Afloat[] = []
  for (const id of ['mv-aurora', 'mv-borealis'])
    fleet.push(await givenAfloat(t, { id, shore, pace, influxd, random, now, lifeS: HOUR_S }))
  await shore.start()
  await Promise.all(fleet.map(({ ship }) => ship.start()))

  const virtualNow = () => (pace.virtualMs + (Date.now() - pace.realMs) * SPEED) / 1000
  const pings = repeat(t, 250, async () => {
    await Promise.all(fleet.map((one) => one.write(virtualNow())))
  })

  // One of them stays in the dark for most of it: whatever had been on its way is long gone when it is heard again.
  const [lost, ...others] = fleet
  const darkFrom = now + 0.2 * HOUR_S
  let kills = 0
  while (virtualNow() < now + 0.8 * HOUR_S) {
    const dark = virtualNow() >= darkFrom
    if (dark) await lost?.proxy.cut('silence')
    const victim: Part = random() < 0.4 ? shore : pick(fleet, random).ship
    await again(victim)
    kills++
    const { proxy } = pick(dark ? others : fleet, random)
    if (random() < 0.5) await proxy.cut(random() < 0.5 ? 'reset' : 'silence')
    else await proxy.heal()
    await new Promise((resolve) => setTimeout(resolve, 700 * random()))
  }
  for (const { proxy } of fleet) await proxy.heal()
  t.diagnostic(`${kills} kills`)

  await until('the end of the truth', async () => virtualNow() > now + HOUR_S + 120)
  await pings.stop()
  for (const one of fleet) await one.write(Number.POSITIVE_INFINITY)
  for (const { known } of fleet) {
    const settled = async () => (await wrongOnShore(shore, known)).length === 0
    await until(`${known.vessel} to be told`, settled, 60_000).catch(() => undefined)
    assert.deepEqual((await wrongOnShore(shore, known)).slice(0, 8), [])
    await assertFigures(shore, known)
  }
})

const pick = <T>(from: readonly T[], random: () => number): T =>
  from[Math.floor(random() * from.length)] ?? assert.fail()

async function again(part: Part): Promise<void> {
  await part.kill()
  await part.start()
}
