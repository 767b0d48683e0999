import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { HOUR_S } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

/** A watch on shore, as somebody keeps it: what is seen, what is done, what a customer is answered. */

const PICTURES = join(import.meta.dirname, '../../artefacts/stories')
const LOST = 20

test('somebody on watch sees a vessel fall silent, finds it, and takes it on', needs('chromium'), async (t) => {
  const { page, views, url, picture } = await givenWatch(t)

  await page.goto(url)
  await sees(page, 'Live')
  await sees(page, 'Needs attention 7, oldest first')
  assert.equal(await page.locator('.tile').count(), 66, 'the whole fleet at once')
  await picture('1-the-fleet')

  views.fallSilent(LOST, HOUR_S)
  const concern = page.locator(`#concern-${idOf(LOST)}`)
  await concern.getByText('not heard, counted as down').waitFor()
  await sees(page, 'Needs attention 8, oldest first')
  await picture('2-one-more-is-silent')

  await page.getByRole('link', { name: '3 Silent' }).click()
  await sees(page, '3 of 66 vessels: silent')
  assert.equal(new URL(page.url()).search, '?state=silent', 'a link to it can be sent to a colleague')
  await picture('3-only-the-silent-ones')

  await page.locator(`#vessel-${idOf(LOST)} a`).click()
  await page.getByRole('heading', { name: 'Silent Juno Pioneer' }).waitFor()
  await sees(page, 'not connected · Iridium Certus')
  await page.locator('#link time').first().focus()
  const exact = await page.evaluate("getComputedStyle(document.activeElement, '::after').content")
  assert.match(String(exact), /2026-11-23 16:14:30 UTC, 2026-11-23 17:14:30 UTC\+1 on board/)
  await picture('4-the-vessel')
})

test('somebody on watch acknowledges an alert with a reason, by keyboard alone', needs('chromium'), async (t) => {
  const { page, url, picture } = await givenWatch(t)

  await page.goto(`${url}/vessels/${idOf(4)}`)
  await sees(page, 'Dashboard down')
  await page.locator('#alerts summary', { hasText: 'Acknowledge' }).first().focus()
  await page.keyboard.press('Enter')
  await page.locator('#alerts').getByLabel('Why').first().focus()
  await page.keyboard.type('crew is looking into it')
  await page.keyboard.press('Enter')
  await sees(page, 'Acknowledged by')
  await sees(page, 'crew is looking into it')
  await picture('5-acknowledged')
})

test('a customer asks how a figure comes about, and can do the sum again', needs('chromium'), async (t) => {
  const { page, url, picture } = await givenWatch(t)

  await page.goto(`${url}/vessels/${idOf(14)}`)
  const row = page.locator('#figures-server tr', { hasText: '24 h' })
  const shown = await row.locator('a').first().textContent()
  assert.equal(shown, '88.8 %')
  await row.locator('a').first().click()

  await page.getByRole('heading', { name: 'Server' }).waitFor()
  await sees(page, '76,800 ÷ 86,400')
  await sees(page, '88.888 %')
  await sees(page, '▼ The target of 95 % was missed.')
  const rows = await page.locator('.intervals tbody tr').all()
  const seconds = async (word: string) => {
    let sum = 0
    for (const one of rows) {
      const cells = await one.locator('td').allTextContents()
      if (cells[6] === word) sum += Number(cells[4]?.replaceAll(',', ''))
    }
    return sum
  }
  const [up, down] = [await seconds('up'), await seconds('down')]
  assert.deepEqual([up, down], [76_800, 9_600])
  assert.equal(Math.floor((1000 * 100 * up) / (up + down)) / 1000, 88.888)
  await picture('6-how-it-comes-about')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'as a table (CSV)' }).click()
  assert.match((await download).suggestedFilename(), /^dorado-1_server_.*\.csv$/)
})

async function givenWatch(t: TestContext) {
  const views = fakeViews()
  const app = givenRunnableApp(views)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  mkdirSync(PICTURES, { recursive: true })
  const picture = (name: string) => page.screenshot({ path: join(PICTURES, `shore-ops-${name}.png`) })
  return { page, views, url: `http://127.0.0.1:${server.port}`, picture }
}

const sees = (page: Page, words: string) => page.getByText(words).first().waitFor()
