import { type TestContext, test } from 'node:test'
import { createApp } from '../../hub/http/app.ts'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { atEnd } from '../at-end.ts'
import { fakeHost } from '../fakes/admin.ts'
import { fakeGate } from '../fakes/gate.ts'
import { fakePeople } from '../fakes/people.ts'
import { givenTold } from '../hub/given-told.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

async function given(t: TestContext) {
  const told = await givenTold(t, systemClock)
  const around = { clock: systemClock, log: quietLog, version: '0.0.0-test', gate: fakeGate('admin'), host: fakeHost }
  const app = createApp({ ...told.river, ...around, people: fakePeople(systemClock) })
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 390, 844)
  await page.goto(`http://127.0.0.1:${server.port}/admin`)
  await page.locator('html[data-connection="live"]').waitFor()
  return { ...told, page, channel: page.locator('#channel-email'), tickets: page.locator('.checks').first() }
}

test('an admin presses the button, and sees live what became of the test message', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { can, channel } = await given(t)
  can.deliver = { kind: 'refused', words: 'smtp.example.com:587: 550 no such user' }
  await channel.getByRole('button', { name: 'Send a test message' }).click()
  await channel.getByText('The test message was refused').waitFor()
  await channel.getByText('smtp.example.com:587: 550 no such user').first().waitFor()
  await channel.getByText('Look at host, port, security').waitFor()
  can.deliver = { kind: 'sent' }
  await channel.getByRole('button', { name: 'Send a test message' }).click()
  await channel.getByText('The test message was taken').waitFor()
  await channel.locator('header [data-standing="good"]').waitFor()
})

test('an admin asks the checklist again, and sees what is wrong and what to do', {
  ...needs('chromium'),
  timeout: 60_000,
}, async (t) => {
  const { can, page, tickets } = await given(t)
  await tickets.getByText('in 31 days').waitFor()
  can.check = { ...can.check, standing: 'wrong', words: 'expired on 2026-11-01' }
  await page.getByRole('button', { name: 'Ask again' }).click()
  await tickets.getByText('expired on 2026-11-01').waitFor()
  await tickets.getByText('Make a new token').waitFor()
})
