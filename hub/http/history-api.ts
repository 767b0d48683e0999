import { type Context, Hono } from 'hono'
import type { History } from '../ports/history.ts'
import { problem } from './answer.ts'
import { incidentsQuery } from './history-query.ts'
import { type Parsed, parseQuery } from './query.ts'

/** The part of `/api/v1` that says what was. */
export function createHistoryApi(history: History): Hono {
  const api = new Hono()

  api.get('/incidents', (c) =>
    answer(c, parseQuery(incidentsQuery, c.req.queries()), (query) => history.incidents(query)),
  )
  return api
}

async function answer<Q>(c: Context, query: Parsed<Q>, ask: (query: Q) => Promise<object>): Promise<Response> {
  if (query.ok) return c.json(await ask(query.value))
  return problem(c, { status: 400, detail: 'Some parameters cannot be used.', errors: query.errors })
}
