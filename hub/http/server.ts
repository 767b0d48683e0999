import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { isLoopback } from '../../shared/address.ts'
import { Fault } from '../../shared/fault.ts'
import type { App } from './app.ts'

export type ServerOptions = {
  readonly app: App
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Who asked for the address, as a person would find it: `http.listen in hub.yaml`. */
  readonly askedBy: string
}

export type RunningServer = { readonly host: string; readonly port: number; stop(): Promise<void> }

/** Serves the app until it is stopped. Faults: `forbidden` beyond loopback, `conflict` for a port that is taken. */
export async function startServer({ app, host, port, askedBy }: ServerOptions): Promise<RunningServer> {
  if (!isLoopback(host)) {
    throw new Fault(
      'forbidden',
      `${askedBy} asks to serve pages on ${host}, but the hub has no accounts yet: whoever reaches it sees everything.`,
      { hint: 'Listen on 127.0.0.1, and come from elsewhere through an SSH tunnel or a proxy that asks who it is.' },
    )
  }
  const server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, { host, port, askedBy })))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : port,
    async stop() {
      app.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

function cannotListen(error: NodeJS.ErrnoException, { host, port, askedBy }: Omit<ServerOptions, 'app'>): Fault {
  if (error.code === 'EADDRINUSE')
    return new Fault('conflict', `Port ${port} on ${host}, which ${askedBy} asks for, is taken by another program.`, {
      hint: 'Stop that program, or choose another port.',
      cause: error,
    })
  return new Fault('unavailable', `Cannot listen on ${host}:${port}, which ${askedBy} asks for: ${error.message}`, {
    cause: error,
  })
}
