import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectAsync } from 'mqtt'
import { atEnd } from '../../at-end.ts'
import { startEdge, until } from '../../lab/edge.ts'

for (const [name, tls] of [
  ['TLS', undefined],
  ['plain MQTT', null],
] as const)
  test(`a test message comes in over ${name} by a socket of its own, and is acknowledged when it was taken`, async (t) => {
    let tested = 0
    const taken = Promise.withResolvers<void>()
    const hub = {
      tested: () => {
        tested++
        return taken.promise
      },
    }
    const { link, received, connected, refused } = await startEdge(t, { hub, ...(tls === null && { tls }) })
    const testing = link.test()
    await until('it came out of the broker', () => tested === 1)
    taken.resolve()
    assert.equal(await testing, null)
    assert.deepEqual([received, connected, refused], [[], [], []])
    assert.equal(await link.test(), null)
  })

test('one that was not taken is not acknowledged', async (t) => {
  const hub = { tested: () => Promise.reject(new Error('no room')) }
  const { link } = await startEdge(t, { hub })
  assert.match((await link.test()) ?? '', /did not acknowledge a test message/)
})

test('an edge that does not listen any more is said', async (t) => {
  const { link } = await startEdge(t)
  await link.stop()
  assert.equal(await link.test(), 'the hub takes no connections')
})

test('nobody else comes in by its name', async (t) => {
  let tested = 0
  const hub = {
    async tested() {
      tested++
    },
  }
  const { port, refused } = await startEdge(t, { hub, tls: null })
  const as = { clientId: 'SelfTest', username: 'SelfTest', password: 'x'.repeat(43), reconnectPeriod: 0 }
  await assert.rejects(connectAsync(`mqtt://127.0.0.1:${port}`, as), /Not authorized/)
  assert.deepEqual([tested, refused], [0, ['somebody: credential']])
})

test('a vessel cannot publish the test', async (t) => {
  let tested = 0
  const hub = {
    async tested() {
      tested++
    },
  }
  const { port, refused } = await startEdge(t, { hub, tls: null })
  const as = { clientId: 'mv-aurora', username: 'mv-aurora', password: 'mv-aurora-secret', reconnectPeriod: 0 }
  const vessel = await connectAsync(`mqtt://127.0.0.1:${port}`, as)
  atEnd(t, () => vessel.endAsync(true))
  vessel.publish('wk/1/self-test', '', { qos: 1 }, () => {})
  await until('it is refused', () => refused.length > 0)
  assert.deepEqual([tested, refused], [0, ['mv-aurora: publish']])
})
