import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock } from '../../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../../shared/time.ts'
import { parseQuery } from './influxql.ts'
import { answer, type Database } from './query.ts'

/** A vessel's InfluxDB 1.6 over HTTP, as far as an agent asks it; whatever else is asked is refused. */
export type DemoInflux = {
  start(): Promise<{ readonly url: string }>
  /** As when the process has ended: the port refuses. */
  stop(): Promise<void>
}

export function createInflux(database: Database, clock: Clock): DemoInflux {
  let port = 0
  let server: Server | null = null
  return {
    async start() {
      server ??= await listen((request, response) => serve(request, response, database, clock), port)
      const address = server.address()
      port = typeof address === 'object' && address !== null ? address.port : port
      return { url: `http://127.0.0.1:${port}` }
    },
    async stop() {
      const stopping = server
      server = null
      if (stopping === null) return
      await new Promise<void>((resolve) => {
        stopping.close(() => resolve())
        stopping.closeAllConnections()
      })
    },
  }
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void

const listen = (serve: Serve, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(serve)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })

function serve(request: IncomingMessage, response: ServerResponse, database: Database, clock: Clock): void {
  const url = new URL(request.url ?? '/', 'http://influx')
  const { status, body } =
    request.method === 'GET'
      ? reply(url, database, toSeconds(clock.now()) + 1)
      : refused(405, 'only GET is answered here')
  response.writeHead(status, {
    'x-influxdb-version': '1.6.7',
    'content-type': 'application/json',
    date: new Date(clock.now()).toUTCString(),
  })
  response.end(body === null ? '' : `${JSON.stringify(body)}\n`)
}

type Reply = { readonly status: number; readonly body: object | null }

function reply({ pathname, searchParams }: URL, database: Database, now: Seconds): Reply {
  if (pathname === '/ping') return { status: 204, body: null }
  if (pathname !== '/query') return refused(404, '404 page not found')
  const strange = [...searchParams.keys()].find((key) => !['db', 'epoch', 'q'].includes(key))
  if (strange !== undefined) return refused(400, `the parameter ${strange} is not understood here`)
  if (searchParams.get('epoch') !== 'ms') return refused(400, 'only epoch=ms is understood here')
  const statements = parseQuery(searchParams.get('q') ?? '')
  if ('error' in statements) return refused(400, `error parsing query: ${statements.error}`)
  const asked = searchParams.get('db')
  const results = statements.map((statement, index) => {
    const given = asked === database.name ? answer(statement, database, now) : { error: `database not found: ${asked}` }
    if ('error' in given) return { statement_id: index, error: given.error }
    return given.series.length === 0 ? { statement_id: index } : { statement_id: index, series: given.series }
  })
  return { status: 200, body: { results } }
}

const refused = (status: number, error: string): Reply => ({ status, body: { error } })
