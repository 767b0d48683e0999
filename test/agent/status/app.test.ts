import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusApp } from '../../../agent/status/app.ts'
import { createLimiter, isOwnHost } from '../../../agent/status/guard.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import type { CrewView } from '../../../web/crew/view.ts'
import { allWell, allWrong, noDefaults, serverDown } from './crew-views.ts'

const appWith = (view: () => CrewView, admits = () => true) =>
  statusApp({ view, log: quietLog, admits, defaults: noDefaults })
const get = (path: string, headers: Record<string, string> = {}, view: CrewView = allWell) =>
  appWith(() => view).request(path, { headers: { Host: '127.0.0.1:8081', ...headers } })
const text = async (view: CrewView) =>
  (await (await get('/', {}, view)).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('one sentence says how the ship is', async () => {
  const sentence = async (view: CrewView) => /<h1>([^<]*)/.exec(await (await get('/', {}, view)).text())?.[1]
  assert.equal(await sentence(allWell), 'All is up')
  assert.equal(await sentence(serverDown), 'Server is down')
  assert.equal(await sentence(allWrong), 'No measurement')
  assert.equal(await sentence({ ...allWell, components: [] }), 'No measurement')
  assert.equal(await sentence({ ...allWell, losses: allWrong.losses }), 'All is up, but something needs care')
  assert.equal(await sentence({ ...allWell, troubles: allWrong.troubles }), 'All is up, but something needs care')
  assert.equal(await sentence({ ...allWell, shore: allWrong.shore }), 'All is up on board, but shore cannot be reached')
  const down = serverDown.components.map((component) => ({ ...component, state: 'down' as const }))
  assert.equal(await sentence({ ...allWell, components: down }), 'Access point, Dashboard and Server are down')
  const [first, ...others] = allWrong.components
  assert.ok(first)
  const oneUnknown = [first, ...allWell.components.slice(1)]
  assert.equal(await sentence({ ...allWell, components: oneUnknown }), 'No measurement of Access point')
  assert.equal(others.length, 2)
})

test('the page is headed by the name of the ship; its id is for who repairs it', async () => {
  const page = await (await get('/')).text()
  assert.match(page, /<title>MV Aurora · /)
  assert.match(page, /<a class="brand" href="\/">MV Aurora<\/a>/)
  assert.match(await text(allWell), /Agent 0\.1\.0 on mv-aurora\./)
})

test('the page says since when, how much of the day, what waits, what is wrong, what to do and what was lost', async () => {
  const words = await text(allWrong)
  assert.match(words, /No measurement for 40 min/)
  assert.match(words, /since 2026-11-23 11:20 UTC ?\. The database could not be read/)
  assert.match(words, /up 100 % of the 23 h 20 min that were measured/)
  assert.match(words, /not connected since 2026-11-23 11:00 UTC hub\.example\.com:8883 does not answer\. /)
  assert.match(words, /Shore last answered 1 h 1 min ago 2026-11-23 10:59 UTC/)
  assert.match(words, /Waits to be sent what was measured since 2026-11-23 10:58 UTC \(1 h 2 min\)/)
  assert.match(words, /Carried by the link today 18\.3 KB sent · 31\.1 KB received/)
  assert.match(words, /Nothing answers at .* Start InfluxDB on the server/)
  assert.match(words, /The disk is full: free some space/)
  assert.match(
    words,
    /What was lost The record of 2026-11-20 \(UTC\) could not be read\. It is read again from the database/,
  )
})

test('when shore last answered stands on top, and what to do while it cannot be reached', async () => {
  assert.match(await text(allWell), /All is up Shore has all measurements\. Shore last answered 1 min ago\./)
  const waiting = { ...allWell.shore, waiting: 'not known' as const }
  assert.match(await text({ ...allWell, shore: waiting }), /All is up Shore is being told\./)
  const cut = await text({ ...allWell, shore: allWrong.shore })
  assert.match(cut, /If it does, tell shore by phone or e-mail\. .* Shore last answered 1 h 1 min ago\./)
  const never = { ...allWrong.shore, lastContact: null }
  assert.doesNotMatch(await text({ ...serverDown, shore: never }), /Shore last answered \d/)
})

test('a clock leaves out the date that it shows today, and no other', async () => {
  const shore = { ...allWell.shore, lastContact: '2026-11-22T20:00:00Z', since: '2026-11-23T06:00:00Z' }
  const body = await (await get('/?ship=%2B12:00', {}, { ...allWell, shore })).text()
  const words = body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  assert.match(words, /16 h ago 2026-11-23 08:00 ship · 2026-11-22 20:00 UTC/)
  assert.match(words, /connected since 2026-11-23 18:00 ship · 06:00 UTC/)
  assert.match(words, /since 2026-11-20 19:00 ship · 07:00 UTC/)
})

test('the picture of a day says how it is read', async () => {
  assert.match(await (await get('/')).text(), /class="key".*look-up.* Up<.*look-down.* Down<.*look-unknown.* No meas/s)
})

test('what is alike is said once, with the technical words of each', async () => {
  const trouble = (name: string) => ({
    about: 'measurement' as const,
    code: 'no-points',
    names: [name],
    message: `No new points of ${name}.`,
    hint: null,
  })
  const words = await text({ ...allWell, troubles: [trouble('Server'), trouble('Dashboard')] })
  assert.equal(words.split('The database has no new measurements.').length, 2)
  assert.match(words, /Server, Dashboard : The database .* No new points of Server\. .* No new points of Dashboard\./)
})

test('a name from the configuration is text, not markup', async () => {
  const [component] = allWell.components
  assert.ok(component)
  const body = await (await get('/', {}, { ...allWell, components: [{ ...component, name: '<b>"x' }] })).text()
  assert.ok(body.includes('&lt;b&gt;&quot;x'))
  assert.ok(!body.includes('<b>'))
})

test('a page that polls gets the part that changes, and the time it is of', async () => {
  const answer = await get('/', { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
  assert.match(await answer.text(), /^<hx-partial hx-target="#main" hx-swap="outerMorph"><main/)
  assert.deepEqual(JSON.parse(answer.headers.get('HX-Trigger') ?? ''), { tick: { data: '12:00:00 UTC' } })
  assert.match(answer.headers.get('Vary') ?? '', /HX-Request/)
})

test('without scripts the page loads itself again, and every file it names is there', async () => {
  const body = await (await get('/')).text()
  assert.match(body, /<noscript><meta http-equiv="refresh" content="30"><\/noscript>/)
  const files = [...body.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1] ?? '')
  assert.equal(files.length, 4)
  for (const file of files) assert.equal((await get(file)).status, 200, file)
  assert.ok(!/(href|src)="https?:/.test(body), 'nothing comes from elsewhere')
})

test('status.json tells the same to programs; healthz that the agent lives', async () => {
  assert.deepEqual(await (await get('/status.json')).json(), allWell)
  assert.deepEqual(await (await get('/healthz')).json(), { status: 'ok' })
})

test('every answer carries the security headers, the refusals too', async () => {
  for (const path of ['/', '/status.json', '/nothing']) {
    const { headers } = await get(path)
    assert.match(headers.get('Content-Security-Policy') ?? '', /^default-src 'self'; .*frame-ancestors 'none'/)
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff')
    assert.equal(headers.get('Cache-Control'), 'no-store')
  }
  const refused = await get('/', { Host: 'evil.example.com' })
  assert.equal(refused.status, 421)
  assert.match(refused.headers.get('Content-Security-Policy') ?? '', /default-src/)
})

test('the page is for reading only', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await appWith(() => allWell).request('/', { method, headers: { Host: 'localhost' } })
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('Allow'), 'GET, HEAD')
  }
})

test('who asks too often is told to wait; when the time is over he is answered again', () => {
  let now = 0
  const clock = { now: () => now, monotonic: () => now, after: () => () => {} }
  const admits = createLimiter(clock, { requests: 2, windowMs: 1000 })
  assert.deepEqual([admits('a'), admits('a'), admits('a'), admits('b')], [true, true, false, true])
  now = 1000
  assert.equal(admits('a'), true)
})

test('a refusal for asking too often says when to come back', async () => {
  const answer = await appWith(
    () => allWell,
    () => false,
  ).request('/', { headers: { Host: 'localhost' } })
  assert.equal(answer.status, 429)
  assert.equal(answer.headers.get('Retry-After'), '10')
})

test('the page is reached by address, plain name or .local, never by a name from elsewhere', () => {
  for (const host of [
    '127.0.0.1',
    '127.0.0.1:8081',
    '[::1]:8081',
    '192.168.10.4',
    'localhost:8081',
    'bridge-pc',
    'wk.local',
  ])
    assert.ok(isOwnHost(host), host)
  for (const host of [
    undefined,
    '',
    'evil.example.com',
    '127.0.0.1.evil.com',
    'evil.com:8081',
    '[evil]',
    'a b',
    '127.0.0.1:8081:1',
  ])
    assert.ok(!isOwnHost(host), String(host))
})

test('a page that cannot be made is an error in the log and a plain sentence, not a stack', async () => {
  const errors: object[] = []
  const log = { ...quietLog, error: (details: object) => errors.push(details) }
  const broken = statusApp({
    view: () => {
      throw new Error('secret detail')
    },
    log,
    admits: () => true,
    defaults: noDefaults,
  })
  const answer = await broken.request('/', { headers: { Host: 'localhost' } })
  assert.equal(answer.status, 500)
  assert.doesNotMatch(await answer.text(), /secret/)
  assert.equal(errors.length, 1)
})
