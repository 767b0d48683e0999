import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adminView } from '../../hub/projections/admin-view.ts'
import type { Admin } from '../../shared/api/admin.ts'
import { iso } from '../../shared/time.ts'
import { adminMain } from '../../web/pages/admin.ts'
import { fakeHost } from '../fakes/admin.ts'
import { figuresAt } from '../fakes/figures.ts'
import { NOW } from '../fakes/views.ts'
import { AURORA } from '../hub/projections/given.ts'
import { documented } from './documented.ts'
import { givenApp } from './given-app.ts'

const HEALTHY = {
  ready: true,
  at: iso(NOW),
  log: { writable: true, since: null, why: null },
  link: { up: true, since: iso(NOW), why: null },
}
const words = (html: string): string => html.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')
const text = async (answer: Response): Promise<string> => words(await answer.text())

test('the admin page says how each channel stands, what came of its last message, and what to do when it is wrong', async () => {
  const page = await text(await givenApp().get('/admin'))
  assert.match(
    page,
    /email ✓ good Takes messages\. “Aurora: Server down” was taken 12 min ago\. The test message was taken 1 h ago\./,
  )
  assert.match(
    page,
    /ops-channel ✗ wrong Takes no messages since .*: hooks\.example\.com cannot be reached .* did not go out .* tried again/,
  )
  assert.match(
    page,
    /3 messages have not gone out, the oldest since 15 min\. .*Look at the URL in the file that urlFile names/,
  )
  assert.match(page, /The next daily digest goes out .* in 14 h/)
})

test('it shows the checklist of JIRA, the last call of the dead-man’s switch, and what is of the hub itself', async () => {
  const page = await text(await givenApp().get('/admin'))
  assert.match(page, /✓ good token JIRA knows it as watchkeeper/)
  assert.match(page, /Calls Last called 40 s ago/)
  assert.match(page, /Data folder 41\.2 MB in \/var\/lib\/watchkeeper/)
  assert.match(page, /! soon Certificate good until .*Put a new one into the files that mqtt\.tls names/)
  assert.match(page, /Event log position 1234.*Snapshot saved 1 h ago.*Pages show all of the log/)
})

test('a snapshot that cannot be saved is said to cost time alone', async () => {
  const figures = figuresAt(NOW, AURORA)
  const host = await fakeHost()
  const trouble = '/data/snapshot cannot be written: ENOSPC: no space left on device'
  const shown = (savedAt: number | null) => {
    const admin = adminView({ ...figures, snapshot: { savedAt, trouble } }, host, NOW)
    return words(adminMain({ admin, counts: { alerts: 0, waiting: 0 }, health: HEALTHY }).toString())
  }
  assert.match(shown(NOW - 7200), /! soon Snapshot saved 2 h ago; now \/data\/snapshot cannot be written: ENOSPC/)
  assert.match(shown(null), /! soon Snapshot not saved since the start; now .*Nothing is lost: the next start/)
})

test('a token that is refused is the one thing to mend, and a channel that refused its last message does not look well', async () => {
  const figures = figuresAt(NOW, AURORA)
  const refused = { standing: 'wrong', words: 'JIRA refused the token' } as const
  const checks = ['token', 'permissions', 'issue type'].map((what) => ({ what, ...refused }))
  const last = { at: NOW, kind: 'refused', words: '550 no such user', subject: 'Aurora: Server down' } as const
  const admin = adminView(
    {
      ...figures,
      channels: figures.channels.map((channel) => ({ ...channel, last })),
      outbox: figures.outbox && { ...figures.outbox, checks },
    },
    await fakeHost(),
    NOW,
  )
  const page = words(adminMain({ admin, counts: { alerts: 0, waiting: 0 }, health: HEALTHY }).toString())
  assert.match(page, /✗ wrong JIRA answers, but does not take the token/)
  assert.match(page, /token JIRA refused the token ?Make a new token/)
  assert.match(page, /permissions JIRA refused the token ?First the token/)
  assert.match(page, /email ✗ wrong Answers, but refused the last message\./)
})

test('as data it is what /openapi.json promises', async () => {
  const { get } = givenApp()
  const admin = (await documented(get, '/api/v1/admin', '/api/v1/admin')) as Admin
  assert.deepEqual(
    admin.channels.map(({ name, last }) => [name, last?.outcome]),
    [
      ['email', 'sent'],
      ['ops-channel', 'retry-later'],
    ],
  )
})

test('a test message is asked for by who presses the button, and the page comes back', async () => {
  const { post, asked } = givenApp()
  const plain = await post('/admin/channels/email/test', {})
  assert.deepEqual([plain.status, plain.headers.get('Location')], [303, '/admin'])
  const live = await post('/admin/channels/ops-channel/test', {}, { 'HX-Request': 'true' })
  assert.match(await live.text(), /^<div id="admin">/)
  assert.equal((await post('/admin/tickets/ask', {})).status, 303)
  assert.deepEqual(asked, ['test email by ada', 'test ops-channel by ada', 'ask'])
})

test('there is no test of a channel that there is not, and none from a foreign page', async () => {
  const { post, asked } = givenApp()
  assert.equal((await post('/admin/channels/pager/test', {})).status, 404)
  assert.equal((await post('/admin/channels/email/test', {}, { Origin: 'https://evil.example.com' })).status, 403)
  assert.deepEqual(asked, [])
})

test('only an admin sees the way there', async () => {
  const link = /<a href="\/admin"/
  assert.match(await (await givenApp(3, NOW * 1000, 'admin').get('/')).text(), link)
  assert.doesNotMatch(await (await givenApp(3, NOW * 1000, 'approver').get('/')).text(), link)
})
