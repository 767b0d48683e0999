import { type Context, Hono } from 'hono'
import { isVesselId } from '../../../shared/model.ts'
import { allows } from '../../core/accounts/permission.ts'
import type { History } from '../../ports/history.ts'
import { problem, type Refusal } from '../answer.ts'
import { visitorOf } from '../door/door.ts'
import { type Parsed, parseQuery } from '../query.ts'
import { auditQuery, incidentsQuery, ticketsQuery, trailQuery } from './query.ts'

/** The part of `/api/v1` that says what was. */
export function createHistoryApi(history: History): Hono {
  const api = new Hono()

  api.get('/incidents', (c) =>
    answer(c, parseQuery(incidentsQuery, c.req.queries()), (query) => history.incidents(query)),
  )
  api.get('/incidents/:vessel/:id', async (c) => {
    const query = parseQuery(trailQuery, c.req.queries())
    if (!query.ok) return invalid(c, query.errors)
    const { vessel, id } = c.req.param()
    const trail = isVesselId(vessel) ? await history.trail(vessel, id, query.value) : null
    return trail === null ? problem(c, noIncident) : c.json(trail)
  })
  api.get('/tickets', (c) => answer(c, parseQuery(ticketsQuery, c.req.queries()), (query) => history.tickets(query)))
  api.get('/audit', (c) =>
    answer(c, parseQuery(auditQuery, c.req.queries()), (query) => history.audit({ ...query, except: withheld(c) })),
  )
  return api
}

export const noIncident: Refusal = {
  status: 404,
  detail: 'No incident of this id is known of this vessel.',
  hint: 'What ended more than 400 days ago is forgotten; the audit has it still.',
}

async function answer<Q>(c: Context, query: Parsed<Q>, ask: (query: Q) => Promise<object>): Promise<Response> {
  return query.ok ? c.json(await ask(query.value)) : invalid(c, query.errors)
}

const invalid = (c: Context, errors: Refusal['errors']): Response =>
  problem(c, { status: 400, detail: 'Some parameters cannot be used.', errors })

/** Who signed in, when and from where, is for those who look after accounts. */
export function withheld(c: Context): 'account' | null {
  const visitor = visitorOf(c)
  return visitor !== null && allows(visitor.role, 'admin') ? null : 'account'
}
