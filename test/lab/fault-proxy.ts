import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** What the proxy does to an answer. `afterBytes` counts what the server has sent on a connection. */
export type ProxyFault =
  | { readonly kind: 'none' }
  /** Takes the request and never answers. */
  | { readonly kind: 'silent' }
  /** Passes so much of the answer, then ends (`fin`), resets, stands still, or does something outside. */
  | { readonly kind: 'fin' | 'reset' | 'stall'; readonly afterBytes: number }
  | { readonly kind: 'then'; readonly afterBytes: number; readonly act: () => Promise<void> }
  /** A byte now and then, for ever. */
  | { readonly kind: 'drip' }
  /** Answers by itself; `flood` goes on and on after it. */
  | { readonly kind: 'say'; readonly text: string; readonly flood?: string; readonly close?: boolean }

export type FaultProxy = {
  readonly url: string
  fault(fault: ProxyFault): void
  /** Requests begun since the last `fault`. */
  requests(): number
  /** Bytes of the server's that went through since then. */
  passed(): number
  open(): number
  stop(): Promise<void>
}

/** Stands between a client and a server on loopback, and does to the bytes what bad machines do. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  let current: ProxyFault = { kind: 'none' }
  let requests = 0
  let passed = 0
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    sockets.add(client)
    client.on('close', () => sockets.delete(client))
    client.on('error', () => client.destroy())
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true })
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
    client.on('data', (chunk: Buffer) => {
      requests++
      if (current.kind === 'silent') return
      if (current.kind === 'say') return say(client, current)
      upstream.write(chunk)
    })
    let seen = 0
    upstream.on('data', (chunk: Buffer) => {
      const before = seen
      seen += chunk.length
      passed += pass(client, upstream, chunk, before, current)
    })
    upstream.on('close', () => client.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    fault(fault) {
      current = fault
      requests = 0
      passed = 0
      for (const socket of sockets) socket.destroy()
    },
    requests: () => requests,
    passed: () => passed,
    open: () => sockets.size,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Passes what the fault lets through; answers how many bytes that were. */
function pass(client: Socket, upstream: Socket, chunk: Buffer, before: number, fault: ProxyFault): number {
  if (fault.kind === 'none') client.write(chunk)
  if (fault.kind === 'drip') drip(client, chunk)
  if (fault.kind === 'none' || fault.kind === 'drip') return chunk.length
  if (fault.kind === 'silent' || fault.kind === 'say') return 0
  const through = Math.max(0, Math.min(chunk.length, fault.afterBytes - before))
  if (through > 0) client.write(chunk.subarray(0, through))
  if (before + chunk.length < fault.afterBytes) return through
  upstream.removeAllListeners('data')
  upstream.removeAllListeners('close')
  if (fault.kind === 'fin') client.end()
  if (fault.kind === 'reset') client.resetAndDestroy()
  if (fault.kind === 'then') {
    fault.act().then(
      () => client.end(),
      () => client.destroy(),
    )
  }
  return through
}

function drip(client: Socket, chunk: Buffer): void {
  let at = 0
  const timer = setInterval(() => {
    client.write(chunk.subarray(at, at + 1))
    at = Math.min(at + 1, chunk.length - 1)
  }, 5)
  client.on('close', () => clearInterval(timer))
}

function say(client: Socket, { text, flood, close = false }: Extract<ProxyFault, { kind: 'say' }>): void {
  client.write(text)
  if (flood === undefined) {
    if (close) client.end()
    return
  }
  const pour = (): void => {
    while (!client.destroyed && client.write(flood)) {}
  }
  client.on('drain', pour)
  pour()
}

/** A whole HTTP answer as bytes. */
export const httpAnswer = (status: string, contentType: string, body: string, extra = ''): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${extra}\r\n${body}`
