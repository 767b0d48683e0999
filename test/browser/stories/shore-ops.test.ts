import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type RunningServer, startServer } from '../../../hub/http/server.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { HOUR_S } from '../../../shared/time.ts'
import { atEnd } from '../../at-end.ts'
import { fakeViews, idOf, NOW } from '../../fakes/views.ts'
import { givenRunnableApp } from '../../http/given-app.ts'
import { quickClock } from '../../lab/quick-clock.ts'
import { givenShore, SILENT_SINCE } from './given-shore.ts'
import { focusOf, LAPTOP, PAPER, type Person, storiesOf, tabsTo, WALL } from './story.ts'

/** A watch on shore, as somebody keeps it: what is seen, what is done, what a customer is answered. */

const story = storiesOf('shore-ops')
const LOST = 20

story(
  'somebody on watch sees a vessel fall silent, finds it, and sends a colleague the link',
  async ({ t, person }) => {
    const { views, url } = await givenWatch(t)
    const watch = await person(LAPTOP)
    await watch.goes(url)
    await watch.sees('Live')
    await watch.sees('Needs attention 7, oldest first')
    assert.equal(await watch.page.locator('.tile').count(), 66, 'the whole fleet at once')
    await watch.picture('the fleet')

    views.fallSilent(LOST, HOUR_S)
    await watch.at(`#concern-${idOf(LOST)}`).sees('silent: counts as down')
    await watch.sees('Needs attention 8, oldest first')
    await watch.picture('one more vessel is silent')

    await watch.follows('3 Silent')
    await watch.sees('3 of 66 vessels: silent')
    assert.equal(new URL(watch.page.url()).search, '?state=silent', 'a link to it can be sent to a colleague')
    await watch.picture('only those that are silent')

    await watch.follows('Juno Pioneer')
    await watch.page.getByRole('heading', { name: 'Silent Juno Pioneer' }).waitFor()
    await watch.sees('not connected · Iridium Certus')
    await watch.page.locator('#link time').first().focus()
    const exact = await watch.page.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert.match(String(exact), /2026-11-23 16:14:30 UTC, 2026-11-23 17:14:30 UTC\+1 on board/)
    await watch.picture('the vessel and when it was last heard')
  },
)

story(
  'somebody on watch finds a vessel by a part of its name, and the news does not disturb the search',
  async ({ t, person }) => {
    const { views, url } = await givenWatch(t)
    const watch = await person(LAPTOP)
    await watch.goes(url)
    await watch.sees('Live')
    await watch.page.getByLabel('Name of a vessel').pressSequentially('juno')
    const tiles = watch.page.locator('.tile:visible')
    assert.equal(await tiles.count(), 6)
    views.fallSilent(LOST, HOUR_S)
    await tileOf(watch, LOST, 'silent')
    assert.equal(await tiles.count(), 6, 'news does not undo what is typed')
    assert.equal(await watch.page.getByLabel('Name of a vessel').inputValue(), 'juno')
    await watch.page.keyboard.press('Enter')
    await watch.sees('6 of 66 vessels')
    assert.equal(new URL(watch.page.url()).search, '?q=juno', 'and nothing of what was not chosen')
    await watch.picture('every Juno of the fleet')

    await watch.follows('Silent')
    await watch.sees('2 of 66 vessels: silent')
    await watch.sees('Live')
    views.heal(LOST)
    await watch.sees('1 of 66 vessels: silent')
    assert.equal(await tiles.count(), 1)
    await watch.follows('Show all')
    await tiles.nth(65).waitFor()
  },
)

story('somebody on watch acknowledges an alert with a reason, by keyboard alone', async ({ t, person }) => {
  const { url } = await givenWatch(t)
  const watch = await person(LAPTOP)
  await watch.goes(url)
  await watch.sees('Live')
  await tabsTo(watch, 'Electra Star')
  await watch.picture('the oldest concern is met before the grid')
  await watch.page.keyboard.press('Enter')
  await watch.sees('Dashboard down')
  await tabsTo(watch, 'Acknowledge')
  await watch.page.keyboard.press('Enter')
  await tabsTo(watch, 'Why')
  await watch.page.keyboard.type('crew is looking into it')
  await watch.picture('the reason is written')
  await watch.page.keyboard.press('Enter')
  await watch.sees('Acknowledged by')
  await watch.sees('crew is looking into it')
  await watch.at('#said').sees('Acknowledged: Dashboard down on Electra Star.')
  assert.match(await focusOf(watch), new RegExp(`^alert-${idOf(4)}-`), 'and goes on where it was')
  await watch.picture('acknowledged')
  await tabsTo(watch, 'Take back')
})

story('a customer asks how a figure comes about, and can do the sum again', async ({ t, person }) => {
  const { url } = await givenWatch(t)
  const watch = await person(LAPTOP, { acceptDownloads: true })
  await watch.goes(`${url}/vessels/${idOf(14)}`)
  const figure = watch.page.locator('#figures-server div', { hasText: '24 h' }).locator('a').first()
  assert.equal(await figure.textContent(), '88.8 %')
  await figure.click()

  await watch.page.getByRole('heading', { name: 'Server' }).waitFor()
  await watch.sees('76,800 ÷ 86,400')
  await watch.sees('88.888 %')
  await watch.sees('▼ The target of 95 % was missed.')
  const [up, down] = [await secondsOf(watch, 'up'), await secondsOf(watch, 'down')]
  assert.deepEqual([up, down], [76_800, 9_600])
  assert.equal(Math.floor((1000 * 100 * up) / (up + down)) / 1000, 88.888)
  await watch.picture('how the figure comes about', 'whole')

  const download = watch.page.waitForEvent('download')
  await watch.follows('as a table (CSV)')
  assert.match((await download).suggestedFilename(), /^dorado-1_server_.*\.csv$/)
})

story(
  'the connection to the hub is lost: the page says what is frozen, and has the truth again by itself',
  async ({ t, person }) => {
    const { views, url, stop, startAgain } = await givenWatch(t)
    const watch = await person(LAPTOP)
    await watch.page.clock.install()
    await watch.goes(url)
    await watch.sees('Live')
    await stop()
    await watch.page.clock.runFor(15_000)
    await watch.sees('Connection lost, data frozen at')
    await watch.picture('what is shown is old, and says so')

    views.fallSilent(2, HOUR_S)
    await startAgain()
    await watch.page.clock.resume()
    await tileOf(watch, 2, 'silent')
    await watch.sees('Live')
    await watch.picture('the truth is back')
  },
)

story('a screen on the wall holds the fleet, and says from afar when what it shows is old', async ({ t, person }) => {
  const { views, url, stop } = await givenWatch(t)
  const wall = await person(WALL)
  await wall.page.clock.install()
  await wall.goes(`${url}/?wall`)
  await wall.sees('Live')
  const height = () => wall.page.evaluate('document.documentElement.scrollHeight')
  assert.equal(await height(), WALL.height)
  assert.equal(await wall.page.locator('button, input, select, nav').count(), 0, 'nothing to press')
  await wall.picture('an ordinary day')

  for (let index = 0; index < 66; index++) views.fallSilent(index, (index + 1) * HOUR_S)
  await tileOf(wall, 65, 'silent')
  await wall.sees('And 54 more')
  assert.equal(await height(), WALL.height, 'also when all is wrong')
  await wall.picture('the worst day')

  await stop()
  await wall.page.clock.runFor(15_000)
  await wall.sees('Connection lost, data frozen at')
  const box = await wall.page.locator('.connection').boundingBox()
  assert.ok((box?.width ?? 0) >= 1900 && (box?.height ?? 0) >= 50, JSON.stringify(box))
  await wall.picture('the hub is gone')
})

story('an alert is snoozed, and a colleague who has the vessel open sees it at once', async (stage) => {
  const shore = await givenShore(stage.t)
  const colleague = await shore.signedIn(stage, 'vera', '/vessels/mv-fjord')
  await colleague.sees('Live')
  const otto = await shore.signedIn(stage, 'otto', '/alerts')
  await otto.sees('Live')
  const alert = otto.at(otto.page.locator('article.alert', { hasText: 'Fjord Meridian' }).first())
  await alert.opens('Snooze')
  await alert.chooses('For', '4h')
  await alert.writes('Why', 'in port until tonight')
  await alert.presses('Snooze')
  await otto.sees('Snoozed by otto')
  await otto.picture('quiet for four hours')
  await colleague.sees('in port until tonight')
  await colleague.picture('what the colleague sees')
})

story(
  'a silent vessel is heard again: what was measured takes the place of the silence, to the second',
  async (stage) => {
    const shore = await givenShore(stage.t)
    const watch = await shore.signedIn(stage, 'otto', '/vessels/mv-kestrel')
    await watch.sees('Live')
    await watch.sees('counts as down until it is heard')
    await watch.picture('silent, and counts as down', 'whole')
    const [fell, rose] = [SILENT_SINCE + HOUR_S, SILENT_SINCE + 3 * HOUR_S]
    await shore.tells('mv-kestrel', 'server', [SILENT_SINCE - 10, UP], [fell, DOWN], [rose, UP])
    await watch.page.getByRole('heading', { name: 'Up Kestrel Pioneer' }).waitFor()
    await watch.at('#downtimes-server').opens('the last 30 d')
    await watch.at('#downtimes-server').sees('2026-11-20 18:19 UTC')
    await watch.at('#downtimes-server').sees('2026-11-20 20:19 UTC')
    await watch.picture('the server was down for two hours of the three days', 'whole')
  },
)

story('maintenance of a whole group is entered and seen by everybody, and is withdrawn again', async (stage) => {
  const shore = await givenShore(stage.t)
  const wall = await shore.signedIn(stage, 'vera', '/?wall', WALL)
  await wall.sees('Live')
  const otto = await shore.signedIn(stage, 'otto', '/maintenance')
  await otto.opens('Enter maintenance')
  await otto.chooses('Vessel or group', 'group:North')
  await otto.page.locator('#entry-from').fill('2026-11-23T18:00')
  await otto.page.locator('#entry-to').fill('2026-11-23T23:00')
  await otto.page.locator('#entry-reason').fill('new antennas')
  await otto.page.locator('#entry-preview', { hasText: 'by the clocks of each vessel' }).waitFor()
  await otto.picture('what it means is seen before it is saved', 'whole')
  await otto.page.getByRole('button', { name: 'Enter maintenance' }).click()
  await otto.page.locator('article', { hasText: 'all of North' }).waitFor()
  await wall.page.locator('#counts li[data-state="maintenance"] strong', { hasText: /^5$/ }).waitFor()
  await wall.picture('five vessels are in maintenance')

  await otto.goes(`${shore.url}/maintenance`)
  const entered = otto.at(otto.page.locator('article', { hasText: 'all of North' }).first())
  await entered.opens('Withdraw')
  await entered.ticks('Yes: all of this time counts again')
  await entered.writes('Why', 'the antennas did not come')
  await otto.picture('taken back with a reason', 'whole')
  await entered.presses('Withdraw')
  await wall.page.locator('#counts li[data-state="maintenance"] strong', { hasText: /^0$/ }).waitFor()
})

story('a customer asks for the report of last month: it is final, frozen, and goes on paper', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await shore.signedIn(stage, 'anna', '/reports')
  await anna.picture('the reports that there are')
  await anna.follows(/^October 2026/)
  await anna.page.getByRole('heading', { name: /October 2026/ }).waitFor()
  await anna.sees('Galatea Express')
  await anna.sees('Complete.')
  await anna.picture('the report', 'whole')
  await anna.opens('Freeze this report')
  await anna.presses('Freeze it')
  await anna.at('[data-status="frozen"]').sees('Frozen by anna')

  const paper = await shore.signedIn(stage, 'anna', '/reports/2026-10?vessel=mv-galatea', PAPER)
  await paper.page.emulateMedia({ media: 'print' })
  await paper.sees('Galatea Express')
  await paper.picture('of one vessel as it is printed', 'whole')
})

/** The real pages over a fleet of fakes, on a port that survives a restart. */
async function givenWatch(t: TestContext) {
  const views = fakeViews()
  const clock = quickClock({ speed: 1, virtualMs: NOW * 1000, realMs: Date.now() })
  const start = (port: number): Promise<RunningServer> =>
    startServer({ app: givenRunnableApp(views, { clock }), host: '127.0.0.1', port, askedBy: 'a test', clock })
  let server = await start(0)
  atEnd(t, () => server.stop())
  return {
    views,
    url: `http://127.0.0.1:${server.port}`,
    stop: () => server.stop(),
    startAgain: async () => {
      server = await start(server.port)
    },
  }
}

const tileOf = ({ page }: Person, index: number, state: string) =>
  page.locator(`#vessel-${idOf(index)}[data-state="${state}"]`).waitFor()

/** What the intervals on the page add up to. */
async function secondsOf({ page }: Person, state: string): Promise<number> {
  let sum = 0
  for (const row of await page.locator('.intervals tbody tr').all()) {
    const cells = await row.locator('td').allTextContents()
    if (cells[6] === state) sum += Number(cells[4]?.replaceAll(',', ''))
  }
  return sum
}
