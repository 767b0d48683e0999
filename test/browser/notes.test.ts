import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { vesselStream } from '../../hub/core/events.ts'
import { dataFolder } from '../../hub/data-folder.ts'
import { startServer } from '../../hub/http/server.ts'
import { createHub } from '../../hub/hub.ts'
import { hubSettings } from '../../hub/settings/settings.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { toSeconds } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenFolder } from '../given-folder.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { AURORA, added } from '../hub/projections/given.ts'
import { openLog } from '../hub/sqlite/given-log.ts'
import { letIn } from '../lab/let-in.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

/** A hub that knows one vessel. */
async function givenHub(t: TestContext) {
  const dataDir = join(await givenFolder(t), 'data')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const log = openLog(dataFolder(dataDir).events)
  const events = [added(toSeconds(systemClock.now()), { name: 'Aurora' })]
  await log.append(vesselStream(AURORA), 0, { id: 'given', at: systemClock.now(), events }, AbortSignal.timeout(10_000))
  await log.close()
  const listen = '127.0.0.1:0'
  const settings = v.parse(hubSettings, { dataDir, http: { listen }, mqtt: { listen } })
  const { cookie } = await letIn(dataDir)
  const hub = await createHub({ settings, clock: systemClock, log: quietLog, version: '1.0.0' })
  atEnd(t, () => hub.stop())
  const { http } = await hub.start()
  const url = `http://${http.host}:${http.port}`
  const browser = await givenBrowser(t)
  return async (width: number, height: number) => {
    const page = await givenPage(browser, width, height)
    await page.context().addCookies([{ ...cookie, url }])
    await page.goto(`${url}/vessels/${AURORA}`)
    await page.locator('html[data-connection="live"]').waitFor()
    return page
  }
}

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByText('Write a note', { exact: true }).click()
  await page.getByLabel('What others should know').fill(text)
  await page.getByRole('button', { name: 'Write it down' }).click()
}

test('a note is written and removed on a page, shows on another that is open, and takes nothing away there', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const open = await givenHub(t)
  const other = await open(1440, 900)
  await other.getByText('Write a note', { exact: true }).click()
  const field = other.getByLabel('What others should know')
  await field.fill('half a sen')
  const page = await open(320, 800)

  await write(page, 'The part is in Bergen.\nCall Olav.')
  await page.locator('#notes-list').getByText('Call Olav.').waitFor()
  await other.locator('#notes-list').getByText('Call Olav.').waitFor()
  assert.equal(await field.inputValue(), 'half a sen')
  assert.ok(
    await field.evaluate((one) => one === one.ownerDocument.activeElement),
    'the one who writes is not thrown out',
  )
  // Nothing is in it yet: the form is free for the next.
  await page.locator('#note-text:invalid').waitFor({ state: 'attached' })
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320)

  await other.locator('#notes-list').getByText('Remove', { exact: true }).click()
  await other.getByRole('button', { name: 'Remove this note' }).click()
  await page.locator('#notes-list').getByText('None.').waitFor()
  assert.deepEqual([...page.complaints, ...other.complaints], [])
})

test('what is refused is said at the field, and what was written stays', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const page = await (await givenHub(t))(1440, 900)
  await write(page, '   ')
  await page.locator('#note-text-error').getByText('write what others should know').waitFor()
  assert.equal(await page.locator('#note-text').getAttribute('aria-invalid'), 'true')
  await page.locator('#note-text').fill('Sails on Monday')
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.locator('#notes-list').getByText('Sails on Monday').waitFor()
  await page.locator('#note-text-error', { hasText: /^$/ }).waitFor({ state: 'attached' })
  assert.deepEqual(
    page.complaints.filter((one) => !/status of 422/.test(one)),
    [],
  )
})

test('a long note on the list of what needs attention is read whole, on a desk and on a phone', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const views = fakeViews()
  const by = { kind: 'user', name: 'a-person-with-a-long-name' } as const
  await views.annotate(idOf(4), { type: 'write-note', text: `${'the spare part '.repeat(30)}${'x'.repeat(40)}`, by })
  const app = givenRunnableApp(views)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`http://127.0.0.1:${server.port}/`)
  for (const width of [1440, 320]) {
    await page.setViewportSize({ width, height: 900 })
    await page.locator('.noted').first().focus()
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
    const shown = String(await page.evaluate("getComputedStyle(document.querySelector('.noted'), '::after').width"))
    assert.ok(Number.parseFloat(shown) > 150, shown)
  }
})
