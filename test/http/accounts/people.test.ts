import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ACCOUNTS_STREAM } from '../../../hub/core/accounts/account.ts'
import { createApp } from '../../../hub/http/app.ts'
import { withinNetworks } from '../../../hub/http/door/networks.ts'
import { safeReturn } from '../../../hub/http/door/own-pages.ts'
import type { Peer } from '../../../hub/http/door/whence.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { givenAccounts } from '../../fakes/people.ts'
import { fakeViews, NOW } from '../../fakes/views.ts'
import { readEvents } from '../event-stream.ts'
import { appOptions } from '../given-app.ts'

/** How people come in by the pages, on the real accounts. */

const GOOD = 'a ship in the night'
const BY = { kind: 'command-line', name: 'test' } as const
const PAGE = { Accept: 'text/html' }
const PROXY: Peer = { address: '10.0.0.7', tls: false }

type Asking = { readonly peer?: Peer; readonly headers?: Readonly<Record<string, string>> }

async function given() {
  const clock = virtualClock(NOW * 1000)
  const views = fakeViews(3)
  const { accounts, events } = givenAccounts(clock)
  await accounts.change({ type: 'add-user', user: 'ada', role: 'admin', subject: null, first: false, by: BY })
  await accounts.setPassword('ada', GOOD, BY)
  const app = createApp({
    ...appOptions(views, clock),
    gate: accounts,
    people: { accounts, signOn: null, demo: [] },
    hosts: ['watch.example.com'],
    front: { trusts: withinNetworks(['10.0.0.7', '10.1.0.0/16']), publicUrl: 'https://watch.example.com' },
  })
  const ask = async (path: string, init: RequestInit, { peer, headers = {} }: Asking = {}) =>
    app.fetch(new Request(`http://localhost${path}`, { ...init, headers: { Host: 'localhost', ...headers } }), peer)
  const get = (path: string, asking?: Asking) => ask(path, {}, asking)
  const post = (path: string, fields: Readonly<Record<string, string>>, asking: Asking = {}) =>
    ask(
      path,
      { method: 'POST', body: new URLSearchParams(fields) },
      {
        ...asking,
        headers: { Origin: 'http://localhost', ...asking.headers },
      },
    )
  const signIn = async (asking?: Asking) => cookieOf(await post('/login', { name: 'ada', password: GOOD }, asking))
  return { accounts, events, views, clock, get, post, signIn }
}

const cookieOf = (response: Response): string => (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
const words = async (response: Response): Promise<string> => (await response.text()).replace(/<[^>]*>/g, ' ')
const keyIn = async (response: Response): Promise<string> =>
  /name="form-key" value="([^"]+)"/.exec(await response.text())?.[1] ?? ''

describe('who is not signed in', () => {
  test('is shown where to sign in, and comes back from there to what they wanted to see', async () => {
    const { get, post } = await given()
    const shown = await get('/approvals?x=1', { headers: PAGE })
    assert.deepEqual([shown.status, shown.headers.get('Location')], [303, '/login?to=%2Fapprovals%3Fx%3D1'])
    const page = await (await get('/login?to=%2Fapprovals%3Fx%3D1')).text()
    assert.match(page, /name="to" value="\/approvals\?x=1"/)
    const entered = await post('/login', { name: 'ada', password: GOOD, to: '/approvals?x=1' })
    assert.deepEqual([entered.status, entered.headers.get('Location')], [303, '/approvals?x=1'])
  })

  test('is told so by status where a script or a program asks, and by htmx led to the page', async () => {
    const { get, post } = await given()
    const program = await get('/api/v1/fleet')
    assert.deepEqual([program.status, program.headers.get('WWW-Authenticate')], [401, 'Bearer realm="watchkeeper"'])
    const of = { 'HX-Request': 'true', 'HX-Current-URL': 'http://localhost/alerts?kind=down', ...PAGE }
    const swapped = await post('/vessels/x/alerts/y/acknowledge', {}, { headers: of })
    assert.deepEqual([swapped.status, swapped.headers.get('HX-Redirect')], [401, '/login?to=%2Falerts%3Fkind%3Ddown'])
    const form = await post('/maintenance', {}, { headers: PAGE })
    assert.equal(form.status, 401)
    assert.match(await words(form), /your entry is still in its form/)
  })

  test('is led nowhere else: only to a page of ours', () => {
    for (const to of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/login?to=/x',
      '/api/v1/fleet',
      '',
      undefined,
    ])
      assert.equal(safeReturn(to), '/', to)
    assert.equal(safeReturn('/vessels/mv-aurora?x=1#component-server'), '/vessels/mv-aurora?x=1#component-server')
  })
})

describe('a session', () => {
  test('is a cookie that no script reads, of this host alone; over TLS it has a name that nobody else can set', async () => {
    const { post } = await given()
    const fields = { name: 'ada', password: GOOD }
    const plain = (await post('/login', fields)).headers.getSetCookie()[0] ?? ''
    assert.match(plain, /^watchkeeper=[^;]+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/)
    const headers = { Host: 'watch.example.com', Origin: 'https://watch.example.com' }
    const behind = await post('/login', fields, { peer: PROXY, headers })
    assert.match(
      behind.headers.getSetCookie()[0] ?? '',
      /^__Host-watchkeeper=[^;]+; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    assert.equal(behind.headers.get('Strict-Transport-Security'), 'max-age=31536000')
  })

  test('of the open is none over TLS', async () => {
    const { get, signIn } = await given()
    const cookie = await signIn()
    assert.equal((await get('/', { headers: { Cookie: cookie } })).status, 200)
    const secure: Peer = { address: '192.0.2.9', tls: true }
    assert.equal((await get('/', { peer: secure, headers: { Cookie: cookie } })).status, 401)
  })

  test('is the only one of its browser: whoever signs in there anew, by a password or a link, ends the one before', async () => {
    const { accounts, events, get, post, signIn } = await given()
    await accounts.change({ type: 'add-user', user: 'ben', role: 'viewer', subject: null, first: false, by: BY })
    const elsewhere = await signIn()
    const Cookie = await signIn()
    const again = cookieOf(await post('/login', { name: 'ada', password: GOOD }, { headers: { Cookie } }))
    assert.equal((await get('/', { headers: { Cookie } })).status, 401)
    await post('/login', { name: 'ada', password: 'no' }, { headers: { Cookie: again } })
    assert.equal((await get('/', { headers: { Cookie: again } })).status, 200, 'a wrong password ends nothing')
    const link = await accounts.makeLink('ben', BY)
    const code = link.kind === 'made' ? link.secret : assert.fail(link.reason)
    const taken = await post('/setup', { code, password: GOOD, again: GOOD }, { headers: { Cookie: again } })
    assert.equal((await get('/', { headers: { Cookie: again } })).status, 401)
    for (const left of [elsewhere, cookieOf(taken)])
      assert.equal((await get('/', { headers: { Cookie: left } })).status, 200)
    const ended = []
    for await (const batch of events.read(ACCOUNTS_STREAM, 0, AbortSignal.timeout(10_000))) {
      for (const event of batch.events) if (event.type === 'signed-out') ended.push([event.user, event.which, event.by])
    }
    assert.deepEqual(
      ended,
      [1, 2].map(() => ['ada', 'own', { kind: 'user', name: 'ada' }]),
    )
  })

  test('ends by the button, here and in the hub', async () => {
    const { get, post, signIn } = await given()
    const Cookie = await signIn()
    const key = await keyIn(await get('/account', { headers: { Cookie } }))
    const out = await post('/logout', { 'form-key': key }, { headers: { Cookie } })
    assert.deepEqual([out.status, out.headers.get('Location')], [303, '/login'])
    assert.match(out.headers.get('Set-Cookie') ?? '', /^watchkeeper=; Max-Age=0/)
    assert.equal(out.headers.get('Clear-Site-Data'), '"cache"', 'the button back shows nothing')
    assert.equal((await get('/api/v1/fleet', { headers: { Cookie } })).status, 401)
  })

  test('that ends ends its open streams, and what happens then is not told any more', async () => {
    const { get, signIn, accounts, views, clock } = await given()
    const Cookie = await signIn()
    const stream = readEvents(await get('/api/v1/events', { headers: { Cookie } }))
    await stream.until(() => stream.events.some(({ event }) => event === 'fleet'))
    await accounts.change({ type: 'add-user', user: 'grace', role: 'admin', subject: null, first: false, by: BY })
    const told = stream.events.length
    await accounts.change({ type: 'disable-user', user: 'ada', reason: null, by: BY })
    views.fallSilent(0, 3_600)
    await clock.advance(5_000)
    await stream.until(() => stream.ended)
    const rest = stream.events.slice(told).map(({ event }) => event)
    assert.deepEqual(
      rest.filter((event) => event !== 'tick'),
      ['signed-out'],
    )
  })
})

test('a role that changes ends the open streams that show what the role may do', async () => {
  const { get, signIn, accounts, clock } = await given()
  await accounts.change({ type: 'add-user', user: 'grace', role: 'admin', subject: null, first: false, by: BY })
  const stream = readEvents(await get('/live/admin', { headers: { Cookie: await signIn() } }))
  await stream.until(() => stream.events.length > 0)
  await accounts.change({ type: 'change-role', user: 'ada', role: 'viewer', by: BY })
  await clock.advance(5_000)
  await stream.until(() => stream.ended)
  assert.equal(stream.events.at(-1)?.event, 'signed-out')
})

describe('what wrong passwords come to', () => {
  test('is said, and keeps the name; too many of them wait', async () => {
    const { post } = await given()
    const wrong = await post('/login', { name: 'ada', password: 'no' })
    assert.equal(wrong.status, 422)
    const page = await wrong.text()
    assert.match(page, /Name or password is wrong\./)
    assert.match(page, /name="name" value="ada"/)
    for (let time = 0; time < 3; time++) await post('/login', { name: 'ada', password: 'no' })
    const locked = await post('/login', { name: 'ada', password: 'no' })
    assert.deepEqual([locked.status, locked.headers.get('Retry-After')], [429, '900'])
    assert.match(await words(locked), /locked until 17:29 UTC\. An admin can let you in sooner/)
  })
})

describe('behind a proxy', () => {
  const headers = { Host: 'watch.example.com', Origin: 'https://watch.example.com' }
  const from = async (peer: Peer, forwarded: string) => {
    const { post, accounts } = await given()
    const more = { 'X-Forwarded-For': forwarded, 'X-Forwarded-Proto': 'https' }
    await post('/login', { name: 'ada', password: GOOD }, { peer, headers: { ...headers, ...more } })
    return accounts.sessions('ada')[0]?.from
  }

  test('it is believed about whom it speaks for, as far as that is nobody trusted', async () => {
    assert.equal(await from(PROXY, '203.0.113.5'), '203.0.113.5')
    assert.equal(await from(PROXY, '198.51.100.66, 203.0.113.5, 10.1.2.3'), '203.0.113.5')
    assert.equal(await from({ ...PROXY, address: '::ffff:10.0.0.7' }, '203.0.113.5'), '203.0.113.5')
  })

  test('it is not counted anew with each port that it tells', async () => {
    assert.equal(await from(PROXY, '203.0.113.5:50123'), '203.0.113.5')
    assert.equal(await from(PROXY, '[2001:db8::5]:50123'), '2001:db8::5')
    assert.equal(await from(PROXY, '2001:db8::5'), '2001:db8::5')
  })

  test('it is told to speak TLS where it lets people in without', async () => {
    const { get, post } = await given()
    const open = { ...headers, 'X-Forwarded-Proto': 'http' }
    const refused = await post('/login', { name: 'ada', password: GOOD }, { peer: PROXY, headers: open })
    assert.deepEqual([refused.status, refused.headers.get('Set-Cookie')], [403, null])
    assert.match(await refused.text(), /Open https:\/\/watch\.example\.com/)
    for (const proto of ['https', 'HTTPS']) {
      const page = await get('/login', { peer: PROXY, headers: { ...headers, 'X-Forwarded-Proto': proto } })
      assert.deepEqual([page.status, page.headers.get('Cross-Origin-Opener-Policy')], [200, 'same-origin'])
    }
  })

  test('nobody else is', async () => {
    assert.equal(await from({ address: '127.0.0.1', tls: false }, '203.0.113.5'), '127.0.0.1')
  })

  test('who comes past it in the open is sent to it, before any password is read', async () => {
    const { post, get } = await given()
    const peer: Peer = { address: '192.0.2.9', tls: false }
    const past = await post('/login', { name: 'ada', password: GOOD }, { peer, headers })
    assert.equal(past.status, 403)
    assert.match(await past.text(), /by TLS, through the proxy/)
    assert.equal((await get('/healthz', { peer })).status, 403)
  })
})

describe('forms about accounts', () => {
  test('take nothing without the key of their own session, not even from a page of ours', async () => {
    const { get, post, signIn } = await given()
    const [mine, other] = [await signIn(), await signIn()]
    const key = await keyIn(await get('/account', { headers: { Cookie: other } }))
    assert.notEqual(key, '')
    for (const fields of [{}, { 'form-key': key }])
      assert.equal((await post('/account/sessions/end-others', fields, { headers: { Cookie: mine } })).status, 403)
    assert.equal((await get('/account', { headers: { Cookie: other } })).status, 200)
    const right = await keyIn(await get('/account', { headers: { Cookie: mine } }))
    assert.equal(
      (await post('/account/sessions/end-others', { 'form-key': right }, { headers: { Cookie: mine } })).status,
      303,
    )
    assert.equal((await get('/account', { headers: { Cookie: other } })).status, 401)
  })

  test('are for no program', async () => {
    const { post, accounts } = await given()
    const added = await accounts.addToken('ada', { name: 'x', role: 'admin', until: NOW + 60 }, BY)
    const headers = { Authorization: `Bearer ${added.kind === 'added' ? added.secret : ''}` }
    assert.equal((await post('/users', { name: 'eve', role: 'admin' }, { headers })).status, 403)
  })

  test('a token is shown once, and lets a program in', async () => {
    const { get, post, signIn } = await given()
    const Cookie = await signIn()
    const key = await keyIn(await get('/account', { headers: { Cookie } }))
    const fields = { 'form-key': key, name: 'prometheus', role: 'viewer', for: '90d' }
    const page = await (await post('/account/tokens', fields, { headers: { Cookie } })).text()
    const secret = /wk_[\w-]+/.exec(page)?.[0] ?? assert.fail('no token')
    const headers = { Authorization: `Bearer ${secret}` }
    assert.equal((await get('/metrics', { headers })).status, 200)
    assert.doesNotMatch(await (await get('/account', { headers: { Cookie } })).text(), /wk_/)
    assert.equal((await post('/account/tokens', fields, { headers: { Cookie } })).status, 422)
  })

  test('an admin adds somebody, who chooses a password by the link', async () => {
    const { get, post, signIn, accounts } = await given()
    const Cookie = await signIn()
    const key = await keyIn(await get('/users', { headers: { Cookie } }))
    const page = await (
      await post('/users', { 'form-key': key, name: 'Ben', role: 'approver' }, { headers: { Cookie } })
    ).text()
    const code = /https:\/\/watch\.example\.com\/setup\?code=([\w-]+)/.exec(page)?.[1] ?? assert.fail('no link')
    assert.match(await words(await get(`/setup?code=${code}`)), /Welcome, ben/)
    assert.equal((await post('/setup', { code, password: GOOD, again: 'else' })).status, 422)
    const done = await post('/setup', { code, password: GOOD, again: GOOD })
    assert.equal(done.status, 303)
    const person = await accounts.who({ session: cookieOf(done).split('=')[1] ?? '', token: null, from: null })
    assert.deepEqual([person?.name, person?.role], ['ben', 'approver'])
    assert.equal((await get(`/setup?code=${code}`)).status, 410)
  })

  test('nobody takes the last admin away', async () => {
    const { get, post, signIn } = await given()
    const Cookie = await signIn()
    const key = await keyIn(await get('/users', { headers: { Cookie } }))
    const refused = await post('/users/ada/disable', { 'form-key': key }, { headers: { Cookie } })
    assert.equal(refused.status, 409)
    assert.match(await words(refused), /ada is the last admin: make another one first/)
  })

  test('their pages are kept nowhere', async () => {
    const { get, signIn } = await given()
    const Cookie = await signIn()
    for (const path of ['/login', '/setup?code=x', '/account', '/users'])
      assert.equal((await get(path, { headers: { Cookie } })).headers.get('Cache-Control'), 'no-store', path)
  })
})

test('the API says that it takes a token', async () => {
  const { get, accounts } = await given()
  const added = await accounts.addToken('ada', { name: 'reader', role: 'viewer', until: NOW + 60 }, BY)
  const headers = { Authorization: `Bearer ${added.kind === 'added' ? added.secret : ''}` }
  const { security, components } = (await (await get('/openapi.json', { headers })).json()) as {
    security: unknown
    components: { securitySchemes: Record<string, { scheme: string }> }
  }
  assert.deepEqual(security, [{ token: [] }])
  assert.equal(components.securitySchemes.token?.scheme, 'bearer')
})
