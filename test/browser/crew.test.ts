import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CrewView } from '../../web/crew/view.ts'
import { LANGUAGE_TAGS } from '../../web/crew/words/languages.ts'
import { allWell, allWrong, serverDown } from '../agent/status/crew-views.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'
import { givenShip } from './ship.ts'

test('the crew page follows the ship without a reload, and keeps the focus', needs('chromium'), async (t) => {
  const ship = await givenShip(t)
  const page = await givenPage(await givenBrowser(t), 900, 900)
  await page.clock.install()
  await page.goto(ship.url)
  await page.locator('h1', { hasText: 'All is up' }).waitFor()
  await page.locator('.theme select').focus()
  await page.evaluate('window.neverLeft = true')
  ship.view = { ...serverDown, at: '2026-11-23T12:00:05Z' }
  await page.clock.runFor(5_000)
  await page.locator('h1', { hasText: 'Server is down' }).waitFor()
  await page.getByText('Live').waitFor()
  assert.equal(await page.locator('[data-connection-time]').textContent(), '12:00:05 UTC')
  assert.equal(await page.evaluate('window.neverLeft'), true)
  assert.equal(await page.evaluate("document.activeElement.matches('.theme select')"), true)
  assert.deepEqual(page.complaints, [])

  await ship.stop()
  await page.clock.runFor(15_000)
  await page.getByText('What you see is from 12:00:05 UTC').waitFor()
  assert.equal(await page.locator('h1').textContent(), 'Server is down')
  assert.equal(await page.locator('.crew .mark:visible').count(), 0, 'no mark stands for what is not known now')
  await page.setViewportSize({ width: 900, height: 300 })
  await page.keyboard.press('End')
  await page.getByText('The agent does not answer.').click({ trial: true })
})

test('a page that stays open over an upgrade of the agent loads itself again, once', needs('chromium'), async (t) => {
  const ship = await givenShip(t)
  const page = await givenPage(await givenBrowser(t), 900, 900)
  await page.goto(ship.url)
  await page.locator('[data-connection="live"]').waitFor()
  let loads = 0
  page.on('framenavigated', () => loads++)
  await page.route(/of=/, (route) => route.continue({ url: `${ship.url}?of=/static/older/watchkeeper.css` }), {
    times: 1,
  })
  await page.waitForEvent('framenavigated')
  await page.waitForResponse(/of=/)
  await page.waitForResponse(/of=/)
  assert.equal(loads, 1)
  assert.deepEqual(page.complaints, [])
})

test('a phone that comes out of a pocket does not pass old news for new', needs('chromium'), async (t) => {
  const ship = await givenShip(t)
  const page = await givenPage(await givenBrowser(t), 390, 844)
  await page.clock.install()
  await page.goto(ship.url)
  await page.clock.runFor(5_000)
  await page.locator('[data-connection="live"]').waitFor()
  await page.route('**/*', (route) => route.abort())
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
  await page.getByText('Connecting').waitFor()
})

test(
  'the crew page fits a small phone and a bridge, in every palette; thumbs find their targets',
  needs('chromium'),
  async (t) => {
    const ship = await givenShip(t)
    const browser = await givenBrowser(t)
    for (const width of [320, 720, 1366]) {
      const page = await givenPage(browser, width, 900)
      for (const view of [allWell, serverDown, longNames]) {
        ship.view = view
        await page.goto(ship.url)
        for (const theme of ['day', 'dark', 'night']) {
          await page.locator('.theme select').selectOption(theme)
          const wide = await page.evaluate('document.documentElement.scrollWidth')
          assert.equal(wide, width, `${theme} at ${width} px is ${wide} px wide`)
        }
        const box = await page.locator('.theme select').boundingBox()
        assert.ok((box?.height ?? 0) >= 44 && (box?.width ?? 0) >= 44, JSON.stringify(box))
      }
      assert.deepEqual(page.complaints, [])
      await page.close()
    }
  },
)

test('without scripts the crew page still tells everything', needs('chromium'), async (t) => {
  const ship = await givenShip(t)
  ship.view = allWrong
  const browser = await givenBrowser(t)
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(ship.url)
  assert.equal(await page.locator('h1').textContent(), 'No measurement')
  assert.ok(await page.getByText('The database on board does not answer.').isVisible())
  const chosen = async (link: string, theme: string) => {
    await page.getByRole('link', { name: link }).click()
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    await page.waitForLoadState()
    return page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
  }
  assert.equal(await chosen('Night', 'night'), 'rgb(0, 0, 0)')
  assert.equal(await chosen('Day', 'day'), 'rgb(238, 241, 244)')
})

test(
  'in every language, and from right to left, nothing on the crew page runs over its edge',
  needs('chromium'),
  async (t) => {
    const ship = await givenShip(t)
    ship.view = allWrong
    const page = await givenPage(await givenBrowser(t), 320, 900)
    for (const language of LANGUAGE_TAGS) {
      await page.goto(`${ship.url}?lang=${language}&ship=%2B05%3A45`)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, language)
      await page.evaluate("document.documentElement.dir = 'rtl'")
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, `${language} from right to left`)
      const [mark, name] = await Promise.all([
        page.locator('.big-rows .mark').first().boundingBox(),
        page.locator('.big-rows h2').first().boundingBox(),
      ])
      assert.ok(mark !== null && name !== null && mark.x > name.x, 'the row begins at the right')
      const times = page.locator('.big-rows li:first-child .detail bdi')
      const [first, second] = await Promise.all([times.nth(0).boundingBox(), times.nth(1).boundingBox()])
      assert.ok(first && second && (first.x < second.x || first.y < second.y), 'a time reads from left to right')
    }
  },
)

/** All is wrong, with what has names that nobody thought of. */
const longNames: CrewView = {
  ...allWrong,
  components: allWrong.components.map((component) => ({
    ...component,
    name: 'Access point of the engine room '.repeat(3),
  })),
  troubles: allWrong.troubles.map((trouble) => ({
    ...trouble,
    names: ['Access-point-of-the-engine-room-and-of-the-mess'],
  })),
  shore: {
    ...allWrong.shore,
    because: {
      kind: 'no-answer',
      hub: 'a-hub-with-a-very-long-name.operations.shipping.example.com:8883',
      message: 'nothing listens on port 8883 of a-hub-with-a-very-long-name.operations.shipping.example.com',
    },
  },
}
