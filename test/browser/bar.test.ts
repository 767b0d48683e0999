import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

const SECTIONS = ['Fleet', 'Alerts', 'Approvals', 'Tickets', 'Maintenance', 'History', 'Reports', 'Admin']

async function givenShore(t: TestContext): Promise<string> {
  const app = givenRunnableApp(fakeViews(6))
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  return `http://127.0.0.1:${server.port}`
}

/** What can be pressed in the bar, and what of it is out of sight, cut off or lower than a thumb needs. */
const PRESSED = `[...document.querySelectorAll('.bar :is(a, button)')].filter((one) => one.checkVisibility()).map((one) => {
  const { left, right, height } = one.getBoundingClientRect()
  const isWhole = left >= 0 && right <= innerWidth && one.scrollWidth <= one.clientWidth
  return { words: one.innerText.trim().split(/\\s/)[0], isWhole, height }
})`

type Pressed = { readonly words: string; readonly isWhole: boolean; readonly height: number }

test('whatever the width, every section and the account stand in sight, and are pressed with a thumb', {
  ...needs('chromium'),
}, async (t) => {
  const url = await givenShore(t)
  const browser = await givenBrowser(t)
  for (const width of [195, 320, 390, 720, 1239, 1240, 1440]) {
    const page = await givenPage(browser, width, 900)
    await page.goto(`${url}/account`)
    const pressed = await page.evaluate<readonly Pressed[]>(PRESSED)
    assert.deepEqual(
      pressed.map(({ words }) => words),
      ['Watchkeeper', ...SECTIONS, 'ada'],
      `at ${width} px`,
    )
    if (width >= 320)
      assert.ok(
        pressed.every(({ isWhole }) => isWhole),
        `${width}: ${JSON.stringify(pressed)}`,
      )
    if (width <= 720)
      assert.ok(
        pressed.every(({ height }) => height >= 44),
        `${width}: ${JSON.stringify(pressed)}`,
      )
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
    await page.close()
  }
})

test('behind the name are role, palette, account and the way out, with a script and without; nothing moves', {
  ...needs('chromium'),
}, async (t) => {
  const url = await givenShore(t)
  const browser = await givenBrowser(t)
  for (const javaScriptEnabled of [true, false]) {
    const page = await browser.newPage({ viewport: { width: 320, height: 700 }, javaScriptEnabled })
    await page.goto(`${url}/?live=0`)
    const out = page.getByRole('button', { name: 'Sign out' })
    const main = await page.locator('main').boundingBox()
    assert.equal(await out.isVisible(), false)
    await page.getByRole('button', { name: 'ada' }).click()
    assert.equal(await out.isVisible(), true)
    assert.match(await page.locator('.own').innerText(), /^ada admin/)
    assert.equal(await page.getByLabel('Theme').isVisible(), javaScriptEnabled)
    assert.deepEqual(await page.locator('main').boundingBox(), main)
    await page.keyboard.press('Escape')
    assert.equal(await out.isVisible(), false)
    await page.getByRole('button', { name: 'ada' }).click()
    await page.getByRole('link', { name: 'Account' }).click()
    await page.waitForURL(`${url}/account`)
    await page.close()
  }
})

test('a connection that is lost moves nothing, whatever the width', needs('chromium'), async (t) => {
  const url = await givenShore(t)
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`${url}/?live=0`)
  for (const width of [320, 720, 1239, 1240, 1339, 1340, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    const begin = () => page.evaluate<number>('document.querySelector("main").getBoundingClientRect().top')
    const say = (state: string) =>
      page.evaluate(`{
        document.documentElement.dataset.connection = '${state}'
        const label = document.querySelector('.connection')
        label.querySelector('[data-connection-words]').textContent = label.dataset.${state}
      }`)
    await say('live')
    const before = await begin()
    await say('lost')
    assert.equal(await begin(), before, `at ${width} px`)
  }
})
