import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { describe, test } from 'node:test'
import { startServer } from '../../hub/http/server.ts'
import { Fault } from '../../shared/fault.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { fakeViews } from '../fakes/views.ts'
import { givenRunnableApp } from './given-app.ts'

const askedBy = 'http.listen in hub.yaml'
const refused = (code: Fault['code'], words: RegExp) => (error: unknown) =>
  error instanceof Fault && error.code === code && words.test(error.message) && error.hint !== undefined

describe('the server of the hub', () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.5', 'watch.example.com'])
    test(`does not serve on ${host} without TLS: others could read passwords`, async () => {
      await assert.rejects(
        startServer({ app: givenRunnableApp(fakeViews(1)), host, port: 0, askedBy, clock: systemClock }),
        refused('forbidden', /http\.listen in hub\.yaml.*without TLS/),
      )
    })

  test('names who asked for a port that is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : assert.fail()
    await assert.rejects(
      startServer({ app: givenRunnableApp(fakeViews(1)), host: '127.0.0.1', port, askedBy, clock: systemClock }),
      refused('conflict', new RegExp(`Port ${port}.*http\\.listen in hub\\.yaml.*taken`)),
    )
    await new Promise<void>((resolve) => other.close(() => resolve()))
  })

  test('keeps an idle connection for longer than a proxy in front does, which would send into one that is closing', async () => {
    const app = givenRunnableApp(fakeViews(1))
    const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy, clock: systemClock })
    const { headers } = await fetch(`http://127.0.0.1:${server.port}/healthz`)
    await server.stop()
    const kept = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')
    assert.ok(Number(kept?.[1]) > 60, `kept for ${kept?.[1]} s`)
  })

  test('does not call somebody for a request that broke off, or that is no form as the pages send it', async () => {
    const failures: unknown[] = []
    const log = { ...quietLog, error: (details: object) => void failures.push(details) }
    const app = givenRunnableApp(fakeViews(1), { log })
    const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy, clock: systemClock })
    const url = `http://127.0.0.1:${server.port}`
    const Origin = url
    const headers = { Origin, 'Content-Type': 'multipart/form-data; boundary=x' }
    assert.equal((await fetch(`${url}/login`, { method: 'POST', headers, body: 'no parts' })).status, 400)
    for (const path of ['/login', '/api/v1/maintenance']) {
      const socket = connect(server.port, '127.0.0.1')
      await once(socket, 'connect')
      const type = path === '/login' ? 'application/x-www-form-urlencoded' : 'application/json'
      socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n`)
      socket.write(`Expect: 100-continue\r\nContent-Type: ${type}\r\nContent-Length: 99\r\n\r\n`)
      await once(socket, 'data')
      socket.resetAndDestroy()
      await once(socket, 'close')
    }
    assert.equal((await fetch(`${url}/healthz`)).status, 200)
    await server.stop()
    assert.deepEqual(failures, [])
  })

  test('has room for others when one place holds all the connections that it may', async () => {
    const app = givenRunnableApp(fakeViews(1))
    const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy, clock: systemClock })
    const from = async (localAddress: string) => {
      const socket = connect({ port: server.port, host: '127.0.0.1', localAddress })
      await once(socket, 'connect')
      return socket
    }
    const answered = async (localAddress: string): Promise<boolean> => {
      const socket = await from(localAddress)
      socket.on('error', () => {})
      socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
      return new Promise((resolve) => {
        socket.once('data', () => resolve(true))
        socket.once('close', () => resolve(false))
      })
    }
    const held = await Promise.all(Array.from({ length: 500 }, () => from('127.0.0.9')))
    assert.deepEqual([await answered('127.0.0.9'), await answered('127.0.0.8')], [false, true])
    for (const socket of held) socket.destroy()
    await server.stop()
  })

  test('stops with streams open, and ends them', async () => {
    const views = fakeViews(1)
    const server = await startServer({
      app: givenRunnableApp(views),
      host: '127.0.0.1',
      port: 0,
      askedBy,
      clock: systemClock,
    })
    const response = await fetch(`http://127.0.0.1:${server.port}/live/fleet`)
    const reader = response.body?.getReader()
    await reader?.read()
    assert.equal(views.listeners(), 1)
    await server.stop()
    const end = async (): Promise<void> => {
      while ((await reader?.read())?.done === false);
    }
    await end().catch(() => {})
    await assert.rejects(fetch(`http://127.0.0.1:${server.port}/healthz`))
    assert.equal(views.listeners(), 0)
  })
})
