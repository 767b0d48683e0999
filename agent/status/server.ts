import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { cannotListen } from '../../shared/address.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { shareConnections } from '../../shared/runtime/share-connections.ts'
import type { CrewView } from '../../web/crew/view.ts'
import { statusApp } from './app.ts'
import { createLimiter } from './guard.ts'
import type { ReaderDefaults } from './reader.ts'

export type Address = { readonly host: string; readonly port: number }

export type StatusServer = {
  /** Rejects with a `Fault` when it cannot listen. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Where it listens; null while it does not. */
  address(): Address | null
}

/** A crew page asks once in five seconds; a whole mess room behind one address still gets through. */
const LIMIT = { requests: 300, windowMs: 10_000 }
const MAX_CONNECTIONS = 400
const MAX_CONNECTIONS_OF_PEER = 64
const REQUEST_TIMEOUT_MS = 10_000
/** Node looks for requests that take too long only every 30 s by itself. */
const CHECK_EVERY_MS = 1_000

/** The crew page on board; `view` is asked at each request. */
export function createStatusServer(options: {
  readonly listen: Address
  readonly view: () => CrewView
  readonly defaults: ReaderDefaults
  readonly clock: Clock
  readonly log: Log
}): StatusServer {
  const { listen, view, defaults, clock, log } = options
  const admits = createLimiter(clock, LIMIT)
  const app = statusApp({ view, log, defaults, admits: (context) => admits(getConnInfo(context).remote.address ?? '') })
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
    },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  )
  server.maxConnections = MAX_CONNECTIONS
  shareConnections(server, MAX_CONNECTIONS_OF_PEER)
  return {
    start: () =>
      new Promise((resolve, reject) => {
        const failed = (cause: Error): void => reject(cannotListen(cause, listen, 'status.listen in agent.yaml'))
        server.once('error', failed)
        server.listen(listen.port, listen.host, () => {
          server.off('error', failed)
          resolve()
        })
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    address() {
      const bound = server.address()
      return bound === null || typeof bound === 'string' ? null : { host: bound.address, port: bound.port }
    },
  }
}
