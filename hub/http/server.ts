import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server'
import { cannotListen, isLoopback } from '../../shared/address.ts'
import { Fault } from '../../shared/fault.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { shareConnections } from '../../shared/runtime/share-connections.ts'
import type { App } from './app.ts'
import type { Peer } from './door/whence.ts'

type Incoming = HttpBindings['incoming'] | Http2Bindings['incoming']

export type ServerOptions = {
  readonly app: App
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Who asked for the address, as a person would find it: `http.listen in hub.yaml`. */
  readonly askedBy: string
  readonly clock: Clock
  /** The certificate to show and its key, as PEM; null for plain HTTP. */
  readonly tls?: Certificate | null
  /** Others speak TLS in front. */
  readonly behindProxy?: boolean
}

export type Certificate = { readonly cert: string; readonly key: string }

export type RunningServer = {
  readonly host: string
  readonly port: number
  /** From now on this certificate is shown. */
  useTls(certificate: Certificate): void
  stop(): Promise<void>
}

/** Who does not read the end of an answer does not keep the hub from stopping for longer. */
const FAREWELL_MS = 1_000

/**
 * For a request to come, not for its answer: a stream may take for ever. An idle connection is kept for longer than proxies
 * keep theirs (60 s as a rule), so that none sends a request into one that is just being closed.
 */
const PATIENCE = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
}
/** Twice as many as pages may be open: pages must not take the file descriptors that vessels and the log need. */
const MOST_CONNECTIONS = 2_000
/** An office behind one address, each with some pages. */
const MOST_OF_PEER = 500

/** Serves the app until it is stopped. Faults: `forbidden` beyond loopback where others could listen in, `conflict` for a port that is taken. */
export async function startServer({
  app,
  host,
  port,
  askedBy,
  clock,
  tls = null,
  behindProxy = false,
}: ServerOptions): Promise<RunningServer> {
  if (!isLoopback(host) && tls === null && !behindProxy) {
    throw new Fault(
      'forbidden',
      `${askedBy} asks to serve pages on ${host} without TLS: whoever is on the way could read passwords.`,
      { hint: 'Give http.tls { certFile, keyFile }, or name in http.trustedProxies who speaks TLS in front.' },
    )
  }
  const listener = getRequestListener((request, { incoming }) => app.fetch(request, peerOf(incoming)))
  const server =
    tls === null
      ? createServer(PATIENCE, listener)
      : createTlsServer({ ...PATIENCE, handshakeTimeout: PATIENCE.headersTimeout, ...tls }, listener)
  server.maxConnections = MOST_CONNECTIONS
  // All that come through a proxy come from it.
  if (!behindProxy) shareConnections(server, MOST_OF_PEER)
  server.on('request', (_: IncomingMessage, response: ServerResponse) =>
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections()
    }),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, { host, port }, askedBy)))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : port,
    useTls: (certificate) => {
      if ('setSecureContext' in server) server.setSecureContext(certificate)
    },
    async stop() {
      app.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const cancel = clock.after(FAREWELL_MS, () => server.closeAllConnections())
      await closed
      cancel()
    },
  }
}

const peerOf = ({ socket }: Incoming): Peer => ({ address: socket.remoteAddress ?? null, tls: 'encrypted' in socket })
