import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { CrewView } from '../../web/crew/view.ts'
import { allWell, allWrong, serverDown } from '../agent/status/crew-views.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'
import { givenShip } from './ship.ts'

/** Most of a bridge's night vision is lost to blue and to white; what is left is dim and red. */
const SPOILS = '(red, green, blue) => blue > 110 || green > 150 || blue > red + 2 || green > red + 2'

/** Colours of what is on the page, and of what the browser adds: rings, carets, selections, options, scroll bars. */
const COLOURS = `[...document.querySelectorAll('*')].flatMap((one) => {
  if (one.closest('head')) return []
  return ['', '::before', '::after', '::selection', '::marker', '::placeholder'].flatMap((part) => {
    const style = getComputedStyle(one, part || undefined)
    return [
      'color', 'backgroundColor', 'borderTopColor', 'borderRightColor', 'borderBottomColor', 'borderLeftColor',
      'outlineColor', 'textDecorationColor', 'caretColor', 'accentColor', 'fill', 'stroke', 'boxShadow',
      'scrollbarColor', 'webkitTapHighlightColor',
    ].flatMap((name) =>
      (String(style[name]).match(/rgba?\\([^)]*\\)/g) ?? [])
        .filter((colour) => !/, 0\\)$/.test(colour))
        .map((colour) => [one.tagName.toLowerCase() + part + ' ' + name, ...colour.match(/[\\d.]+/g).map(Number)]),
    )
  })
}).filter(([, red, green, blue]) => (${SPOILS})(red, green, blue))`

/** Pixels that are seen, as they are. */
const spoiltPixels = async (page: Page, judge: Page): Promise<readonly string[]> => {
  const picture = (await page.screenshot()).toString('base64')
  return judge.evaluate<string[]>(`(async () => {
    const image = new Image()
    image.src = 'data:image/png;base64,${picture}'
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const drawing = canvas.getContext('2d')
    drawing.drawImage(image, 0, 0)
    const { data } = drawing.getImageData(0, 0, image.width, image.height)
    const found = new Set()
    for (let at = 0; at < data.length; at += 4)
      if ((${SPOILS})(data[at], data[at + 1], data[at + 2])) found.add(data.slice(at, at + 3).join() + ' at ' + (at / 4) % image.width + ',' + Math.floor(at / 4 / image.width))
    return [...found].slice(0, 20)
  })()`)
}

test(
  'at night nothing on the crew page is white or blue, whatever is wrong and wherever the focus is',
  needs('chromium'),
  async (t) => {
    const ship = await givenShip(t)
    const browser = await givenBrowser(t, ['--hide-scrollbars'])
    const judge = await browser.newPage()
    const page = await givenPage(browser, 900, 600)
    await page.goto(ship.url)
    await page.locator('.theme select').selectOption('night')
    const examine = async (what: string) => {
      assert.deepEqual(await page.evaluate(COLOURS), [], `colours, ${what}`)
      assert.deepEqual(await spoiltPixels(page, judge), [], `pixels, ${what}`)
    }
    for (const view of [allWell, serverDown, allWrong] satisfies CrewView[]) {
      ship.view = view
      await page.reload()
      assert.equal(await page.evaluate('document.documentElement.dataset.theme'), 'night')
      await examine(view.components[0]?.state ?? 'nothing')
    }
    for (const at of [0, 1, 2, 3, 4, 5]) {
      await page.keyboard.press('Tab')
      assert.deepEqual(await spoiltPixels(page, judge), [], `focus ${at}`)
    }
    await page.locator('.choices button').focus()
    await examine('the last focus')
    await page.evaluate('document.getSelection().selectAllChildren(document.body)')
    assert.deepEqual(await spoiltPixels(page, judge), [], 'selected')
    await page.evaluate("document.documentElement.dataset.connection = 'lost'")
    await examine('lost')
  },
)
