import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { cannotListen, isLoopback } from '../../shared/address.ts'
import { Fault } from '../../shared/fault.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { App } from './app.ts'

export type ServerOptions = {
  readonly app: App
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Who asked for the address, as a person would find it: `http.listen in hub.yaml`. */
  readonly askedBy: string
  readonly clock: Clock
}

export type RunningServer = { readonly host: string; readonly port: number; stop(): Promise<void> }

/** Who does not read the end of an answer does not keep the hub from stopping for longer. */
const FAREWELL_MS = 1_000

/** Serves the app until it is stopped. Faults: `forbidden` beyond loopback, `conflict` for a port that is taken. */
export async function startServer({ app, host, port, askedBy, clock }: ServerOptions): Promise<RunningServer> {
  if (!isLoopback(host)) {
    throw new Fault(
      'forbidden',
      `${askedBy} asks to serve pages on ${host}, but the hub has no accounts yet: whoever reaches it sees everything.`,
      { hint: 'Listen on 127.0.0.1, and come from elsewhere through an SSH tunnel or a proxy that asks who it is.' },
    )
  }
  const server = createServer(getRequestListener(app.fetch))
  server.on('request', (_, response) =>
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
    async stop() {
      app.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const cancel = clock.after(FAREWELL_MS, () => server.closeAllConnections())
      await closed
      cancel()
    },
  }
}
