import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { givenAccounts } from '../fakes/people.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

const BY = { kind: 'command-line', name: 'test' } as const
const HERE = { from: '192.0.2.7', agent: null }

test('a form that a stream brought has no key of its own, and is sent with that of its page', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { accounts } = givenAccounts(systemClock)
  await accounts.change({ type: 'add-user', user: 'ada', role: 'admin', subject: null, first: false, by: BY })
  const [, begun] = [await accounts.letIn('ada', HERE), await accounts.letIn('ada', HERE)]
  if (begun.kind !== 'begun') throw new Error(begun.reason)
  const app = givenRunnableApp(fakeViews(12), { gate: accounts, people: { accounts, signOn: null, demo: [] } })
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const url = `http://127.0.0.1:${server.port}`
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  await page.context().addCookies([{ name: 'watchkeeper', value: begun.secret, url }])
  /** As after a stream has drawn them again. */
  const withoutKeys = () =>
    page.evaluate(`document.querySelectorAll('input[name="form-key"]').forEach((one) => one.remove())`)

  await page.goto(`${url}/vessels/${idOf(4)}?live=0`)
  await page.locator('article.alert [name="form-key"]').first().waitFor({ state: 'attached' })
  await withoutKeys()
  const alert = page.locator('article.alert').first()
  await alert.getByText('Acknowledge', { exact: true }).first().click()
  await alert.getByRole('button', { name: 'Acknowledge' }).click()
  await alert.getByText('Acknowledged by ada').waitFor()

  await page.goto(`${url}/account`)
  await withoutKeys()
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await page.getByRole('button', { name: 'Sign out there' }).waitFor({ state: 'detached' })
  assert.deepEqual(
    accounts.sessions('ada').map(({ user }) => user),
    ['ada'],
  )
  assert.deepEqual(page.complaints, [])
})
