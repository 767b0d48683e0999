import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { request } from '../../hub/adapters/web/request.ts'
import { virtualClock } from '../fakes/clock.ts'

const URL = 'http://beacon.example.com/ping'
const hangingOn = (signal: AbortSignal) => ({
  listeners: getEventListeners(signal, 'abort').length,
  made: Reflect.ownKeys(signal).map(String),
})

/** A server that never answers, until it is not waited for any more. */
const silent: typeof fetch = (_, init) =>
  new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))

test('a request leaves nothing behind on the signal that outlives it, answered or not', async () => {
  const clock = virtualClock(0)
  const { signal } = new AbortController()
  const before = hangingOn(signal)
  const answering: typeof fetch = async () => new Response(null, { status: 200 })
  assert.deepEqual(await request(URL, { signal }, clock, answering), { kind: 'answered', status: 200 })
  const failing: typeof fetch = () => Promise.reject(new TypeError('fetch failed'))
  assert.equal((await request(URL, { signal }, clock, failing)).kind, 'broken-off')
  assert.deepEqual(hangingOn(signal), before)
})

test('who does not answer in time is late; who is not waited for any more is broken off, at once', async () => {
  const clock = virtualClock(0)
  const late = request(URL, {}, clock, silent)
  await clock.advance(10_000)
  assert.equal((await late).kind, 'late')
  const ending = new AbortController()
  const ended = request(URL, { signal: ending.signal }, clock, silent)
  ending.abort()
  assert.equal((await ended).kind, 'broken-off')
  assert.equal((await request(URL, { signal: ending.signal }, clock, silent)).kind, 'broken-off')
})
