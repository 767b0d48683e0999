import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import type { Role } from '../../hub/core/accounts/permission.ts'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { givenAccounts } from '../fakes/people.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser } from './chromium.ts'

/** How people come in, and what each role finds there: real accounts, on a fleet of fakes. */

const GOOD = 'a ship in the night'
const BY = { kind: 'command-line', name: 'test' } as const
const PHONE = [390, 844] as const

async function given(t: TestContext, people: Readonly<Record<string, Role>>, demo = false) {
  const { accounts } = givenAccounts(systemClock)
  for (const [user, role] of Object.entries(people)) {
    await accounts.change({ type: 'add-user', user, role, subject: null, first: false, by: BY })
    await accounts.setPassword(user, GOOD, BY)
  }
  const known = demo ? Object.entries(people).map(([name, role]) => ({ name, role })) : []
  const app = givenRunnableApp(fakeViews(12), { gate: accounts, people: { accounts, signOn: null, demo: known } })
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  return { accounts, url: `http://127.0.0.1:${server.port}`, browser: await givenBrowser(t) }
}

/** A page of a context of its own, as the judge of accessibility needs it. */
const phone = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ viewport: { width: PHONE[0], height: PHONE[1] } })).newPage()

async function entered(browser: Browser, url: string, name: string): Promise<Page> {
  const page = await phone(browser)
  await page.goto(url)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(GOOD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation').waitFor()
  return page
}

/** In every palette, and on a small phone. */
async function assertForEverybody(page: Page): Promise<void> {
  for (const theme of ['day', 'dark', 'night']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    const { violations } = await new AxeBuilder({ page }).analyze()
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      [],
      `${page.url()} by ${theme}`,
    )
  }
  await page.setViewportSize({ width: 320, height: 700 })
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, page.url())
  await page.setViewportSize({ width: PHONE[0], height: PHONE[1] })
}

test('an approver opens a link on the phone, signs in, and is where the link led', {
  ...needs('chromium'),
  timeout: 90_000,
}, async (t) => {
  const { url, browser } = await given(t, { anna: 'approver' })
  const page = await phone(browser)
  await page.goto(`${url}/approvals`)
  await assertForEverybody(page)
  await page.getByLabel('Name').fill('anna')
  await page.getByLabel('Password').fill('not that')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Name or password is wrong.').waitFor()
  assert.equal(await page.getByLabel('Name').inputValue(), 'anna')
  await page.getByLabel('Password').fill(GOOD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${url}/approvals`)
  await page.getByRole('link', { name: 'anna' }).click()
  await page.getByText('Your role is approver').waitFor()
  await assertForEverybody(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${url}/login`)
})

test('what a role may not do is not offered, and a direct try says which role it takes and whom to ask', {
  ...needs('chromium'),
  timeout: 90_000,
}, async (t) => {
  const { url, browser } = await given(t, { vera: 'viewer', otto: 'operator', adam: 'admin' })
  const vessel = `${url}/vessels/${idOf(4)}`
  const viewer = await entered(browser, vessel, 'vera')
  await viewer.locator('article.alert').first().waitFor()
  assert.equal(await viewer.getByText('Acknowledge', { exact: true }).count(), 0)
  await viewer.getByText('Whoever has the role operator acknowledges and snoozes them.').waitFor()
  assert.equal(await viewer.getByRole('link', { name: 'Admin' }).count(), 0)
  await viewer.goto(`${url}/users`)
  await viewer.getByText('This needs the role admin. You are vera, and your role is viewer.').waitFor()
  await viewer.getByText('ask an admin of this hub: adam').waitFor()
  await assertForEverybody(viewer)
  const operator = await entered(browser, vessel, 'otto')
  assert.equal(await operator.getByText('Acknowledge', { exact: true }).first().isVisible(), true)
})

test('an open page of somebody who is disabled goes to the sign-in page by itself', {
  ...needs('chromium'),
  timeout: 90_000,
}, async (t) => {
  const { url, browser, accounts } = await given(t, { vera: 'viewer', adam: 'admin' })
  const page = await entered(browser, `${url}/alerts`, 'vera')
  await page.locator('html[data-connection="live"]').waitFor()
  await accounts.change({ type: 'disable-user', user: 'vera', reason: null, by: BY })
  await page.waitForURL(`${url}/login?to=%2Falerts`)
})

test('a page that stayed open over a sign-out and a new sign-in does nothing, and says why', {
  ...needs('chromium'),
  timeout: 90_000,
}, async (t) => {
  const { url, browser } = await given(t, { otto: 'operator' })
  const old = await entered(browser, `${url}/alerts?live=0`, 'otto')
  const other = await old.context().newPage()
  await other.goto(`${url}/account`)
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.getByLabel('Name').fill('otto')
  await other.getByLabel('Password').fill(GOOD)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.getByRole('navigation').waitFor()
  const alert = old.locator('article.alert').first()
  await alert.getByText('Acknowledge', { exact: true }).first().click()
  await alert.getByLabel('Why').first().fill('crew informed')
  await alert.getByRole('button', { name: 'Acknowledge' }).click()
  await old.getByText('This page is not of your present session').waitFor()
  assert.equal(await alert.getByLabel('Why').first().inputValue(), 'crew informed')
  await old.reload()
  await alert.getByText('Acknowledge', { exact: true }).first().click()
  await alert.getByRole('button', { name: 'Acknowledge' }).click()
  await old.getByText('Acknowledged by otto').waitFor()
})

test('an admin adds somebody without a script, who chooses a password by the link', {
  ...needs('chromium'),
  timeout: 90_000,
}, async (t) => {
  const { url, browser } = await given(t, { adam: 'admin' })
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${url}/users`)
  await page.getByLabel('Name').fill('adam')
  await page.getByLabel('Password').fill(GOOD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Add a user').click()
  await page.getByLabel('Name to sign in with').fill('grace@example.com')
  await page.locator('#user-role').selectOption('approver')
  await page.getByRole('button', { name: 'Add, and make a link' }).click()
  const link = (await page.locator('.secret').textContent()) ?? ''

  const other = await phone(browser)
  await other.goto(link)
  await assertForEverybody(other)
  await other.getByLabel('Password, at least 12 characters').fill(GOOD)
  await other.getByLabel('The same again').fill(GOOD)
  await other.getByRole('button', { name: 'Keep and sign in' }).click()
  await other.getByRole('link', { name: 'grace@example.com' }).waitFor()
  const admin = await entered(browser, `${url}/users`, 'adam')
  await admin.getByRole('row', { name: /grace@example\.com/ }).waitFor()
  await assertForEverybody(admin)
})

test('the demo says loudly what it is, and one click lets in', { ...needs('chromium'), timeout: 90_000 }, async (t) => {
  const { url, browser } = await given(t, { vera: 'viewer', otto: 'operator', anna: 'approver', adam: 'admin' }, true)
  const page = await phone(browser)
  await page.goto(url)
  await page.getByRole('heading', { name: 'This is a demo: one click lets anybody in' }).waitFor()
  await assertForEverybody(page)
  await page.getByRole('button', { name: /^anna/ }).click()
  await page.getByRole('link', { name: 'anna' }).waitFor()
})
