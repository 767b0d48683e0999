import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Fault } from '../../shared/fault.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { PROPOSAL } from '../fakes/docket.ts'
import { idOf, NOW } from '../fakes/views.ts'
import { givenApp } from './given-app.ts'

describe('what every answer carries', () => {
  test('a policy that runs nothing but our own files', async () => {
    const { headers } = await givenApp().get('/')
    assert.equal(
      headers.get('Content-Security-Policy'),
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff')
    assert.equal(headers.get('X-Frame-Options'), 'DENY')
    assert.match(headers.get('Permissions-Policy') ?? '', /camera=\(\), microphone=\(\), geolocation=\(\)/)
    assert.equal(headers.get('Strict-Transport-Security'), null)
  })

  test('all of that on what is refused, whoever refuses it', async () => {
    const { get, post, views } = givenApp(1, NOW * 1000, 'viewer')
    const nobody = givenApp(1, NOW * 1000, 'nobody')
    const failing = givenApp()
    failing.views.fail(new Error('unforeseen'))
    const refused = [
      [401, nobody.get('/api/v1/fleet')],
      [403, get('/users', { Accept: 'text/html' })],
      [403, post('/maintenance', {}, { Origin: 'https://evil.example' })],
      [404, get('/nowhere')],
      [405, post('/nowhere', {})],
      [413, post('/logout', { padding: 'x'.repeat(300_000) })],
      [421, get('/', { Host: 'evil.example' })],
      [500, failing.get('/api/v1/fleet')],
    ] as const
    for (const [status, asked] of refused) {
      const answer = await asked
      assert.equal(answer.status, status)
      assert.match(answer.headers.get('Content-Security-Policy') ?? '', /default-src 'self'.*frame-ancestors 'none'/)
      assert.equal(answer.headers.get('X-Content-Type-Options'), 'nosniff')
      assert.equal(answer.headers.get('Referrer-Policy'), 'same-origin')
      assert.match(answer.headers.get('Cache-Control') ?? '', /private|no-store/, String(status))
    }
    assert.equal(views.listeners(), 0)
  })

  test('the demand to be asked for again, for what is true now may not be later', async () => {
    for (const path of ['/', '/api/v1/fleet', '/readyz', '/metrics'])
      assert.equal((await givenApp().get(path)).headers.get('Cache-Control'), 'private, no-cache', path)
  })
})

describe('who may ask', () => {
  for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080', 'watch.example.com', 'WATCH.example.com:443'])
    test(`the host ${host} is answered`, async () => {
      assert.equal((await givenApp().get('/healthz', { Host: host })).status, 200)
    })

  for (const host of ['evil.example.com', 'localhost.evil.example.com', '127.0.0.1.evil.example.com', ''])
    test(`the host "${host}" is not: a foreign page may have pointed it here`, async () => {
      assert.equal((await givenApp().get('/healthz', { Host: host })).status, 421)
    })

  test('a body larger than any form is refused', async () => {
    const { app } = givenApp()
    const body = 'x'.repeat(300_000)
    const request = new Request('http://localhost/', { method: 'POST', body, headers: { Host: 'localhost' } })
    assert.equal((await app.fetch(request)).status, 413)
  })

  test('in words to a person', async () => {
    const answer = await givenApp().post('/maintenance', { reason: 'x'.repeat(300_000) }, { Accept: 'text/html' })
    assert.equal(answer.status, 413)
    assert.match(await answer.text(), /<h1>Too large<\/h1>\s*<p>A request may carry 262144 bytes/)
  })

  test('and the longest description of a ticket is none, in whatever script', async () => {
    const { post } = givenApp()
    const description = '船'.repeat(20_000)
    const path = `/vessels/${idOf(5)}/proposals/${PROPOSAL}/preview`
    assert.equal((await post(path, { revision: '1', description }, { Cookie: 'watchkeeper=Ada' })).status, 200)
  })
})

describe("a failure is somebody's to see", () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  /** How it is answered and what is logged when it fails so on a request. */
  async function failing(error: Error, signal: AbortSignal | null) {
    const logged: unknown[] = []
    const given = givenApp(1, NOW * 1000, 'admin', {
      log: { ...quietLog, error: (details: object) => void logged.push(details) },
    })
    given.views.fail(error)
    const headers = { Host: 'localhost' }
    const { status } = await given.app.fetch(new Request('http://localhost/api/v1/fleet', { headers, signal }))
    return { status, logged }
  }

  test('also when a connection broke that was not that of the request', async () => {
    const logged = [{ error: reset, path: '/api/v1/fleet' }]
    assert.deepEqual(await failing(reset, null), { status: 500, logged })
  })

  test('and when whoever asked has gone, which by itself is none', async () => {
    const error = new Error('unforeseen')
    const logged = [{ error, path: '/api/v1/fleet' }]
    assert.deepEqual(await failing(error, AbortSignal.abort()), { status: 500, logged })
    assert.deepEqual(await failing(reset, AbortSignal.abort()), { status: 400, logged: [] })
  })
})

test('what is too large for the hook of JIRA is refused as that, and is no failure of the hub', async () => {
  const logged: unknown[] = []
  const { app } = givenApp(1, NOW * 1000, 'nobody', {
    webhook: { secret: 'ship to shore', hint: () => {} },
    log: { ...quietLog, error: (details: object) => void logged.push(details) },
  })
  const headers = { Host: 'localhost' }
  const body = 'x'.repeat(1024 * 1024 + 1)
  const answer = await app.fetch(new Request('http://localhost/hooks/jira', { method: 'POST', body, headers }))
  assert.equal(answer.status, 413)
  assert.equal(((await answer.json()) as { detail: string }).detail, 'Too large.')
  assert.deepEqual(logged, [])
})

describe('faults become statuses in one place', () => {
  for (const [code, status] of [
    ['invalid', 400],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['too-large', 413],
    ['unavailable', 503],
    ['corrupt', 500],
  ] as const)
    test(`${code} is ${status}`, async () => {
      const given = givenApp()
      given.views.fail(new Fault(code, 'The log is full: free some space.', { hint: 'df -h' }))
      const response = await given.get('/api/v1/fleet')
      assert.equal(response.status, status)
      assert.deepEqual(
        [((await response.json()) as { detail: string }).detail, response.headers.get('Retry-After')],
        ['The log is full: free some space.', status === 503 ? '5' : null],
      )
    })
})

describe('files and pages', () => {
  test('all that a page loads is there, compressed on demand, and may be kept for ever', async () => {
    const { get } = givenApp()
    const page = await (await get('/')).text()
    const paths = [...page.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map((match) => match[1] as string)
    assert.equal(paths.length, 5)
    for (const path of paths) {
      const response = await get(path, { 'Accept-Encoding': 'gzip' })
      assert.equal(response.status, 200, path)
      assert.match(response.headers.get('Cache-Control') ?? '', /immutable/)
    }
    assert.equal((await get('/static/../package.json')).status, 404)
  })

  test('a page that has not changed is not sent again', async () => {
    const { get } = givenApp()
    const first = await get('/?live=0')
    const again = await get('/?live=0', { 'If-None-Match': first.headers.get('ETag') ?? '' })
    assert.equal(again.status, 304)
  })

  test('the first load of 66 vessels stays under 60 KB', async () => {
    const { get } = givenApp()
    const zipped = async (path: string) =>
      (await (await get(path, { 'Accept-Encoding': 'gzip' })).arrayBuffer()).byteLength
    const page = await (await get('/')).text()
    const paths = ['/', ...[...page.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map((match) => match[1] as string)]
    const sizes = await Promise.all(paths.map(zipped))
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 60_000, String(sizes))
  })

  test('a vessel that nobody knows is a page that says so', async () => {
    const response = await givenApp().get('/vessels/nobody')
    assert.equal(response.status, 404)
    assert.match(await response.text(), /No vessel of this id is known/)
  })

  test('a hub that cannot write says so on every page', async () => {
    const { get, views } = givenApp()
    views.unwritable('the disk is full')
    for (const path of ['/', `/vessels/${idOf(0)}`])
      assert.match(await (await get(path)).text(), /cannot write since 2026-11-23 17:04 UTC: the disk is full/)
  })
})

test('metrics are in the text format, each name once, labels escaped', async () => {
  const text = await (await givenApp().get('/metrics')).text()
  for (const line of text.trimEnd().split('\n'))
    assert.match(
      line,
      /^(# (HELP|TYPE) watchkeeper_\w+ .+|watchkeeper_\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? -?\d+(\.\d+)?)$/,
    )
  const names = [...text.matchAll(/# TYPE (\w+)/g)].map((match) => match[1])
  assert.equal(new Set(names).size, names.length)
  assert.match(text, /^watchkeeper_vessels\{state="silent"\} 2$/m)
  assert.match(text, /^watchkeeper_payload_faults_total\{vessel="aurora-0",kind="too-deep"\} 2$/m)
  assert.match(text, /^watchkeeper_strangers_refused_total\{kind="credential"\} 4$/m)
  for (const alarmed of ['deadline_overdue_seconds 0', 'outbox_age_seconds 12', 'watchdog_called_seconds 40'])
    assert.match(text, new RegExp(`^watchkeeper_${alarmed}$`, 'm'))
  assert.match(text, /^watchkeeper_jira_state\{state="answers"\} 1\nwatchkeeper_jira_state\{state="away"\} 0$/m)
  assert.match(text, /^watchkeeper_vessel_last_heard_seconds\{vessel="aurora-0"\} 120$/m)
})
