import { createServer, connect as dial, type Server, type Socket } from 'node:net'

/** A vessel's satellite link, as a TCP proxy that can be pulled and put back. */
export type DemoLink = {
  start(): Promise<{ readonly port: number }>
  /** No byte passes any more, nobody is told, and dialling is refused. */
  cut(): Promise<void>
  /** Dialling works again; connections from before the cut are gone. */
  heal(): Promise<void>
  isCut(): boolean
  stop(): Promise<void>
}

export type Endpoint = { readonly host: string; readonly port: number }

export function createLink(shore: Endpoint): DemoLink {
  let port = 0
  let server: Server | null = null
  const sockets = new Set<Socket>()

  const open = async () => {
    server ??= await listen(port, (aboard) => {
      const ashore = dial(shore)
      join(aboard, ashore, sockets)
    })
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : port
    return { port }
  }
  const close = async () => {
    const closing = server
    server = null
    // Its callback waits for connections that a cut keeps: that dialling is refused is all that is wanted.
    closing?.close()
  }
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }

  return {
    start: open,
    async cut() {
      await close()
      for (const socket of sockets) socket.unpipe().pause()
    },
    async heal() {
      drop()
      await open()
    },
    isCut: () => server === null,
    async stop() {
      await close()
      drop()
    },
  }
}

function join(aboard: Socket, ashore: Socket, sockets: Set<Socket>): void {
  for (const [socket, other] of [
    [aboard, ashore],
    [ashore, aboard],
  ] as const) {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
    socket.pipe(other)
  }
}

const listen = (port: number, connected: (socket: Socket) => void): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(connected)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
