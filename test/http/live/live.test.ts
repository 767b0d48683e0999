import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { fleet as fleetSchema, fleetVessel } from '../../../shared/api/fleet.ts'
import { Fault } from '../../../shared/fault.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { type EventReader, readEvents } from '../event-stream.ts'
import { type GivenApp, givenApp } from '../given-app.ts'

const HOUR_S = 3600
/** Longer than news is gathered. */
const GATHERED_MS = 250

const connect = async (given: GivenApp, path: string, headers = {}): Promise<EventReader> => {
  const response = await given.get(path, { 'Accept-Encoding': 'gzip', ...headers })
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('Content-Type'), 'text/event-stream')
  assert.equal(response.headers.get('Content-Encoding'), null, 'a compressed stream would hold news back')
  return readEvents(response)
}

const pieces = (reader: EventReader): string[] =>
  reader.events
    .filter(({ event }) => event === '')
    .flatMap(({ data }) => [...data.matchAll(/<hx-partial hx-target="#([^"]+)"/g)].map((match) => match[1] as string))
const ticks = (reader: EventReader): number => reader.events.filter(({ event }) => event === 'tick').length

describe('the stream of the fleet page', () => {
  const seenBy = async (given: GivenApp): Promise<string> => {
    const page = await (await given.get('/')).text()
    return /hx-sse:connect="([^"]+)"/.exec(page)?.[1] ?? assert.fail('the page names no stream')
  }

  test('gives who knows nothing the whole page at once', async () => {
    const given = givenApp()
    const reader = await connect(given, '/live/fleet')
    await reader.until(() => ticks(reader) === 1)
    assert.deepEqual(pieces(reader), ['main', 'open-alerts', 'waiting-approvals'])
    await reader.leave()
  })

  test('gives a page that has just been drawn nothing but the sign that it is fresh', async () => {
    const given = givenApp()
    const reader = await connect(given, await seenBy(given))
    await reader.until(() => ticks(reader) === 1)
    assert.deepEqual(pieces(reader), [])
    await reader.leave()
  })

  test('sends only what has changed, well under a second after it did', async () => {
    const given = givenApp()
    const reader = await connect(given, await seenBy(given))
    await reader.until(() => ticks(reader) === 1)
    given.views.fallSilent(2, HOUR_S)
    await given.clock.advance(GATHERED_MS)
    await reader.until(() => pieces(reader).length > 0)
    assert.deepEqual(pieces(reader).sort(), ['attention', 'counts', 'news', `vessel-${idOf(2)}`])
    await reader.leave()
  })

  test('gives who was away what it missed, by the id of the last event', async () => {
    const given = givenApp()
    const first = await connect(given, await seenBy(given))
    given.views.fallSilent(2, HOUR_S)
    await given.clock.advance(GATHERED_MS)
    await first.until(() => pieces(first).length > 0)
    const last = first.events.find(({ id }) => id !== '')?.id ?? ''
    await first.leave()
    given.views.heal(2)
    const again = await connect(given, '/live/fleet', { 'Last-Event-ID': last })
    await again.until(() => pieces(again).length > 0)
    assert.deepEqual(pieces(again).sort(), ['attention', 'counts', 'news', `vessel-${idOf(2)}`])
    await again.leave()
  })

  test('gives a page of an earlier life of the hub the whole', async () => {
    const before = await seenBy(givenApp())
    const reader = await connect(givenApp(66, NOW * 1000 + 60_000), before)
    await reader.until(() => pieces(reader).length > 0)
    assert.deepEqual(pieces(reader), ['main', 'open-alerts', 'waiting-approvals'])
    await reader.leave()
  })

  test('tells a page that it did not draw in this life which edition serves it, before anything of it comes', async () => {
    const editions = async (version: string, path: string) => {
      const reader = await connect(givenApp(66, NOW * 1000, 'admin', { version }), path)
      await reader.until(() => ticks(reader) === 1)
      await reader.leave()
      return reader.events.slice(0, 2).map(({ event, data }) => (event === 'edition' ? data : event))
    }
    const drawnBy = async (version: string) => {
      const page = await (await givenApp(66, NOW * 1000, 'admin', { version }).get('/')).text()
      return /data-edition="([^"]+)"/.exec(page)?.[1] ?? assert.fail('the page is of no edition')
    }
    assert.deepEqual(await editions('1.0.0', '/live/fleet'), [await drawnBy('1.0.0'), ''])
    assert.deepEqual(await editions('1.0.1', '/live/admin'), [await drawnBy('1.0.1'), ''])
    assert.notEqual(await drawnBy('1.0.0'), await drawnBy('1.0.1'))
    assert.deepEqual(await editions('1.0.0', await seenBy(givenApp())), ['tick'])
  })

  test('skips, for a reader that is slow, what is outdated', async () => {
    const given = givenApp()
    const address = await seenBy(given)
    const response = await given.get(address)
    for (let round = 0; round < 50; round++) {
      given.views.fallSilent(2, (round + 1) * HOUR_S)
      await given.clock.advance(GATHERED_MS)
    }
    given.views.heal(2)
    await given.clock.advance(GATHERED_MS)
    const reader = readEvents(response)
    await reader.until(() => pieces(reader).length > 0 && given.views.listeners() === 1)
    await given.clock.advance(5000)
    await reader.until(() => ticks(reader) > 0)
    assert.ok(reader.events.length < 20, `${reader.events.length} events`)
    assert.match(
      reader.events.findLast(({ event }) => event === '')?.data ?? '',
      /heard <\/span><time[^>]*>&lt;5m<\/time>/,
    )
    await reader.leave()
  })

  test('stops saying that it is fresh while nothing can be drawn, and says so again after', async () => {
    const given = givenApp()
    const reader = await connect(given, await seenBy(given))
    await reader.until(() => ticks(reader) === 1)
    given.views.fail(new Error('away'))
    await given.clock.advance(20_000)
    assert.equal(ticks(reader), 1)
    given.views.fail(null)
    await given.clock.advance(6_000)
    await reader.until(() => ticks(reader) > 1)
    await reader.leave()
  })

  test('is drawn from one read of the fleet, whatever choices of it are looked at', async () => {
    const given = givenApp()
    const addresses = ['/live/fleet', '/live/fleet?state=silent', '/live/fleet?q=a&by=group', '/api/v1/events']
    const readers = await Promise.all(addresses.map((address) => connect(given, address)))
    for (const reader of readers) await reader.until(() => ticks(reader) === 1)
    await given.clock.advance(2 * GATHERED_MS)
    const before = given.views.reads()
    given.views.fallSilent(2, HOUR_S)
    given.views.fallSilent(3, HOUR_S)
    await given.clock.advance(GATHERED_MS)
    for (const reader of readers)
      await reader.until(() => reader.events.some(({ data }) => data.includes(idOf(3)) && data.includes('silent')))
    assert.equal(given.views.reads() - before, 1)
    for (const reader of readers) await reader.leave()
  })

  test('leaves nothing behind when its reader goes', async () => {
    const given = givenApp()
    const reader = await connect(given, '/live/fleet')
    await reader.until(() => ticks(reader) === 1)
    assert.equal(given.views.listeners(), 1)
    await reader.leave()
    await reader.until(() => given.views.listeners() === 0 && given.clock.pending() === 0)
  })
})

test('the stream of a vessel page wakes for its own vessel, and says when the vessel is gone', async () => {
  const given = givenApp()
  const reader = await connect(given, `/live/vessels/${idOf(4)}`)
  await reader.until(() => ticks(reader) === 1)
  given.views.fallSilent(5, HOUR_S)
  await given.clock.advance(GATHERED_MS)
  assert.deepEqual(pieces(reader), ['main', 'open-alerts', 'waiting-approvals'])
  given.views.heal(4)
  await given.clock.advance(GATHERED_MS)
  await reader.until(() => pieces(reader).includes('now-dashboard'))
  assert.ok(!pieces(reader).includes('days-server'), 'what has not changed is not sent again')
  assert.match(reader.events.findLast(({ event }) => event === '')?.data ?? '', /Up without a break/)
  await reader.leave()
})

describe('the stream of the API', () => {
  test('begins with the fleet and goes on with the vessels that change', async () => {
    const given = givenApp()
    const reader = await connect(given, '/api/v1/events')
    await reader.until(() => ticks(reader) === 1)
    const [first] = reader.events
    assert.equal(first?.event, 'fleet')
    v.parse(fleetSchema, JSON.parse(first?.data ?? ''))
    given.views.fallSilent(2, HOUR_S)
    await given.clock.advance(GATHERED_MS)
    await reader.until(() => reader.events.length >= 4)
    const news = reader.events.slice(1).filter(({ event }) => event !== 'tick')
    assert.deepEqual(news.map(({ event }) => event).sort(), ['counts', 'vessel'])
    const vessel = v.parse(fleetVessel, JSON.parse(news.find(({ event }) => event === 'vessel')?.data ?? ''))
    assert.deepEqual([vessel.id, vessel.state], [idOf(2), 'silent'])
    await reader.leave()
  })

  test('names what it has told only with the last of it: who leaves in between misses nothing', async () => {
    const given = givenApp()
    const reader = await connect(given, '/api/v1/events')
    await reader.until(() => ticks(reader) === 1)
    given.views.fallSilent(2, HOUR_S)
    given.views.fallSilent(3, HOUR_S)
    await given.clock.advance(GATHERED_MS)
    await reader.until(() => reader.events.length >= 5)
    const news = reader.events.slice(1).filter(({ event }) => event !== 'tick')
    assert.equal(news.length, 3)
    assert.deepEqual(
      news.map(({ id }) => id !== ''),
      [false, false, true],
    )
    await reader.leave()
  })
})

test('a stream that cannot begin is refused with a status, so that the page tries again', async () => {
  const given = givenApp()
  given.views.fail(new Fault('unavailable', 'The log is away.'))
  for (let tries = 0; tries < 251; tries++) assert.equal((await given.get('/live/fleet')).status, 503)
  given.views.fail(null)
  const reader = await connect(given, '/live/fleet')
  await reader.until(() => ticks(reader) === 1)
  await reader.leave()
})

test('who asks for the head of a stream alone keeps no place, and nobody alone takes the places of all', async () => {
  const given = givenApp()
  const headers = { Host: 'localhost' }
  for (const path of ['/live/fleet', '/api/v1/events']) {
    const head = await given.app.fetch(new Request(`http://localhost${path}`, { method: 'HEAD', headers }))
    assert.deepEqual([head.status, head.headers.get('Content-Type')], [200, 'text/event-stream'])
  }
  await given.clock.advance(GATHERED_MS)
  assert.deepEqual([given.views.listeners(), given.clock.pending()], [0, 0])
  const ada = { Cookie: 'watchkeeper=ada' }
  const asked = await Promise.all(Array.from({ length: 260 }, () => given.get('/live/fleet', ada)))
  const refused = asked.filter(({ status }) => status !== 200)
  assert.deepEqual([...new Set(refused.map(({ status }) => status)), refused.length], [503, 10], 'all come at once')
  assert.match((await refused[0]?.text()) ?? '', /250 pages are open already/)
  assert.equal((await given.get('/live/fleet', { Cookie: 'watchkeeper=ben' })).status, 200)
  given.app.close()
})

test('a hub that stops ends its streams and takes no new ones', async () => {
  const given = givenApp()
  const reader = await connect(given, '/live/fleet')
  await reader.until(() => ticks(reader) === 1)
  given.app.close()
  await reader.until(() => reader.ended)
  const late = await given.get('/live/fleet')
  assert.deepEqual([late.status, late.headers.get('Retry-After')], [503, '5'])
})
