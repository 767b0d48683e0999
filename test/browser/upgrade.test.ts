import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { until } from '../lab/ship-and-shore.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

const BROWSER = { ...needs('chromium'), timeout: 120_000 }
const VESSEL = `/vessels/${idOf(4)}`

/** A hub that is upgraded beneath its pages. */
async function givenHub(t: TestContext) {
  const views = fakeViews(12)
  const serve = (version: string, port: number) => {
    const app = givenRunnableApp(views, { version })
    return startServer({ app, host: '127.0.0.1', port, askedBy: 'a test', clock: systemClock })
  }
  let server = await serve('1.0.0', 0)
  const { port } = server
  atEnd(t, () => server.stop())
  return {
    views,
    url: `http://127.0.0.1:${port}`,
    async becomes(version: string): Promise<void> {
      await server.stop()
      server = await serve(version, port)
    },
  }
}

const live = (page: Page) => page.locator('html[data-connection="live"]').waitFor()
const editionOf = (page: Page) => page.locator('#live').getAttribute('data-edition')
const mark = (page: Page) => page.getByText('There is a newer version of this page.')

/** The page's clock can be set ahead. */
const AHEAD = `{
  window.ahead = 0
  const now = performance.now.bind(performance)
  performance.now = () => now() + window.ahead
}`

/** Counts how often a page was loaded, the first time included. */
function loadsOf(page: Page): () => number {
  let loads = 0
  page.on('domcontentloaded', () => loads++)
  return () => loads
}

describe('a page that stays open over an upgrade of the hub', () => {
  test(
    'loads itself anew, once, where nobody is in the middle of something; a hub that only restarted changes nothing',
    BROWSER,
    async (t) => {
      const hub = await givenHub(t)
      const browser = await givenBrowser(t)
      const open = await Promise.all(
        ['/?wall', '/', '/?q=a&by=group', VESSEL, '/alerts', '/approvals', '/admin'].map(async (path) => {
          const page = await givenPage(browser, 1440, 900)
          const loads = loadsOf(page)
          await page.goto(`${hub.url}${path}`)
          await live(page)
          await page.evaluate('window.neverLeft = true')
          return { page, path, loads, before: await editionOf(page) }
        }),
      )
      await hub.becomes('1.0.0')
      hub.views.fallSilent(2, 3_600)
      await open[1]?.page.locator(`#vessel-${idOf(2)}[data-state="silent"]`).waitFor()
      for (const { page, path } of open) {
        await live(page)
        assert.equal(await page.evaluate('window.neverLeft'), true, path)
      }
      await hub.becomes('1.0.1')
      for (const { page, path, loads, before } of open) {
        await until(`${path} to load itself`, async () => loads() === 2)
        await live(page)
        assert.notEqual(await editionOf(page), before, path)
        assert.equal(await mark(page).count(), 0, path)
        assert.equal(loads(), 2, path)
      }
    },
  )

  test('keeps what was typed, says that there is a newer one, and loads it when asked', BROWSER, async (t) => {
    const hub = await givenHub(t)
    const page = await givenPage(await givenBrowser(t), 390, 844)
    const loads = loadsOf(page)
    await page.goto(`${hub.url}${VESSEL}`)
    await live(page)
    const before = await editionOf(page)
    const note = page.locator('#note-text')
    await page.locator('#note-write summary').click()
    await note.fill('the router was changed in Bergen')
    await hub.becomes('1.0.1')
    await mark(page).waitFor()
    assert.equal(await note.inputValue(), 'the router was changed in Bergen')
    assert.equal(loads(), 1)
    await page.getByRole('button', { name: 'Load it' }).click()
    await live(page)
    assert.deepEqual([loads(), await mark(page).count()], [2, 0])
    assert.notEqual(await editionOf(page), before)
  })

  test(
    'waits while something is opened, typed or was just touched, and loads itself when that is over',
    BROWSER,
    async (t) => {
      const hub = await givenHub(t)
      const browser = await givenBrowser(t)
      const summary = (page: Page) => page.locator('#intervals-dashboard summary')
      const name = (page: Page) => page.locator('[data-narrows]')
      const ways = [
        { path: VESSEL, begin: (page: Page) => summary(page).click(), end: (page: Page) => summary(page).click() },
        { path: '/', begin: (page: Page) => name(page).fill('aur'), end: (page: Page) => name(page).fill('') },
      ]
      const begun = await Promise.all(
        ways.map(async ({ path, begin, end }) => {
          const page = await givenPage(browser, 1440, 900)
          const loads = loadsOf(page)
          await page.addInitScript(AHEAD)
          await page.goto(`${hub.url}${path}`)
          await live(page)
          await begin(page)
          return { page, loads, end }
        }),
      )
      await hub.becomes('1.0.1')
      for (const { page, loads, end } of begun) {
        await mark(page).waitFor()
        await page.evaluate('window.ahead = 60_000')
        await ticksAgain(page)
        assert.equal(loads(), 1, 'it is in use')
        await end(page)
        await page.keyboard.press('Shift')
        await ticksAgain(page)
        assert.equal(loads(), 1, 'it was just now')
        await page.evaluate('window.ahead = 120_000')
        await until('the page to load itself', async () => loads() === 2)
        await live(page)
        assert.equal(await mark(page).count(), 0)
      }
    },
  )

  test(
    'is never loaded again and again by two programs that answer in turn, and tries again after a while',
    BROWSER,
    async (t) => {
      const [one, other] = [await givenHub(t), await givenHub(t)]
      await other.becomes('1.0.1')
      const page = await givenPage(await givenBrowser(t), 1440, 900)
      const loads = loadsOf(page)
      let asked = 0
      await page.route(/\/live\/fleet/, (route) => route.continue({ url: at(other, route.request().url()) }))
      await page.route(/\/\?wall$/, (route) =>
        route.continue({ url: at(asked++ % 2 === 0 ? one : other, route.request().url()) }),
      )
      await page.addInitScript(AHEAD)
      await page.goto(`${one.url}/?wall`)
      await until('the page to load itself', async () => loads() === 2)
      await live(page)
      await ticksAgain(page)
      await ticksAgain(page)
      assert.equal(loads(), 2)
      await page.evaluate('window.ahead = 601_000')
      await until('the page to try again', async () => loads() === 3)
      await live(page)
      await ticksAgain(page)
      assert.equal(loads(), 3)
    },
  )

  test('stays as it is while there is no other page to be had', BROWSER, async (t) => {
    const hub = await givenHub(t)
    const page = await givenPage(await givenBrowser(t), 1440, 900)
    const loads = loadsOf(page)
    await page.goto(`${hub.url}/?wall`)
    await live(page)
    const answers = [
      { status: 502, body: 'no hub' },
      { status: 200, contentType: 'text/html', body: (await page.content()) as string },
    ]
    for (const answer of answers) {
      await page.route(/\/\?wall$/, (route) => route.fulfill(answer))
      await hub.becomes('1.0.1')
      await live(page)
      await ticksAgain(page)
      assert.equal(loads(), 1)
    }
    await page.unrouteAll()
    await until('the page to load itself', async () => loads() === 2)
  })
})

const at = (hub: { readonly url: string }, address: string): string => {
  const { pathname, search } = new URL(address)
  return `${hub.url}${pathname}${search}`
}

async function ticksAgain(page: Page): Promise<void> {
  const clock = page.locator('[data-connection-time]')
  const before = await clock.textContent()
  await until('the next tick', async () => (await clock.textContent()) !== before)
}
