import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { createServer } from 'node:http'
import { type TestContext, test } from 'node:test'
import { HOUR_S } from '../../../../shared/time.ts'
import { atEnd } from '../../../at-end.ts'
import { givenPing, givenSource } from '../../given-source.ts'

/** A database that has nothing to say, and says so in form. */
async function emptyDatabase(t: TestContext): Promise<string> {
  const server = createServer((request, response) => {
    const queries = new URL(request.url ?? '', 'http://a').searchParams.get('q')?.split(';') ?? []
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ results: queries.map((_, i) => ({ statement_id: i })) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(t, () => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return `http://127.0.0.1:${address.port}`
}

/** What hangs on a signal: who listens, and what was made of it. */
const hangingOn = (signal: AbortSignal) => ({
  listeners: getEventListeners(signal, 'abort').length,
  made: Reflect.ownKeys(signal).map(String),
})

test('a call to the database leaves nothing behind on the signal that outlives it', async (t) => {
  const ping = givenPing('10.0.0.1')
  const window = { from: 100 * HOUR_S, to: 101 * HOUR_S }
  const { signal } = new AbortController()
  const before = hangingOn(signal)
  const source = givenSource({ url: await emptyDatabase(t) })
  assert.deepEqual(await source.read([ping], window, signal), [[]])
  await source.fingerprints([ping], window, signal)
  await source.oldest([ping], signal)
  await source.examine([ping], signal)
  await source.ping(signal)
  assert.deepEqual(hangingOn(signal), before)
  await assert.rejects(givenSource({ url: 'http://127.0.0.1:1' }).read([ping], window, signal))
  assert.deepEqual(hangingOn(signal), before)
})
