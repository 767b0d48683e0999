import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { issue } from '../fakes/docket.ts'
import { fakeViews } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

async function givenApprovals(t: TestContext) {
  const views = fakeViews()
  views.docket.found.push(issue('OPS-7', 'Equinox: no contact'))
  await views.proposals()
  const app = givenRunnableApp(views)
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  const url = `http://127.0.0.1:${server.port}`
  await page.context().addCookies([{ name: 'watchkeeper', value: 'ada', url }])
  await page.goto(`${url}/approvals?live=0`)
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

test('what opens to decide stands below the four ways, which stay where they are; the ticket comes before the button that makes it', {
  ...needs('chromium'),
}, async (t) => {
  const page = await givenApprovals(t)
  const places = () =>
    page.evaluate<string>(
      `JSON.stringify([...document.querySelectorAll('.decide > summary')].map((one) => { const { x, y, width } = one.getBoundingClientRect(); return [x, y, width] }))`,
    )
  const top = (selector: string) =>
    page.evaluate<number>(`document.querySelector('${selector}').getBoundingClientRect().top`)
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 1600 })
    const before = await places()
    for (const way of ['Approve', 'Reject', 'Snooze', 'Link']) {
      await page.locator('.decide > summary', { hasText: way }).click()
      assert.equal(await places(), before, `${way} on a screen of ${width} px`)
      assert.ok((await top('.decide[open] > form')) > (await top('.decide[open] > summary')) + 40)
    }
    await page.locator('.decide > summary', { hasText: 'Approve' }).click()
    assert.ok((await top('.confirm')) > (await top('.preview')) + 40)
    await page.locator('.decide > summary', { hasText: 'Approve' }).click()
  }
})

test('by Enter a key that was typed is linked to, not the issue that was found, and a note rejects nothing', {
  ...needs('chromium'),
}, async (t) => {
  const page = await givenApprovals(t)
  await page.locator('.decide > summary', { hasText: 'Reject' }).click()
  await page.getByLabel('Note').focus()
  await page.keyboard.type('a spare')
  await page.keyboard.press('Enter')
  assert.equal(await page.getByLabel('Note').inputValue(), 'a spare\n')
  await page.locator('.decide > summary', { hasText: 'Link' }).click()
  await page.getByRole('button', { name: /^OPS-7:/ }).waitFor()
  await page.getByLabel('Key of the issue').focus()
  await page.keyboard.type('OPS-12')
  await page.keyboard.press('Enter')
  await page.getByText('Linked to an issue that was there').waitFor()
  await page.getByText('OPS-12').first().waitFor()
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
