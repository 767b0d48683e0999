import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

async function givenApprovals(t: TestContext) {
  const app = givenRunnableApp(fakeViews())
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.goto(`http://127.0.0.1:${server.port}/approvals?live=0`)
  return page
}

test('what JIRA will get has the same frame all around, a stronger one where somebody has changed it', {
  ...needs('chromium'),
}, async (t) => {
  const page = await givenApprovals(t)
  const frame = () => page.evaluate<string>(`getComputedStyle(document.querySelector('.preview')).borderWidth`)
  await page.locator('.decide > summary').first().click()
  assert.equal(await frame(), '1px')
  await page.getByText('Edit summary, severity, description').click()
  await page.getByRole('button', { name: 'Show what JIRA will get' }).click()
  await page.getByText('With what you changed.').waitFor()
  assert.equal(await frame(), '2px')
})

test('what is decided together has the whole width', { ...needs('chromium') }, async (t) => {
  const page = await givenApprovals(t)
  await page.locator('.choose input').first().check()
  await page.locator('.together').getByRole('button', { name: 'Approve' }).click()
  await page.getByText('What JIRA will get').waitFor()
  const widths = await page.evaluate<number[]>(
    `[...document.querySelectorAll('.listed .proposal > :not([type="hidden"])')].map((one) => one.getBoundingClientRect().width)`,
  )
  assert.ok(widths.length > 2)
  assert.equal(new Set(widths).size, 1)
})
