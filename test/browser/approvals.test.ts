import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { VesselEvent } from '../../hub/core/events.ts'
import type { ProposalCommand } from '../../hub/core/proposals/proposal-command.ts'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { DAY_S, HOUR_S } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { issue, PROPOSAL } from '../fakes/docket.ts'
import { fakeViews, idOf, NOW } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { SERVER } from '../hub/projections/given.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

/** What an approver does with a phone in one hand. */

const VESSEL = idOf(5)
const CARD = `#proposal-${VESSEL}-${PROPOSAL}`
const PHONE = [390, 844] as const
const BEN = { kind: 'local', name: 'Ben' } as const

async function givenInbox(t: TestContext) {
  const views = fakeViews()
  views.docket.found.push(issue('OPS-7', 'Equinox: no contact since Monday'))
  const app = givenRunnableApp(views)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const browser = await givenBrowser(t)
  const url = `http://127.0.0.1:${server.port}/approvals`
  const opened = async (width: number, height: number) => {
    const page = await givenPage(browser, width, height)
    await page.goto(url)
    await page.locator('html[data-connection="live"]').waitFor()
    return page
  }
  const happens = async (...events: VesselEvent[]) => {
    await views.docket.happen(...events)
    views.nudge(VESSEL)
  }
  const benDecides = async (command: ProposalCommand) => {
    assert.equal((await views.decide(VESSEL, command)).kind, 'decided')
    views.nudge(VESSEL)
  }
  const stage = async () => (await views.proposals()).proposals.find(({ id }) => id === PROPOSAL)?.stage
  return { views, browser, url, phone: () => opened(...PHONE), opened, happens, benDecides, stage }
}

const tap = (page: Page, name: string) => page.locator(CARD).getByText(name, { exact: true }).click()
const press = (page: Page, name: string | RegExp) => page.locator(CARD).getByRole('button', { name }).click()
const inView = (page: Page, selector: string) =>
  page.evaluate(`{
    const { top, bottom } = document.querySelector('${selector}').getBoundingClientRect()
    top >= 0 && bottom <= innerHeight
  }`)

test('everything for the decision is on the first screen of a phone, and two taps create the ticket', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { phone, stage } = await givenInbox(t)
  const page = await phone()
  await page.getByText('Equinox: no contact since Monday').first().waitFor()
  assert.equal(await inView(page, CARD), true, 'the whole card, without scrolling')
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), PHONE[0])

  await tap(page, 'Approve')
  assert.equal(await inView(page, `${CARD} .yes`), true, 'the second tap is in sight')
  await press(page, 'Create the ticket')
  await page.locator(CARD).getByText('Approved by ada').waitFor()
  assert.equal((await stage())?.kind, 'approved')
  await page.locator('#waiting-approvals', { hasText: /^0$/ }).waitFor()
  assert.deepEqual(page.complaints, [])
})

test('reject and snooze take two taps as well', { ...needs('chromium'), timeout: 60_000 }, async (t) => {
  const snoozed = await givenInbox(t)
  const one = await snoozed.phone()
  await tap(one, 'Snooze')
  await press(one, '1 day')
  await one.locator(CARD).getByText('Snoozed by ada until').waitFor()

  const rejected = await givenInbox(t)
  const other = await rejected.phone()
  await tap(other, 'Reject')
  await press(other, 'Known: somebody is on it')
  await other.locator(CARD).getByText('Rejected by ada').waitFor()
  assert.equal((await rejected.stage())?.why, 'known')
})

test('the ticket is edited, looked at exactly as JIRA will get it, and created so', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { phone, views } = await givenInbox(t)
  const page = await phone()
  const card = page.locator(CARD)
  await tap(page, 'Approve')
  await tap(page, 'Edit summary, severity, description')
  await card.getByLabel('Summary').fill('Bring a new disk')
  await card.getByLabel('Severity').selectOption('critical')
  await card.getByLabel('Description').fill('# To do\n\n- a disk of 2 TB')
  await press(page, 'Show what JIRA will get')
  const preview = card.locator('.preview[data-edited="true"]')
  await preview.getByText('Bring a new disk').waitFor()
  await preview.getByText('id 1', { exact: true }).waitFor()
  await preview.locator('li', { hasText: 'a disk of 2 TB' }).waitFor()
  await press(page, 'Create the ticket')
  await card.getByText('Approved by ada').waitFor()
  const [proposal] = (await views.proposals()).proposals
  assert.deepEqual([proposal?.draft.summary, proposal?.draft.severity], ['Bring a new disk', 'critical'])
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), PHONE[0])
})

test('what is being decided stays as it was seen; a yes to what has changed shows the difference instead', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { phone, happens, stage } = await givenInbox(t)
  const page = await phone()
  const card = page.locator(CARD)
  await tap(page, 'Approve')
  await tap(page, 'Edit summary, severity, description')
  await card.getByLabel('Summary').fill('Mine')
  await happens(revised)
  await card.getByText('critical', { exact: true }).first().waitFor()
  assert.equal(await card.getByLabel('Summary').inputValue(), 'Mine')
  await press(page, 'Create the ticket')
  await card.getByText('It is not what you saw any more').waitFor()
  await card.locator('.differences', { hasText: 'Severityhigh' }).getByText('critical').waitFor()
  assert.equal((await stage())?.kind, 'waiting')
  assert.equal(await card.getByLabel('Summary').inputValue(), 'Mine')
  await press(page, 'Create the ticket')
  await card.getByText('Approved by ada').waitFor()
})

test('what somebody else decides meanwhile shows by itself, on every open page', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { phone, opened, benDecides, url } = await givenInbox(t)
  const page = await phone()
  const wall = await opened(1440, 900)
  await wall.goto(url.replace('/approvals', '/'))
  await wall.locator('#waiting-approvals', { hasText: /^1$/ }).waitFor()
  await tap(page, 'Approve')
  await benDecides({ type: 'reject-proposal', proposal: PROPOSAL, reason: 'handled', note: null, by: BEN })
  await page.locator('#approvals-lately').getByText('Rejected by Ben').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Create the ticket' }).count(), 0)
  await wall.locator('#waiting-approvals', { hasText: /^0$/ }).waitFor()
  assert.deepEqual(wall.complaints, [])
})

test('whoever was slower is told who decided, and the news that follows does not take that away', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { phone, views } = await givenInbox(t)
  const page = await phone()
  await tap(page, 'Approve')
  const faster = { type: 'reject-proposal', proposal: PROPOSAL, reason: 'handled', note: null, by: BEN } as const
  assert.equal((await views.decide(VESSEL, faster)).kind, 'decided')
  await press(page, 'Create the ticket')
  const told = page.locator('#told').getByText('Meanwhile it was rejected by Ben')
  await told.waitFor()
  views.nudge(VESSEL)
  await page.locator('#approvals-lately').getByText('Rejected by Ben').waitFor()
  assert.equal(await told.isVisible(), true)
})

test('several are listed one by one and decided with one confirmation', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { phone, stage } = await givenInbox(t)
  const page = await phone()
  assert.equal(await page.locator('.together').isVisible(), false)
  await page.getByLabel('Choose Equinox').check()
  await page.locator('.together').getByRole('button', { name: 'Reject…' }).click()
  await page.getByRole('heading', { name: 'Reject these: 1' }).waitFor()
  await page.getByLabel('Planned work').check()
  await page.getByRole('button', { name: 'Reject this one' }).click()
  await page.getByRole('heading', { name: 'Rejected: 1 of 1' }).waitFor()
  assert.equal((await stage())?.code, 'planned')
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), PHONE[0])
})

test('without script the same is done by forms alone', { ...needs('chromium'), timeout: 60_000 }, async (t) => {
  const { browser, url, stage } = await givenInbox(t)
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(url)
  await tap(page, 'Link')
  await page.locator(CARD).getByLabel('Key of the issue').fill('OPS-9999')
  await press(page, 'Link to this issue')
  await page.getByText('There is no OPS-9999').waitFor()
  await page.locator(CARD).getByLabel('Key of the issue').fill('OPS-7')
  await press(page, 'Link to this issue')
  await page.locator(CARD).getByText('by ada').waitFor()
  assert.match(page.url(), /\/approvals#proposal-/)
  assert.deepEqual([(await stage())?.kind, (await stage())?.why], ['linked', 'OPS-7'])
})

/** It has become graver, and began earlier than was thought. */
const revised: VesselEvent = {
  type: 'proposal-revised',
  at: NOW,
  learnedAt: NOW,
  proposal: PROPOSAL,
  revision: 2,
  reason: 'graver',
  facts: {
    incidents: ['i-server-1'],
    components: [SERVER],
    since: NOW - 3 * DAY_S - HOUR_S,
    seen: 'measured',
    severity: 'critical',
    missedDays: null,
    uptime: { '24h': 0, '7d': 57, '30d': 80 },
  },
  draft: {
    summary: 'Equinox: Server down for 3 days',
    severity: 'critical',
    blocks: [{ kind: 'text', text: 'Measured on board.' }],
  },
}
