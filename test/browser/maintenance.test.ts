import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

const SCREENS = [
  [1440, 900],
  [390, 844],
] as const

async function givenShore(t: TestContext): Promise<string> {
  const app = givenRunnableApp(fakeViews())
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, async () => {
    app.close()
    await server.stop()
  })
  return `http://127.0.0.1:${server.port}/maintenance`
}

const shows = (page: Page, words: RegExp) => page.locator('#entry-preview').filter({ hasText: words }).waitFor()

test(
  'what recurs is entered on a laptop and on a phone: the next times are seen before it is saved',
  needs('chromium'),
  async (t) => {
    const url = await givenShore(t)
    const browser = await givenBrowser(t)
    for (const [width, height] of SCREENS) {
      const page = await givenPage(browser, width, height)
      await page.goto(url)
      await page.locator('#entry > summary').click()
      assert.equal(await page.locator('#entry-from').isVisible(), true)
      assert.equal(
        await page.locator('#entry-begins').isVisible(),
        false,
        'what does not belong to it is not in the way',
      )
      await page.locator('#entry-of').selectOption(`vessel:${idOf(1)}`)
      await page.getByRole('radio', { name: 'Every week' }).check()
      assert.equal(await page.locator('#entry-from').isVisible(), false)
      assert.equal(await page.locator('#entry-day').isVisible(), false)
      await page.getByRole('checkbox', { name: 'Tuesday' }).check()
      await page.locator('#entry-lastDay').fill('2027-06-30')
      await shows(page, /Every Tuesday 22:00–02:00, Europe\/Oslo.*Tue 20\d\d-/)
      await page.locator('#entry-reason').fill(`updates at ${width}`)
      await page.getByRole('button', { name: 'Enter maintenance' }).click()
      await page.locator('article', { hasText: `updates at ${width}` }).waitFor()
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
      assert.deepEqual(page.complaints, [])
      await page.close()
    }
  },
)

test(
  'without script the form goes the same way, by a button that shows what it means',
  needs('chromium'),
  async (t) => {
    const url = await givenShore(t)
    const context = await (await givenBrowser(t)).newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(url)
    await page.locator('#entry > summary').click()
    await page.locator('#entry-of').selectOption('group:North')
    await page.getByRole('radio', { name: 'Every month on a weekday' }).check()
    await page.locator('#entry-nth').selectOption('-1')
    await page.getByRole('checkbox', { name: 'Sunday' }).check()
    await page.getByRole('button', { name: 'Show what it means' }).click()
    await shows(page, /Every month on the last Sunday 22:00–02:00, by the clocks of each vessel/)
    await page.locator('#entry-reason').fill('firmware')
    await page.locator('#entry-lastDay').fill('2027-06-30')
    await page.getByRole('button', { name: 'Enter maintenance' }).click()
    await page.locator('article', { hasText: 'all of North' }).waitFor()
  },
)

test('however fast the form changes, what stands in it last is what is shown', needs('chromium'), async (t) => {
  const url = await givenShore(t)
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  const { promise: changed, resolve } = Promise.withResolvers<void>()
  await page.route('**/maintenance/preview', async (route) => {
    await changed
    // One that is not waited for any more is gone.
    await route.continue().catch(() => {})
  })
  await page.goto(url)
  await page.locator('#entry > summary').click()
  await page.locator('#entry-of').selectOption(`vessel:${idOf(1)}`)
  await page.getByRole('radio', { name: 'Every week' }).check()
  for (const day of ['Monday', 'Wednesday', 'Friday']) await page.getByRole('checkbox', { name: day }).check()
  resolve()
  await shows(page, /Every Monday, Wednesday and Friday/)
})
