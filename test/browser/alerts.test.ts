import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import { dataFolder } from '../../hub/data-folder.ts'
import { startServer } from '../../hub/http/server.ts'
import { createHub } from '../../hub/hub.ts'
import { hubSettings } from '../../hub/settings/settings.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { HOUR_S, toSeconds } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenFolder } from '../given-folder.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { AURORA, added, born, history, SERVER, told, vesselId } from '../hub/projections/given.ts'
import { openLog } from '../hub/sqlite/given-log.ts'
import { letIn } from '../lab/let-in.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

const ALERT = 'a-down-server-1'
const ITEM = `#alert-${AURORA}-${ALERT}`

/** A folder of a hub whose log knows one vessel with one server, down for an hour, and the alert that came of it. */
async function givenData(t: TestContext): Promise<string> {
  const dataDir = join(await givenFolder(t), 'data')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const now = toSeconds(systemClock.now())
  const since = now - HOUR_S
  const when = { at: since + 900, learnedAt: since + 900 }
  const events: VesselEvent[] = [
    added(since - HOUR_S, { name: 'Aurora', group: 'North' }),
    born(since - HOUR_S, { server: since - HOUR_S }, since),
    told(now, now, history(SERVER, [since - HOUR_S, UP], [since, DOWN])),
    {
      type: 'incident-began',
      ...when,
      incident: 'i-server-1',
      component: SERVER,
      began: since,
      reason: 'measured',
      vesselIncident: null,
    },
    {
      type: 'alert-opened',
      ...when,
      alert: ALERT,
      kind: 'down',
      component: SERVER,
      incident: 'i-server-1',
      since,
      severity: 'medium',
      heldBy: null,
      reason: 'down',
    },
  ]
  const log = openLog(dataFolder(dataDir).events)
  await log.append(vesselStream(AURORA), 0, { id: 'given', at: systemClock.now(), events }, AbortSignal.timeout(10_000))
  await log.close()
  return dataDir
}

async function startHub(t: TestContext, dataDir: string) {
  const listen = '127.0.0.1:0'
  const settings = v.parse(hubSettings, { dataDir, http: { listen }, mqtt: { listen } })
  const { cookie } = await letIn(dataDir)
  const hub = await createHub({ settings, clock: systemClock, log: quietLog, version: '1.0.0' })
  atEnd(t, () => hub.stop())
  const { http } = await hub.start()
  const url = `http://${http.host}:${http.port}`
  const signedIn = (page: Page) => page.context().addCookies([{ ...cookie, url }])
  return { stop: hub.stop, url, signedIn }
}

const live = (page: Page) => page.locator('html[data-connection="live"]').waitFor()

test('an alert is acknowledged on the page of a hub, shows on another that is open, and is there after a restart', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const dataDir = await givenData(t)
  const hub = await startHub(t, dataDir)
  const browser = await givenBrowser(t)
  const other = await givenPage(browser, 1440, 900)
  await hub.signedIn(other)
  await other.goto(`${hub.url}/vessels/${AURORA}`)
  await live(other)
  const page = await givenPage(browser, 320, 800)
  await hub.signedIn(page)
  await page.goto(hub.url)
  await page.getByRole('link', { name: 'Alerts 1' }).click()
  await live(page)

  const item = page.locator(ITEM)
  await item.getByText('Acknowledge', { exact: true }).first().click()
  await item.getByLabel('Why').first().fill('crew informed')
  await item.getByRole('button', { name: 'Acknowledge' }).click()
  await item.getByText('Acknowledged by').waitFor()
  await other.locator(ITEM).getByText('“crew informed”').first().waitFor()
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320)
  assert.deepEqual(
    [...page.complaints, ...other.complaints].filter((one) => !/status of 422/.test(one)),
    [],
  )

  await hub.stop()
  const again = await startHub(t, dataDir)
  await again.signedIn(page)
  await page.goto(`${again.url}/alerts`)
  await item.getByText('Acknowledged by').waitFor()
})

test('what somebody is writing is not taken away by news, and what was refused waits to be put right', {
  ...needs('chromium'),
}, async (t) => {
  const views = fakeViews()
  const app = givenRunnableApp(views)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`http://127.0.0.1:${server.port}/alerts`)
  await live(page)
  const { alerts } = await views.alerts({ state: 'open', kind: null, group: null, vessel: null, size: 0 })
  const [mine, theirs] = alerts
  if (!mine || !theirs) throw new Error('two alerts are needed')
  const item = page.locator(`#alert-${mine.vessel.id}-${mine.id}`)
  await item.getByText('Acknowledge', { exact: true }).first().click()
  const why = item.getByLabel('Why').first()
  await why.fill('crew inf')

  const by = { kind: 'local', name: 'Ben' } as const
  const command = { type: 'acknowledge-alert', by, until: null, reason: null } as const
  await views.act(idOf(9), { ...command, alert: alerts.find(({ vessel }) => vessel.id === idOf(9))?.id ?? '' })
  await page.getByText('Acknowledged by Ben').waitFor()
  assert.equal(await why.inputValue(), 'crew inf')

  const tooLong = 'crew informed '.repeat(40)
  await why.evaluate((input) => input.removeAttribute('maxlength'))
  await why.fill(tooLong)
  await item.getByRole('button', { name: 'Acknowledge' }).click()
  await item.getByText('takes at most 500 characters').waitFor()
  views.recover(vesselId(theirs.vessel.id), theirs.id)
  await page.locator('#alerts-resolved').waitFor()
  await item.getByText('takes at most 500 characters').waitFor()
  assert.equal(await item.getByLabel('Why').first().inputValue(), tooLong)
})

test('without script the same is done by forms alone', needs('chromium'), async (t) => {
  const views = fakeViews()
  const app = givenRunnableApp(views)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const context = await (await givenBrowser(t)).newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${server.port}/alerts?vessel=${idOf(4)}`)
  await page.getByText('Snooze', { exact: true }).first().click()
  await page.getByRole('button', { name: 'Snooze' }).click()
  await page.getByText('Snoozed by ada').waitFor()
  assert.match(page.url(), new RegExp(`/alerts\\?vessel=${idOf(4)}#alert-`))
})

test('what the hub could not do, or was not reached for, is said, and what was entered is kept', {
  ...needs('chromium'),
}, async (t) => {
  const views = fakeViews()
  const app = givenRunnableApp(views)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`http://127.0.0.1:${server.port}/alerts?vessel=${idOf(4)}`)
  await live(page)
  await page.getByText('Acknowledge', { exact: true }).first().click()
  const why = page.getByLabel('Why').first()
  await why.fill('crew informed')
  const failed = '<main><h1>The hub failed</h1><p>Its log says why.</p></main>'

  await page.route('**/acknowledge', (route) => route.fulfill({ status: 500, contentType: 'text/html', body: failed }))
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  const toast = page.getByRole('alert')
  await toast.getByText('The hub failed: Its log says why. Nothing was changed here').waitFor()
  assert.equal(await why.inputValue(), 'crew informed')

  await page.unroute('**/acknowledge')
  await page.route('**/acknowledge', (route) => route.abort())
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await toast.getByText('The hub could not be reached.').waitFor()
  assert.equal(await why.inputValue(), 'crew informed')
  await toast.getByRole('button', { name: 'Close' }).click()
  assert.equal(await toast.count(), 0)

  await page.unroute('**/acknowledge')
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await page.getByText('Acknowledged by').first().waitFor()
})

test(
  'what is opened about an alert moves none of what can be done, and only one is open',
  needs('chromium'),
  async (t) => {
    const app = givenRunnableApp(fakeViews())
    const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
    atEnd(t, () => server.stop())
    const page = await givenPage(await givenBrowser(t), 390, 844)
    await page.goto(`http://127.0.0.1:${server.port}/alerts?vessel=${idOf(4)}&live=0`)
    const places = () =>
      page.evaluate<string>(
        `JSON.stringify([...document.querySelectorAll('.actions summary')].map((one) => { const { x, y, width } = one.getBoundingClientRect(); return [x, y, width] }))`,
      )
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 844 })
      const before = await places()
      for (const way of ['Acknowledge', 'Snooze', 'Note']) {
        await page.locator('.actions summary', { hasText: way }).click()
        assert.equal(await places(), before, `${way} on a screen of ${width} px`)
        assert.equal(await page.locator('.actions details[open]').count(), 1)
      }
      await page.locator('.actions summary', { hasText: 'Note' }).click()
    }
  },
)

test(
  'all alerts of a vessel are acknowledged at once, by keyboard, on the list and on its page',
  needs('chromium'),
  async (t) => {
    const app = givenRunnableApp(fakeViews())
    const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
    atEnd(t, () => server.stop())
    const page = await givenPage(await givenBrowser(t), 390, 844)
    for (const [path, group, count] of [
      ['/alerts', `alerts-of-${idOf(9)}-held`, 3],
      [`/vessels/${idOf(21)}`, `alerts-of-${idOf(21)}`, 4],
    ] as const) {
      await page.goto(`http://127.0.0.1:${server.port}${path}`)
      await live(page)
      const all = page.locator(`#${group}`)
      await all.locator('summary', { hasText: `Acknowledge all ${count}` }).focus()
      await page.keyboard.press('Enter')
      await all.getByRole('button', { name: `Acknowledge all ${count}` }).focus()
      await page.keyboard.press('Enter')
      await page.locator('#said').getByText(`Acknowledged: ${count} alerts on`).waitFor()
      assert.equal(await all.locator('.line > summary', { hasText: 'acknowledged by ada' }).count(), count)
      assert.equal(await page.evaluate('document.activeElement.id'), group)
      assert.equal(await all.locator('summary', { hasText: 'Acknowledge all' }).count(), 0)
      await all.locator('.line > summary').first().click()
      await all.locator('.actions summary', { hasText: 'Take back' }).first().click()
      await all.getByRole('button', { name: 'Take back' }).click()
      await page.locator('#said').getByText('Acknowledgement taken back:').waitFor()
      assert.equal(await all.locator('.line[open]').count(), 1, 'what was opened stays so')
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
    }
    assert.deepEqual(page.complaints, [])
  },
)
