import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { atEnd } from '../at-end.ts'

/** What one connection through the proxy carried, and whether either end of it is still there. */
export type Passage = { readonly up: number; readonly down: number; readonly open: boolean }

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

/** A TCP link without root: cut, frozen, slow or far, between an agent and its hub on one machine. */
export async function startTcpProxy(t: TestContext, target: number): Promise<TcpProxy> {
  const weather: Weather = { silent: false, frozen: false, delayMs: 0, bytesPerSecond: null, busyUntil: 0 }
  const joints: Joint[] = []
  let leadsTo = target
  const server = createServer({ allowHalfOpen: true }, (near) => {
    joints.push(join(near, connect({ port: leadsTo, host: '127.0.0.1', allowHalfOpen: true }), weather))
  })
  const port = await listen(server, 0)
  const stop = () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const joint of joints) joint.reset()
    return closed
  }
  atEnd(t, stop)
  return {
    port,
    get passages() {
      return joints.map(({ passage }) => passage)
    },
    leadTo(next) {
      leadsTo = next
    },
    async cut(how) {
      if (how === 'reset') await stop()
      else weather.silent = true
      for (const joint of joints) joint.silence()
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
      for (const joint of joints) joint.push()
    },
    delay(ms) {
      weather.delayMs = ms
    },
    throttle(bytesPerSecond) {
      weather.bytesPerSecond = bytesPerSecond
    },
  }
}

type Weather = {
  silent: boolean
  frozen: boolean
  delayMs: number
  bytesPerSecond: number | null
  /** When the throttled line has sent what it was given. */
  busyUntil: number
}

/** One connection through the proxy: the near end is the agent's, the far end the hub's. */
type Joint = { readonly passage: Passage; silence(): void; reset(): void; push(): void }

function join(near: Socket, far: Socket, weather: Weather): Joint {
  const passage = {
    up: 0,
    down: 0,
    get open() {
      return !near.destroyed && !far.destroyed
    },
  }
  let silent = weather.silent
  const isSilent = () => silent
  const up = carry(near, far, weather, isSilent, (bytes) => {
    passage.up += bytes
  })
  const down = carry(far, near, weather, isSilent, (bytes) => {
    passage.down += bytes
  })
  const follow = (gone: Socket, other: Socket) => {
    gone.on('error', () => {})
    gone.on('close', (hadError) => {
      up.stop()
      down.stop()
      if (silent) return
      if (hadError) other.resetAndDestroy()
      else other.end()
    })
  }
  follow(near, far)
  follow(far, near)
  return {
    passage,
    silence() {
      silent = true
    },
    reset() {
      near.resetAndDestroy()
      far.resetAndDestroy()
    },
    push() {
      up.push()
      down.push()
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

type Way = { push(): void; stop(): void }

/** One direction: what comes in waits for its time, and goes out in order. */
function carry(
  from: Socket,
  to: Socket,
  weather: Weather,
  isSilent: () => boolean,
  count: (bytes: number) => void,
): Way {
  const waiting: { readonly dueAt: number; readonly chunk: Buffer | 'end' }[] = []
  let timer: NodeJS.Timeout | undefined
  const push = () => {
    clearTimeout(timer)
    while (waiting[0] && !weather.frozen && waiting[0].dueAt <= performance.now()) {
      const { chunk } = waiting.shift() ?? { chunk: 'end' }
      if (isSilent()) continue
      if (chunk === 'end') to.end()
      else to.write(chunk)
    }
    if (waiting[0] && !weather.frozen) timer = setTimeout(push, waiting[0].dueAt - performance.now())
  }
  const take = (chunk: Buffer | 'end') => {
    if (isSilent()) return
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
