import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../../hub/http/server.ts'
import type { Fleet, FleetComponent, FleetVessel } from '../../shared/api/fleet.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { HOUR_S, iso } from '../../shared/time.ts'
import { TURN_S } from '../../web/pages/fleet/choice.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, NOW } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

const GROUPS = ['Atlantic', 'Baltic', 'Mediterranean', 'North Sea', 'Offshore']
const SINCE = iso(NOW - 31 * HOUR_S)

/** Words of which a last letter would stand alone on a laptop, and on a phone. */
const WIDER_THAN_A_LINE: Readonly<Record<number, string>> = { 7: 'Kristiansundsfjorden', 8: 'Kristiansundsfjordenes' }

type Day = (fleet: Fleet) => Fleet

/** The same fleet on different days: what everything is called does not change. */
const DAYS: Readonly<Record<string, Day>> = {
  'all fine': everyVessel({ state: 'up' }, { state: 'up', downtimeS: null }),
  'all silent': everyVessel(
    { state: 'silent', presence: { kind: 'silent', since: SINCE }, lastHeard: SINCE },
    { state: 'silent', since: SINCE, downtimeS: 31 * HOUR_S, uptime24h: 79.1, sla: 'missed' },
  ),
  'all down': everyVessel(
    { state: 'down' },
    { state: 'down', since: SINCE, downtimeS: 31 * HOUR_S, uptime24h: 70.8, sla: 'missed' },
  ),
  'each component down for a time of its own': (fleet) =>
    eachComponent(DAYS['all down']?.(fleet) ?? fleet, (one, nth) => ({ ...one, downtimeS: (nth * 11 + 1) * 3000 })),
  'all without data': everyVessel({ state: 'unknown' }, { state: 'unknown', since: SINCE, downtimeS: null }),
  'all below their SLA': everyVessel({ state: 'up' }, { state: 'up', downtimeS: null, uptime24h: 88.8, sla: 'missed' }),
  'all in maintenance': everyVessel({ state: 'maintenance' }, { state: 'maintenance', uptime24h: null }),
  'never heard': (fleet) => ({
    ...fleet,
    vessels: fleet.vessels.map((vessel) => ({
      ...vessel,
      state: 'unknown',
      presence: { kind: 'never-heard' },
      lastHeard: null,
      components: [],
    })),
  }),
}

function everyVessel(vessel: Partial<FleetVessel>, component: Partial<FleetComponent>): Day {
  return (fleet) => {
    const vessels = fleet.vessels.map((one) => ({ ...one, ...vessel }))
    return eachComponent({ ...fleet, vessels }, (one) => ({ ...one, ...component }))
  }
}

const eachComponent = (fleet: Fleet, changed: (one: FleetComponent, nth: number) => FleetComponent): Fleet => ({
  ...fleet,
  vessels: fleet.vessels.map((vessel) => ({ ...vessel, components: vessel.components.map(changed) })),
})

/** Pages over a fleet of fakes to which any day can come, with as many components at the start of it as later. */
async function givenDays(t: TestContext, count = 66) {
  const views = fakeViews(count)
  const ordinary = await views.fleet()
  const [{ components = [] } = {}] = ordinary.vessels
  const vessels = ordinary.vessels.map((vessel, at) => ({
    ...vessel,
    name: WIDER_THAN_A_LINE[at] ?? vessel.name,
    group: GROUPS[at % GROUPS.length] ?? null,
    presence: { kind: 'heard' as const },
    lastHeard: iso(NOW - 120),
    components,
  }))
  let fleet: Fleet = { ...ordinary, vessels }
  const days = { ...views, fleet: async () => fleet }
  const app = givenRunnableApp(days)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  return {
    url: `http://127.0.0.1:${server.port}`,
    comes(day: Day): void {
      fleet = day({ ...ordinary, vessels })
      views.nudge(null)
    },
  }
}

/** Where each tile stands; below a list that grows it goes down with it. */
const boxesOf = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const from = innerWidth < 900 ? document.querySelector('.grid').getBoundingClientRect().top : 0
    return [...document.querySelectorAll('.tile')].map((tile) => {
      const { left, top, width, height } = tile.getBoundingClientRect()
      return [tile.id, left, top - from, width, height].join(' ')
    })
  })()`)

/** What is cut off of tiles, or reaches out of them. */
const CUT = `[...document.querySelectorAll('.tile')].flatMap((tile) => {
  const frame = tile.getBoundingClientRect()
  const reachesOut = (part) => {
    const within = part.matches('.name') ? part.getBoundingClientRect() : frame
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      if (texts.currentNode.parentElement.matches('.aloud') || !texts.currentNode.data.trim()) continue
      const text = document.createRange()
      text.selectNodeContents(texts.currentNode)
      const { left, right, bottom } = text.getBoundingClientRect()
      if (left < frame.left || right > frame.right + 0.5 || bottom > within.bottom + 2) return true
    }
    return part.matches('.heard, .row') && part.scrollWidth > part.clientWidth + 1
  }
  return [...tile.querySelectorAll('.name, .row, .age, .heard')]
    .filter((part) => part.checkVisibility() && reachesOut(part))
    .map((part) => tile.dataset.name + ': ' + part.className)
})`

/** Names of which a line holds a single letter. */
const SINGLE_LETTERS = `[...document.querySelectorAll('.tile .name')].filter((name) => {
  const lines = new Map()
  const texts = document.createTreeWalker(name, NodeFilter.SHOW_TEXT)
  while (texts.nextNode())
    for (let at = 0; at < texts.currentNode.length; at++) {
      if (!/[^\\s\u00AD]/.test(texts.currentNode.data[at])) continue
      const one = document.createRange()
      one.setStart(texts.currentNode, at)
      one.setEnd(texts.currentNode, at + 1)
      const top = Math.round(one.getBoundingClientRect().top)
      lines.set(top, (lines.get(top) ?? 0) + 1)
    }
  return [...lines.values()].includes(1)
}).map((name) => name.textContent)`

const SCREENS = [
  [1440, 900, '/'],
  [1366, 768, '/'],
  [1920, 1080, '/'],
  [1440, 900, '/?by=group'],
  [1920, 1080, '/?wall'],
  [1920, 1080, '/?wall&by=group'],
  [390, 844, '/'],
] as const

for (const [width, height, path] of SCREENS)
  test(
    `${path} at ${width}x${height}: no state moves a tile, all fit and every name is read whole, whatever the day`,
    needs('chromium'),
    async (t) => {
      const shore = await givenDays(t)
      const page = await givenPage(await givenBrowser(t), width, height)
      const boxes = new Map<string, string[]>()
      for (const [name, day] of Object.entries(DAYS)) {
        shore.comes(day)
        await page.goto(`${shore.url}${path}${path.includes('?') ? '&' : '?'}live=0`)
        boxes.set(name, await boxesOf(page))
        assert.deepEqual(await page.evaluate(CUT), [], name)
        if (width > 390) assert.equal(await page.evaluate('document.documentElement.scrollHeight'), height, name)
      }
      assert.deepEqual(await page.evaluate(SINGLE_LETTERS), [])
      await page.evaluate(`{
        document.documentElement.dataset.connection = 'lost'
        const label = document.querySelector('.connection')
        label.querySelector('[data-connection-words]').textContent = label.dataset.lost
      }`)
      assert.equal(await page.locator('.connection').isVisible(), true)
      boxes.set('connection lost', await boxesOf(page))
      const fine = boxes.get('all fine') ?? []
      assert.equal(fine.length, 66)
      for (const [name, all] of boxes) assert.deepEqual(all, fine, name)
      if (width > 390) {
        const lowest = await page.evaluate<number>(
          'Math.max(...[...document.querySelectorAll(".tile")].map((tile) => tile.getBoundingClientRect().bottom))',
        )
        assert.ok(lowest > height - 20, `the height that there is is used: the last tile ends at ${lowest}`)
      }
    },
  )

test('what is on a wall is as large as the screen lets it be', needs('chromium'), async (t) => {
  const shore = await givenDays(t)
  const page = await givenPage(await givenBrowser(t), 1920, 1080)
  const letters = async (path: string) => {
    await page.goto(`${shore.url}${path}`)
    return page.evaluate<number>('parseFloat(getComputedStyle(document.querySelector(".tile .row")).fontSize)')
  }
  assert.ok((await letters('/?wall&live=0')) >= 15.5)
  assert.ok((await letters('/?live=0')) >= 14.5)
})

test('what stays while a name is typed is as large as before', needs('chromium'), async (t) => {
  const shore = await givenDays(t)
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`${shore.url}/?live=0`)
  const tall = () => page.evaluate<number>('document.getElementById("vessel-juno-0").offsetHeight')
  const before = await tall()
  assert.ok(before > 90)
  await page.getByLabel('Name of a vessel').pressSequentially('juno')
  assert.equal(await page.locator('.tile:visible').count(), 6)
  assert.equal(await tall(), before)
  await page.getByLabel('Name of a vessel').fill('')
  assert.equal(await tall(), before)
})

test('a wall turns to its next page by itself, and keeps what needs attention', needs('chromium'), async (t) => {
  const shore = await givenDays(t, 250)
  const at =
    (turns: number): Day =>
    (fleet) => ({ ...fleet, at: iso((Math.floor(NOW / 60) * 3 + turns) * TURN_S) })
  shore.comes(at(0))
  const page = await givenPage(await givenBrowser(t), 1920, 1080)
  await page.goto(`${shore.url}/?wall`)
  await page.locator('html[data-connection="live"]').waitFor()
  await page.evaluate('window.neverLeft = true')
  const shown = () => page.locator('.tile').evaluateAll((tiles) => tiles.map(({ id }) => id))
  const before = await shown()
  const concerns = await page.locator('.concerns li').count()
  const [, number] = /Page (\d) of 3/.exec((await page.locator('#chosen').textContent()) ?? '') ?? []
  shore.comes(at(1))
  await page.locator('#chosen', { hasText: `Page ${(Number(number) % 3) + 1} of 3` }).waitFor()
  assert.equal(new Set([...before, ...(await shown())]).size > before.length, true)
  assert.equal(await page.locator('.concerns li').count(), concerns)
  assert.equal(await page.evaluate('window.neverLeft'), true)
  assert.equal(await page.evaluate('document.documentElement.scrollHeight'), 1080)
  assert.deepEqual(await page.evaluate(CUT), [])
  assert.deepEqual(page.complaints, [])
})
