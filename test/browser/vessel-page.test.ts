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

/** Silent, with four outages, with a blind agent. */
const VESSELS = [9, 14, 27].map(idOf)

async function givenVessels(
  t: TestContext,
  width: number,
): Promise<{ page: Page; open: (id: string) => Promise<void> }> {
  const app = givenRunnableApp(fakeViews())
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), width, 844)
  const open = async (id: string) => {
    await page.goto(`http://127.0.0.1:${server.port}/vessels/${id}?live=0`)
  }
  return { page, open }
}

/** What goes beyond the sheet or the screen, or has to be pushed to be seen. */
const tooWide = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`[...document.querySelectorAll('main *')]
    .filter((one) => one.getClientRects().length > 0 && !one.matches('.aloud, .aloud *'))
    .filter((one) => one.getBoundingClientRect().right > innerWidth || one.matches('.wide') && one.scrollWidth > one.clientWidth)
    .map((one) => one.tagName + ' ' + one.textContent.slice(0, 60))`)

const signs = `[...new Set([...document.querySelectorAll('main details:not([open]) > summary')]
  .filter((one) => one.getClientRects().length > 0).map((one) => getComputedStyle(one).listStyleType))]`

const openAll = "document.querySelectorAll('main .panel details').forEach((one) => { one.open = true })"

test('on a phone every figure and every interval of a vessel is seen without pushing', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { page, open } = await givenVessels(t, 390)
  for (const id of VESSELS) {
    await open(id)
    await page.evaluate(openAll)
    assert.ok((await page.locator('.figures td').count()) >= 100)
    assert.deepEqual(await tooWide(page), [], id)
  }
})

test('on paper a vessel fits its sheet, what is closed stays closed, and nothing leads elsewhere', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { page, open } = await givenVessels(t, Math.floor((8.27 - 24 / 25.4) * 96))
  await page.emulateMedia({ media: 'print' })
  for (const id of VESSELS) {
    await open(id)
    assert.deepEqual(await tooWide(page), [], id)
    const text = await page.locator('main').innerText()
    assert.match(text, /in the last 24 h when it was not up/, 'what a closed list says of itself is told')
    assert.doesNotMatch(text, /figures in full|How to read this page|with those that were|all of (it|them)/)
    assert.deepEqual(await page.evaluate(signs), ['none'], 'no sign that something can be opened')
    await page.evaluate(openAll)
    assert.deepEqual(await tooWide(page), [], `${id}, opened`)
  }
})
