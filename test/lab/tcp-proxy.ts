import { connect, createServer, type Server, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** What one connection through the proxy carried, and whether either end of it is still there. */
export type Passage = { up: number; down: number; readonly open: boolean }

export type TcpProxy = {
  readonly port: number
  /** Where new connections lead. */
  leadTo(port: number): void
  /**
   * `reset`: both ends hear it, and nobody answers a dial. `silence`: neither end hears anything any more, for ever on
   * the connections that stand, until `heal` on new ones: what a satellite does behind a mountain.
   */
  cut(how: 'reset' | 'silence'): Promise<void>
  /** New connections come through again. */
  heal(): Promise<void>
  /** Bytes wait in the proxy, in order, until `thaw`. */
  freeze(): void
  thaw(): void
  /** One way, for every byte from now on. */
  delay(ms: number): void
  /** Both ways together; null for no bound. */
  throttle(bytesPerSecond: number | null): void
  /** In the order in which they came. */
  readonly passages: readonly Passage[]
}

type Weather = {
  target: number
  silent: boolean
  frozen: boolean
  delayMs: number
  bytesPerSecond: number | null
  /** When the throttled line has sent what it was given. */
  busyUntil: number
}

type Way = { readonly push: () => void; readonly stop: () => void }

/** A TCP link without root: cut, frozen, slow or far, between an agent and its hub on one machine. */
export async function startTcpProxy(t: TestContext, target: number): Promise<TcpProxy> {
  const weather: Weather = {
    target,
    silent: false,
    frozen: false,
    delayMs: 0,
    bytesPerSecond: null,
    busyUntil: 0,
  }
  const passages: Passage[] = []
  const sockets = new Set<Socket>()
  const ways = new Set<Way>()
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: weather.target, host: '127.0.0.1', allowHalfOpen: true })
    const counted = {
      up: 0,
      down: 0,
      get open() {
        return !near.destroyed && !far.destroyed
      },
    }
    passages.push(counted)
    const silenced = { now: weather.silent }
    const up = carry(near, far, weather, silenced, (bytes) => {
      counted.up += bytes
    })
    const down = carry(far, near, weather, silenced, (bytes) => {
      counted.down += bytes
    })
    for (const [socket, other, way] of [
      [near, far, up],
      [far, near, down],
    ] as const) {
      sockets.add(socket)
      ways.add(way)
      silences.add(silenced)
      socket.on('error', () => {})
      socket.on('close', (hadError) => {
        sockets.delete(socket)
        ways.delete(way)
        way.stop()
        if (!silenced.now) hadError ? other.resetAndDestroy() : other.end()
      })
    }
  })
  const silences = new Set<{ now: boolean }>()
  const port = await listen(server, 0)
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  t.after(() => {
    reset()
    server.close()
  })
  return {
    port,
    passages,
    leadTo(next) {
      weather.target = next
    },
    async cut(how) {
      if (how === 'silence') {
        weather.silent = true
        for (const silence of silences) silence.now = true
        return
      }
      const closed = new Promise((resolve) => server.close(resolve))
      reset()
      await closed
    },
    async heal() {
      weather.silent = false
      if (!server.listening) await listen(server, port)
    },
    freeze() {
      weather.frozen = true
    },
    thaw() {
      weather.frozen = false
      for (const way of ways) way.push()
    },
    delay(ms) {
      weather.delayMs = ms
    },
    throttle(bytesPerSecond) {
      weather.bytesPerSecond = bytesPerSecond
    },
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })

/** One direction: what comes in waits for its time, and goes out in order. */
function carry(
  from: Socket,
  to: Socket,
  weather: Weather,
  silenced: { readonly now: boolean },
  count: (bytes: number) => void,
): Way {
  const waiting: { readonly dueAt: number; readonly chunk: Buffer | 'end' }[] = []
  let timer: NodeJS.Timeout | undefined
  const push = () => {
    clearTimeout(timer)
    while (waiting[0] && !weather.frozen && waiting[0].dueAt <= performance.now()) {
      const { chunk } = waiting.shift() ?? { chunk: 'end' }
      if (silenced.now) continue
      if (chunk === 'end') to.end()
      else to.write(chunk)
    }
    if (waiting[0] && !weather.frozen) timer = setTimeout(push, waiting[0].dueAt - performance.now())
  }
  const take = (chunk: Buffer | 'end') => {
    if (silenced.now) return
    const bytes = chunk === 'end' ? 0 : chunk.length
    count(bytes)
    const now = performance.now()
    const busyMs = weather.bytesPerSecond === null ? 0 : (1000 * bytes) / weather.bytesPerSecond
    weather.busyUntil = Math.max(now, weather.busyUntil) + busyMs
    waiting.push({ dueAt: weather.busyUntil + weather.delayMs, chunk })
    push()
  }
  from.on('data', take)
  from.on('end', () => take('end'))
  return { push, stop: () => clearTimeout(timer) }
}
