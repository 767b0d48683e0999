import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { createStatusServer } from '../../../agent/status/server.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { atEnd } from '../../at-end.ts'
import { until } from '../given-source.ts'
import { allWell, noDefaults } from './crew-views.ts'

/** Time stands still, so that the window of the limit does not end. */
const clock = { ...systemClock, monotonic: () => 0 }

const serverOn = (port: number) =>
  createStatusServer({
    listen: { host: '127.0.0.1', port },
    view: () => allWell,
    defaults: noDefaults,
    clock,
    log: quietLog,
  })

test('the crew page is served while the server runs, and no longer', async () => {
  const server = serverOn(0)
  assert.equal(server.address(), null)
  await server.start()
  const { host, port } = server.address() ?? assert.fail('no address')
  const answer = await fetch(`http://${host}:${port}/status.json`)
  assert.deepEqual(await answer.json(), allWell)
  await server.stop()
  assert.equal(server.address(), null)
  await assert.rejects(fetch(`http://${host}:${port}/`))
})

test('a port that is taken is named, with the key to change', async (t) => {
  const first = serverOn(0)
  await first.start()
  atEnd(t, () => first.stop())
  await assert.rejects(serverOn(first.address()?.port ?? 0).start(), {
    code: 'conflict',
    message: /Port \d+ on 127\.0\.0\.1, which status\.listen in agent\.yaml asks for, is taken/,
  })
})

test('whoever floods the page is refused, and the page lives on', async (t) => {
  const server = serverOn(0)
  await server.start()
  atEnd(t, () => server.stop())
  const url = `http://127.0.0.1:${server.address()?.port}/healthz`
  const statuses: number[] = []
  for (let i = 0; i < 310; i++) statuses.push((await fetch(url)).status)
  assert.ok(statuses.includes(429))
  assert.equal(statuses[0], 200)
})

test('who holds as many connections as a machine can open shuts nobody else out', async (t) => {
  const server = serverOn(0)
  await server.start()
  atEnd(t, () => server.stop())
  const port = server.address()?.port ?? assert.fail()
  const held = Array.from({ length: 450 }, () =>
    connect({ host: '127.0.0.1', port })
      .on('error', () => {})
      .resume(),
  )
  atEnd(t, async () => held.forEach((socket) => void socket.destroy()))
  const stillHeld = () => held.filter(({ closed }) => !closed).length
  await until(() => stillHeld() <= 64)
  const asked = get({ host: '127.0.0.1', port, path: '/healthz', localAddress: '127.0.0.2', agent: false })
  const [answer]: IncomingMessage[] = await once(asked, 'response')
  assert.equal(answer?.resume().statusCode, 200)
  assert.equal(stillHeld(), 64)
})
