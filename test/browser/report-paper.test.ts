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

async function givenReport(t: TestContext, path: string): Promise<Page> {
  const app = givenRunnableApp(fakeViews())
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`http://127.0.0.1:${server.port}${path}`)
  return page
}

/** The sheets of a PDF as [width, height] in points. */
async function sheets(page: Page): Promise<readonly (readonly [number, number])[]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  return [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
    Number(width),
    Number(height),
  ])
}

/** What does not fit on a sheet so many pixels wide: it would be cut off at its edge. */
async function cutOff(page: Page, width: number): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: 700 })
  return page.evaluate(`[...document.querySelectorAll('main *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.getClientRects().length > 0)
    .map((one) => one.tagName + ' ' + one.textContent.slice(0, 40))`)
}

test('the report of a fleet is a document: sheets on their side, nothing cut off, no row in two, its head on each', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const page = await givenReport(t, '/reports/2026-10')
  const all = await sheets(page)
  assert.ok(all.length >= 3 && all.length <= 9, `${all.length} sheets`)
  assert.ok(
    all.every(([width, height]) => width > height),
    'each lies on its side',
  )
  await page.emulateMedia({ media: 'print' })
  // The narrower of the usual papers on its side, less its margins, at 96 pixels to the inch.
  assert.deepEqual(await cutOff(page, Math.floor((11 - 24 / 25.4) * 96)), [])
  const gaps = await page.evaluate(
    `[...document.querySelectorAll('main td:not(:last-child)')].map((one) => Number.parseFloat(getComputedStyle(one).paddingRight))`,
  )
  assert.ok(Array.isArray(gaps) && gaps.every((gap) => gap >= 5), 'figures keep apart')
  const styles = (selector: string, property: string): Promise<string[]> =>
    page.evaluate(
      `[...new Set([...document.querySelectorAll('${selector}')].map((one) => getComputedStyle(one).${property}))]`,
    )
  assert.deepEqual(await styles('main thead', 'display'), ['table-header-group'])
  assert.deepEqual(await styles('main tbody tr', 'breakInside'), ['avoid'])
  assert.deepEqual(await styles('nav, main .ways', 'display'), ['none'], 'what can be pressed is not on paper')
})

test('the report of one vessel is a letter of one sheet, black on white whatever the theme', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const page = await givenReport(t, `/reports/2026-10?vessel=${idOf(3)}`)
  const all = await sheets(page)
  assert.deepEqual(
    all.map(([width, height]) => width < height),
    [true],
  )
  for (const theme of ['day', 'dark', 'night']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    await page.emulateMedia({ media: 'print' })
    const colour = String(await page.evaluate('getComputedStyle(document.body).color'))
    const [red = 255, green = 255, blue = 255] = (colour.match(/\d+/g) ?? []).map(Number)
    assert.ok(Math.max(red, green, blue) < 80, `${theme}: ${colour}`)
  }
  assert.deepEqual(await cutOff(page, Math.floor((8.27 - 24 / 25.4) * 96)), [])
})

test('on a phone the name, the uptime and the change of each vessel are seen without pushing', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const page = await givenReport(t, '/reports/2026-10')
  await page.setViewportSize({ width: 390, height: 844 })
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
  const change = await page.locator('#vessels-title ~ .wide tbody td:nth-child(3)').first().boundingBox()
  assert.ok(change !== null && change.x + change.width <= 390, JSON.stringify(change))
})
