import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import * as v from 'valibot'
import { fleetPage as fleetPageSchema } from '../../shared/api/fleet.ts'
import { DAY_S, HOUR_S } from '../../shared/time.ts'
import { duration } from '../../web/format.ts'
import { atEnd } from '../at-end.ts'
import { type Influxd, startInfluxd } from '../lab/influxd.ts'
import { type Pings, startPings } from '../lab/pings.ts'
import { type Pace, quickClock } from '../lab/quick-clock.ts'
import { givenShip, givenShore, type Ship, type Shore, until } from '../lab/ship-and-shore.ts'
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts'
import { assertFigures, wrongOnShore } from '../scenario/told.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

/** One dark hour of a vessel, as it is seen on shore and on board on pages that stay open: real processes on a quick clock. */

const SPEED = 20
const SILENT_AFTER_S = 400
const HEARTBEAT_S = 60
const TARGETS = ['access-point', 'dashboard', 'server']
const [LOST, OTHER] = ['mv-aurora', 'mv-borealis']

test('cut, silent, healed, true: the open pages follow a vessel through its dark hour', {
  ...needs('influxd', 'chromium'),
  timeout: 180_000,
}, async (t) => {
  const waters = await givenWaters(t)
  const { shore, now } = waters
  const lost = await givenAfloat(t, waters, LOST)
  const other = await givenAfloat(t, waters, OTHER)
  await shore.start()
  await Promise.all([lost.ship.start(), other.ship.start()])
  await until('both to be up', async () => (await fleet(shore)).counts.up === 2)

  const browser = await givenBrowser(t)
  const fleetPage = await opened(browser, `${shore.url}/`, `#vessel-${LOST} a`, shore.signedIn)
  const vesselPage = await opened(browser, `${shore.url}/vessels/${LOST}`, '#intervals-server summary', shore.signedIn)
  await vesselPage.keyboard.press('Enter')
  const crewPage = await opened(browser, lost.ship.crewPage, '.theme select')
  await crewPage.getByText('nothing: shore has it all').waitFor()
  await Promise.all([tileIs(fleetPage, LOST, 'up'), tileIs(fleetPage, OTHER, 'up')])
  await noteStates(fleetPage, OTHER)

  const apDown = lost.pings.turn('access-point', 'down')
  await tileIs(fleetPage, LOST, 'down')
  await fleetPage.locator(`#concern-${LOST}`, { hasText: 'Access point down' }).waitFor()
  await rowsAre(vesselPage, 'access-point', [`✕ Down|${exact(apDown)}|so far`])
  await crewPage.locator('h1', { hasText: 'Access point is down' }).waitFor()

  await lost.proxy.cut('silence')
  await crewPage.getByText('not connected').waitFor()
  await tileIs(fleetPage, LOST, 'silent')
  await countsAre(fleetPage, { silent: 1, down: 0, up: 1 })
  await fleetPage.locator(`#concern-${LOST}`, { hasText: 'silent: counts as down' }).waitFor()
  await vesselPage.getByText('counts as down until it is heard').waitFor()
  await vesselPage.locator('#intervals-server td', { hasText: 'Silent: counts as down' }).waitFor()

  const serverDown = lost.pings.turn('server', 'down')
  await crewPage.locator('h1', { hasText: 'Access point and Server are down' }).waitFor()
  const serverUp = lost.pings.turn('server', 'up')
  const apUp = lost.pings.turn('access-point', 'up')
  await crewPage.locator('h1', { hasText: 'All is up on board, but shore cannot be reached' }).waitFor()
  await crewPage.getByText('what was measured since').waitFor()
  await tileIs(fleetPage, LOST, 'silent')

  const healedAt = Math.floor(waters.virtualNow())
  await lost.proxy.heal()
  await tileIs(fleetPage, LOST, 'up')
  await rowsAre(vesselPage, 'access-point', [`✕ Down|${exact(apDown)}|${exact(apUp)}`])
  await rowsAre(vesselPage, 'server', [`✕ Down|${exact(serverDown)}|${exact(serverUp)}`])
  await rowsAre(vesselPage, 'dashboard', [])
  await stripSays(vesselPage, 'server', `Server, last 24 hours: down ${duration(serverUp - serverDown)}`)
  // The real InfluxDB goes by real time; that the virtual one differs is the care.
  await crewPage.locator('h1', { hasText: /^All is up(, but something needs care)?$/ }).waitFor()
  await crewPage.getByText('nothing: shore has it all').waitFor()

  await countsAre(fleetPage, { silent: 0, down: 0, up: 2 })
  assert.equal(await fleetPage.locator('.tile').count(), 2)
  assert.equal(await fleetPage.locator(`#concern-${LOST}`).count(), 0)
  assert.equal(await vesselPage.locator('.day .look-silent').count(), 0)
  assert.deepEqual(await statesNoted(fleetPage), [], 'the other vessel was up all the time')
  for (const page of [fleetPage, vesselPage, crewPage]) await assertUndisturbed(page)

  const span = { from: now - DAY_S, to: healedAt }
  for (const { vessel, pings } of [lost, other]) {
    const known = { vessel, truths: new Map(TARGETS.map((target) => [target, pings.truth(target)])), ...span }
    await until(`all of ${vessel}`, async () => (await wrongOnShore(shore, known)).length === 0)
    await assertFigures(shore, known)
  }
  const { components = [] } = (await fleet(shore)).vessels.find(({ id }) => id === LOST) ?? {}
  assert.equal(components.length, TARGETS.length)
  for (const { id, observed24h, uptime24h } of components)
    assert.ok(Number(observed24h) < Number(uptime24h), `${id}: what shore could see stays worse than what was`)
})

type Waters = {
  readonly pace: Pace
  readonly now: number
  readonly influxd: Influxd
  readonly shore: Shore
  virtualNow(): number
}

async function givenWaters(t: TestContext): Promise<Waters> {
  const now = Math.floor(Date.now() / 1000) - 12 * HOUR_S
  const pace = { speed: SPEED, virtualMs: now * 1000, realMs: Date.now() }
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const shore = await givenShore(t, pace, { silentAfterS: SILENT_AFTER_S })
  return { pace, now, influxd, shore, virtualNow: () => quickClock(pace).now() / 1000 }
}

type Afloat = { readonly vessel: string; readonly ship: Ship; readonly proxy: TcpProxy; readonly pings: Pings }

async function givenAfloat(t: TestContext, { pace, now, influxd, shore }: Waters, vessel: string): Promise<Afloat> {
  const database = vessel.replaceAll('-', '_')
  const pings = await startPings(t, pace, { influxd, database, targets: TARGETS, since: now - DAY_S - HOUR_S })
  const kit = await shore.addVessel(vessel)
  const proxy = await startTcpProxy(t, shore.mqttPort)
  const place = { id: vessel, kit, hubPort: proxy.port, influxUrl: influxd.url, database, targets: TARGETS }
  return { vessel, proxy, pings, ship: await givenShip(t, pace, { ...place, heartbeatS: HEARTBEAT_S, intervalS: 60 }) }
}

const fleet = async (shore: Shore) => v.parse(fleetPageSchema, await shore.get('/api/v1/fleet'))
const exact = (second: number) => `${new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** A page whose reader has put the focus somewhere and is not to be disturbed. */
type OpenPage = Awaited<ReturnType<typeof givenPage>> & { readonly focus: string }

async function opened(browser: Browser, url: string, focus: string, signedIn?: Shore['signedIn']): Promise<OpenPage> {
  const page = await givenPage(browser, 1440, 900)
  await signedIn?.(page)
  await page.goto(url)
  await page.locator('html[data-connection="live"]').waitFor()
  await page.locator(focus).focus()
  await page.evaluate('window.neverLeft = true')
  return Object.assign(page, { focus })
}

async function assertUndisturbed(page: OpenPage): Promise<void> {
  assert.equal(await page.evaluate('window.neverLeft'), true, `${page.url()} was not loaded again`)
  const keepsFocus = await page.evaluate(`document.activeElement.matches('${page.focus}')`)
  assert.equal(keepsFocus, true, `${page.focus} keeps the focus`)
  assert.deepEqual(page.complaints, [])
}

const tileIs = (page: Page, vessel: string, state: string) =>
  page.locator(`#vessel-${vessel}[data-state="${state}"]`).waitFor()

/** Notes from now on whenever the tile shows another state. */
const noteStates = (page: Page, vessel: string) =>
  page.evaluate(`{
    window.noted = []
    const tile = document.getElementById('vessel-${vessel}')
    const note = () => window.noted.push(tile.dataset.state)
    new MutationObserver(note).observe(tile, { attributeFilter: ['data-state'] })
  }`)
const statesNoted = (page: Page) => page.evaluate<string[]>('window.noted')

async function countsAre(page: Page, wanted: Readonly<Record<string, number>>): Promise<void> {
  for (const [state, count] of Object.entries(wanted))
    await page.locator(`#counts li[data-state="${state}"] strong`, { hasText: new RegExp(`^${count}$`) }).waitFor()
}

/** The intervals in which a component was not up, as state, begin and end. */
async function rowsAre(page: Page, component: string, wanted: readonly string[]): Promise<void> {
  const read = () =>
    page.evaluate<string[]>(`[...document.querySelectorAll('#intervals-${component} tbody tr')].map(({ cells }) =>
      [...cells].slice(0, 3).map((cell) => cell.textContent.trim()).join('|'))`)
  const told = async () => isDeepStrictEqual(await read(), wanted)
  await until(`the intervals of ${component}`, told, 20_000).catch(() => undefined)
  assert.deepEqual(await read(), wanted)
}

const stripSays = (page: Page, component: string, label: string) =>
  page.locator(`#component-${component} svg[aria-label="${label}"]`).waitFor()
