import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakePeople } from '../fakes/people.ts'
import { fakeViews } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

/** What all lists and forms have in common, whatever they are of. */

const LISTS = ['/alerts', '/tickets', '/incidents', '/audit', '/maintenance']

async function givenLists(t: TestContext, width: number, height: number) {
  const people = fakePeople(systemClock)
  const by = { kind: 'local', name: 'Ben' } as const
  await people.accounts.change({ type: 'add-user', user: 'ada', role: 'admin', subject: null, first: false, by })
  const until = Math.floor(systemClock.now() / 1000) + 86_400
  await people.accounts.addToken('ada', { name: 'reports', role: 'viewer', until }, by)
  const app = givenRunnableApp(fakeViews(), { people })
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), width, height)
  await page.context().addCookies([{ name: 'watchkeeper', value: 'ada', url: `http://127.0.0.1:${server.port}` }])
  const open = (path: string) =>
    page.goto(`http://127.0.0.1:${server.port}${path}${path.includes('?') ? '&' : '?'}live=0`)
  return { page, open, tokens: () => people.accounts.tokens('ada') }
}

test('on a phone everything that is pressed is as tall as a thumb', {
  ...needs('chromium'),
  timeout: 120_000,
}, async (t) => {
  const { page, open } = await givenLists(t, 390, 844)
  const small: string[] = []
  for (const path of [...LISTS, '/approvals', '/users', '/account', '/admin']) {
    await open(path)
    const found = await page.evaluate<string[]>(`[...document.querySelectorAll(
      'button, select, summary, .tabs a, .sections a, .pager a, .chosen a, input:not([type="checkbox"], [type="radio"], [type="hidden"])',
    )].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML.slice(0, 80) + one.getBoundingClientRect().height)`)
    small.push(...found.map((one) => `${path}: ${one}`))
  }
  assert.deepEqual(small, [])
})

test('the fields of a filter are in sight on a desk and behind a word on a phone; what is chosen is said, and taken out', {
  ...needs('chromium'),
  timeout: 120_000,
}, async (t) => {
  const { page, open } = await givenLists(t, 1440, 900)
  const state = page.getByLabel('State', { exact: true })
  for (const path of LISTS) {
    await open(path)
    assert.equal(await page.locator('.filter button').isVisible(), true, path)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await open('/tickets?stage=closed&vessel=electra-0')
  assert.equal(await state.isVisible(), false)
  await page.getByText('Filter', { exact: true }).click()
  assert.equal(await state.inputValue(), 'closed')
  await page.getByRole('link', { name: 'Without State Closed' }).click()
  await page.waitForURL(/\/tickets\?vessel=electra-0$/)
  await page.getByRole('link', { name: 'Clear all' }).click()
  await page.waitForURL(/\/tickets$/)
  assert.equal(await page.locator('.chosen').count(), 0)
})

test('the head of a long list stays in sight, and its rows are cards on a phone', {
  ...needs('chromium'),
  timeout: 120_000,
}, async (t) => {
  const { page, open } = await givenLists(t, 1440, 300)
  await open('/incidents')
  const head = page.getByRole('columnheader', { name: 'Vessel' })
  await page.locator('tbody tr').last().scrollIntoViewIfNeeded()
  const top = await head.evaluate((one) => one.getBoundingClientRect().top)
  assert.ok(top >= 0 && top < 300, `${top}`)
  await page.setViewportSize({ width: 390, height: 844 })
  const widths = await page.evaluate<number[]>(
    `[...document.querySelectorAll('.filter, tbody tr')].map((one) => one.offsetWidth)`,
  )
  assert.equal(new Set(widths).size, 1, 'as wide as everything else on the page')
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
})

test('on paper stands what is known and when, dark on white, and nothing that is pressed', {
  ...needs('chromium'),
  timeout: 120_000,
}, async (t) => {
  const { page, open } = await givenLists(t, 700, 1000)
  for (const path of [...LISTS, '/approvals']) {
    await open(path)
    await page.evaluate(`document.documentElement.dataset.theme = 'night'`)
    await page.emulateMedia({ media: 'print' })
    const pressed = await page.evaluate<number>(
      `[...document.querySelectorAll('nav, form, button, select, input')].filter((one) => one.checkVisibility({ contentVisibilityAuto: true })).length`,
    )
    assert.equal(pressed, 0, path)
    await page.getByText(/^As of/).waitFor()
    const style = await page.evaluate<string>('getComputedStyle(document.body).color')
    assert.match(style, /rgb\(23, 33, 43\)/)
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 700, path)
    await page.emulateMedia({ media: 'screen' })
  }
})

test('what cannot be taken back is asked for twice', { ...needs('chromium'), timeout: 120_000 }, async (t) => {
  const { page, open, tokens } = await givenLists(t, 390, 844)
  await open('/account')
  await page.getByText('Revoke', { exact: true }).click()
  await page.getByText('refused at once, for good').waitFor()
  assert.equal((await tokens()).length, 1)
  await page.getByRole('button', { name: 'Revoke reports' }).click()
  await page.getByText('You have no tokens').waitFor()
  assert.equal((await tokens()).length, 0)
})

test('from the inbox it is one step to all that people decided, as a list that can be taken away', {
  ...needs('chromium'),
  timeout: 120_000,
}, async (t) => {
  const { page, open } = await givenLists(t, 390, 844)
  await open('/approvals')
  await page.getByRole('link', { name: 'audit trail' }).click()
  await page.getByText('Proposal approved').waitFor()
  await page.getByRole('link', { name: 'Without About Proposal' }).waitFor()
  const csv = page.getByRole('link', { name: 'as a table (CSV)' })
  assert.equal(await csv.getAttribute('href'), '/api/v1/audit.csv?kind=proposal&by=people')
})
