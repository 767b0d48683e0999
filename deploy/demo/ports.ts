import { createServer } from 'node:net'
import { Fault } from '../../shared/fault.ts'

const MOST_TRIED = 100

/** The first port from here on that nobody listens on. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + MOST_TRIED; port++) if (await isFree(port)) return port
  throw new Fault('unavailable', `the ports from ${from} to ${from + MOST_TRIED - 1} are all taken`, {
    hint: 'name another one with --port',
  })
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
