import { createServer } from 'node:net'
import { Fault } from '../../shared/fault.ts'

const MOST_TRIED = 100
const MOST_RACES = 20

/**
 * Does it again when a port that looked free was gone before it could be listened on: between the look and that another
 * program may have come, such as a second demo.
 */
export async function unlessTaken<T>(open: () => Promise<T>): Promise<T> {
  for (let race = 1; ; race++) {
    try {
      return await open()
    } catch (error) {
      if (race === MOST_RACES || !isTaken(error)) throw error
    }
  }
}

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

function isTaken(error: unknown): boolean {
  const cause = error instanceof Fault ? error.cause : error
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
}
