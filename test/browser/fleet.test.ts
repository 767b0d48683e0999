import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { until } from '../lab/ship-and-shore.ts'
import { needs } from '../servers.ts'
import { chooseTheme, givenBrowser, givenPage } from './chromium.ts'

const HOUR_S = 3600

/** The hub's pages over a fleet of fakes. */
async function givenShore(t: TestContext, vessels = 66) {
  const views = fakeViews(vessels)
  const app = givenRunnableApp(views)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  return { views, url: `http://127.0.0.1:${server.port}` }
}

const tile = (page: Page, index: number) => page.locator(`#vessel-${idOf(index)}`)
const tileIn = (page: Page, index: number, state: string) =>
  page.locator(`#vessel-${idOf(index)}[data-state="${state}"]`).waitFor()
const live = (page: Page) => page.locator('html[data-connection="live"]').waitFor()

test(
  'a vessel falls silent and heals on the open page: no reload, no lost focus, no lost place',
  needs('chromium'),
  async (t) => {
    const shore = await givenShore(t)
    const page = await givenPage(await givenBrowser(t), 800, 600)
    await page.goto(shore.url)
    await live(page)
    await page.evaluate('window.neverLeft = true')
    await tile(page, 40).locator('a').focus()
    const scrolled = await page.evaluate('scrollY')
    assert.ok(Number(scrolled) > 0, 'the focused tile is further down')

    shore.views.fallSilent(40, HOUR_S)
    await tileIn(page, 40, 'silent')
    await page.locator(`#concern-${idOf(40)}`, { hasText: 'silent: counts as down' }).waitFor({ state: 'attached' })
    assert.match((await page.locator('#counts li[data-state="silent"]').textContent()) ?? '', /3/)
    shore.views.heal(40)
    await tileIn(page, 40, 'up')

    assert.equal(await page.evaluate('window.neverLeft'), true)
    assert.equal(await page.evaluate('document.activeElement.getAttribute("href")'), `/vessels/${idOf(40)}`)
    assert.equal(await page.evaluate('scrollY'), scrolled)
    assert.deepEqual(page.complaints, [])
  },
)

test('what the reader has opened on a vessel page stays open while it changes', needs('chromium'), async (t) => {
  const shore = await givenShore(t)
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`${shore.url}/vessels/${idOf(4)}`)
  await live(page)
  const details = page.locator('#intervals-dashboard')
  await details.locator('summary').click()
  await details.getByText('Measured on board.').waitFor()
  shore.views.fallSilent(4, HOUR_S)
  await page.getByText('Silent for 1 h, counts as down').waitFor()
  await details.getByText('Silent: counts as down').waitFor()
  assert.notEqual(await details.getAttribute('open'), null)
  assert.deepEqual(page.complaints, [])
})

test('a page whose first connection is refused tries again by itself', needs('chromium'), async (t) => {
  const shore = await givenShore(t)
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  let refused = 0
  await page.route('**/live/fleet*', (route) =>
    refused++ === 0 ? route.fulfill({ status: 503, body: '' }) : route.continue(),
  )
  await page.goto(shore.url)
  await live(page)
  assert.ok(refused > 1)
  shore.views.fallSilent(2, HOUR_S)
  await tileIn(page, 2, 'silent')
})

test('a page whose last script comes late is live all the same', needs('chromium'), async (t) => {
  const shore = await givenShore(t)
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.route('**/hx-sse.js', async (route) => {
    await until('htmx to have come', () => page.evaluate<boolean>('window.htmx !== undefined'))
    await route.continue()
  })
  await page.goto(shore.url)
  await live(page)
})

test('on a small phone nothing overflows, in every palette', needs('chromium'), async (t) => {
  const shore = await givenShore(t)
  const browser = await givenBrowser(t)
  for (const path of [
    '/',
    `/vessels/${idOf(4)}`,
    `/vessels/${idOf(27)}`,
    '/alerts',
    `/maintenance?vessel=${idOf(4)}`,
    `/vessels/${idOf(9)}`,
    '/name',
    '/nowhere',
  ]) {
    for (const width of [320, 720]) {
      const page = await givenPage(browser, width, 800)
      await page.goto(`${shore.url}${path}`)
      for (const theme of ['day', 'dark', 'night']) {
        await chooseTheme(page, theme)
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width, `${path} ${theme}`)
      }
      await page.close()
    }
  }
})

test('by keyboard one meets what needs attention before the grid', needs('chromium'), async (t) => {
  const shore = await givenShore(t)
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`${shore.url}/?live=0`)
  const met: string[] = []
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab')
    met.push(
      await page.evaluate<string>('document.activeElement.getAttribute("href") ?? document.activeElement.tagName'),
    )
  }
  assert.deepEqual(met.slice(0, 3), ['#main', '/', '/'])
  const filters = met.indexOf('/?state=silent')
  assert.ok(filters > 0 && met.indexOf('INPUT') > filters, 'the counts are filters, then one can search')
  const concerns = met.indexOf(`/vessels/${idOf(4)}`)
  assert.ok(concerns > filters, 'the oldest concern')
  assert.equal(met[concerns + 8], `/vessels/${idOf(0)}`, 'the first tile, after seven concerns and who is waited for')
  await page.locator(`#vessel-${idOf(1)} a`).focus()
  await page.keyboard.press('Enter')
  await page.locator('h1', { hasText: 'Borealis Star' }).waitFor()
})

test('of a thousand vessels a page holds a hundred, and a name that is not among them is looked for in all', {
  ...needs('chromium'),
}, async (t) => {
  const shore = await givenShore(t, 1_000)
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(shore.url)
  assert.equal(await page.locator('.tile').count(), 100)
  await page.getByLabel('Name of a vessel').pressSequentially('borealis')
  assert.equal(await page.locator('.unfound').isVisible(), false)
  await page.getByLabel('Name of a vessel').fill('nowhere')
  assert.equal(await page.locator('.tile:visible').count(), 0)
  await page.getByText('Enter looks through the whole fleet').waitFor()
  await page.getByLabel('Name of a vessel').fill('kestrel-89')
  await page.keyboard.press('Enter')
  await page.getByText('1 of 1000 vessels').waitFor()
  await page.goBack()
  await page.locator('.tile').nth(99).waitFor()
  await live(page)
})

test('without a script the fleet can be read, searched and narrowed', needs('chromium'), async (t) => {
  const shore = await givenShore(t)
  const context = await (await givenBrowser(t)).newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(shore.url)
  assert.equal(await page.locator('.tile').count(), 66)
  await page.getByLabel('Name of a vessel').fill('juno')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL(/q=juno/)
  assert.equal(await page.locator('.tile').count(), 6)
  await page.locator('#counts a', { hasText: 'Silent' }).click()
  await page.getByText('1 of 66 vessels: silent, with “juno” in the name').waitFor()
  assert.equal(await page.locator('.unfound').isVisible(), false)
})

test('on paper the fleet is dark on light, also when it is night on the screen', needs('chromium'), async (t) => {
  const shore = await givenShore(t)
  const page = await givenPage(await givenBrowser(t), 718, 1000)
  await page.goto(`${shore.url}/?live=0`)
  await chooseTheme(page, 'night')
  const ink = () => page.evaluate<string>('getComputedStyle(document.querySelector(".tile a")).color')
  const night = await ink()
  await page.emulateMedia({ media: 'print' })
  assert.equal(await ink(), 'rgb(23, 33, 43)')
  assert.notEqual(night, 'rgb(23, 33, 43)')
  assert.equal(await page.locator('.tools').isVisible(), false)
  assert.equal(await page.locator('.connection').isVisible(), true, 'when it was so')
})

test('what one looks for a vessel with is as tall as a thumb wherever there is one', needs('chromium'), async (t) => {
  const shore = await givenShore(t)
  const browser = await givenBrowser(t)
  const tablet = await browser.newPage({ viewport: { width: 1180, height: 820 }, hasTouch: true, isMobile: true })
  await tablet.goto(shore.url)
  const heights = await tablet.evaluate<number[]>(
    `[...document.querySelectorAll('.tools :is(input:not([type="hidden"]), select, button)')].map((one) => one.offsetHeight)`,
  )
  assert.deepEqual(heights, [44, 44, 44])
})
