import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Fleet } from '../../shared/api/fleet.ts'
import { iso } from '../../shared/time.ts'
import { choose, type FleetChoice, fleetAddress, WHOLE_FLEET } from '../../web/pages/fleet/choice.ts'
import { drawFleet } from '../../web/pages/fleet/fleet.ts'
import { tilesOf } from '../../web/pages/fleet/tile.ts'
import { type FakeViews, fakeViews } from '../fakes/views.ts'

const missedSince = new Map<string, string>()

const chosen = async (choice: Partial<FleetChoice>, vessels = 66) =>
  choose(await fakeViews(vessels).fleet(), { ...WHOLE_FLEET, ...choice })
const names = (of: Awaited<ReturnType<typeof chosen>>) => of.shown.map(({ name }) => name)
const page = async (choice: Partial<FleetChoice>, vessels = 66) => {
  const views = fakeViews(vessels)
  return drawn(await views.fleet(), views, { ...WHOLE_FLEET, ...choice }).main.toString()
}
const drawn = (fleet: Fleet, views: FakeViews, choice: FleetChoice) =>
  drawFleet({ fleet, tileOf: tilesOf(fleet, missedSince), missedSince, health: views.health(), choice })

/** A time at which a wall of three pages shows the first. */
const TURNED = 60 * 30_000_000

describe('a choice of the fleet', () => {
  test('by state shows those of it in their order, and leaves the counts and the list whole', async () => {
    const down = await chosen({ state: 'down' })
    assert.deepEqual(names(down), ['Electra Star', 'Fjord Meridian', 'Iris Voyager'])
    assert.equal(down.among.vessels.length, 66)
    assert.equal((await chosen({ state: 'below' })).fitting, 5)
  })

  test('by name finds a part of it as people type it, and counts only what was found', async () => {
    const found = await chosen({ q: 'TRONDHEIM' })
    assert.equal(found.fitting, 11)
    assert.equal(found.among.counts.up, 11)
    assert.equal(found.among.counts.down, 0)
  })

  test('by group keeps the order of the names within each', async () => {
    const { shown } = await chosen({ by: 'group' })
    assert.deepEqual([...new Set(shown.map(({ group }) => group))], ['North', 'South'])
    const whole = (await chosen({})).shown
    assert.deepEqual(
      shown.filter(({ group }) => group === 'South'),
      whole.filter(({ group }) => group === 'South'),
    )
    assert.match(await page({ by: 'group' }), /<h3>North .*<h3>South /s)
  })

  test('is one page up to 199 vessels, and pages of a hundred from 200 on, which lose none', async () => {
    assert.equal((await chosen({}, 199)).pages.length, 1)
    const all = await Promise.all([1, 2, 3, 4].map((page) => chosen({ page }, 350)))
    assert.deepEqual(
      all.map(({ shown }) => shown.length),
      [100, 100, 100, 50],
    )
    assert.equal(new Set(all.flatMap(({ shown }) => shown.map(({ id }) => id))).size, 350)
    assert.equal((await chosen({ page: 99 }, 350)).page, 4)
    assert.match(await page({ page: 2 }, 350), /href="\/\?page=3"/)
  })

  test('that fits no vessel says so, and shows the way back', async () => {
    assert.match(await page({ q: 'no such' }), /No vessel fits\..*href="\/"/s)
  })

  test('on a wall turns its pages by the clock, none of them almost empty, and a second wall is one ahead', async () => {
    const fleet = await fakeViews(250).fleet()
    const pageAfter = (seconds: number, page = 1) =>
      choose({ ...fleet, at: iso(TURNED + seconds) }, { ...WHOLE_FLEET, wall: true, page })
    const first = pageAfter(0)
    assert.deepEqual([first.page, first.pages.length], [1, 3])
    assert.deepEqual(
      [0, 19, 20, 40, 60].map((seconds) => pageAfter(seconds).page),
      [1, 1, 2, 3, 1],
    )
    assert.deepEqual(
      [0, 20, 40].map((seconds) => pageAfter(seconds).shown.length),
      [84, 84, 82],
    )
    assert.equal(pageAfter(0, 2).page, 2)
    assert.equal(pageAfter(20, 2).page, 3)
    const views = fakeViews(250)
    const text = drawn({ ...fleet, at: iso(TURNED) }, views, { ...WHOLE_FLEET, wall: true }).main.toString()
    assert.match(text, /<p>Page 1 of 3: Aurora Star to .*It turns every 20 s/)
  })

  test('is its address', () => {
    assert.equal(fleetAddress(WHOLE_FLEET), '/')
    assert.equal(
      fleetAddress({ ...WHOLE_FLEET, state: 'down', q: 'a&b', group: 'North Sea', page: 2 }),
      '/?state=down&q=a%26b&group=North+Sea&page=2',
    )
    assert.equal(fleetAddress({ ...WHOLE_FLEET, wall: true, state: 'silent' }), '/?wall&state=silent')
  })

  test('on a wall has nothing to press but the vessels themselves', async () => {
    const wall = await page({ wall: true })
    assert.doesNotMatch(wall, /<form|<input|<button|<select/)
    assert.match(wall, /data-wall="true"/)
    assert.match(wall, /<strong>3<\/strong> Down/)
    const many = fakeViews()
    for (let index = 0; index < 66; index++) many.fallSilent(index, 3600)
    const choice = { ...WHOLE_FLEET, wall: true }
    const text = drawn(await many.fleet(), many, choice).main.toString()
    assert.match(text, /And 54 more, newer than these\./)
  })
})
