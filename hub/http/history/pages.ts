import { type Context, Hono } from 'hono'
import { isVesselId } from '../../../shared/model.ts'
import type { Asked } from '../../../web/filter.ts'
import { groupsOf } from '../../../web/filter.ts'
import type { Html } from '../../../web/html.ts'
import { auditMain } from '../../../web/pages/history/audit.ts'
import { incidentsMain, titleOf } from '../../../web/pages/history/incidents.ts'
import type { ListView } from '../../../web/pages/history/parts.ts'
import { ticketsMain } from '../../../web/pages/history/tickets.ts'
import { trailMain } from '../../../web/pages/history/trail.ts'
import type { History } from '../../ports/history.ts'
import type { Views } from '../../ports/views.ts'
import { type Frame, failurePage } from '../frame.ts'
import { openAlerts } from '../pictures.ts'
import { type Parsed, parseQuery } from '../query.ts'
import { noIncident, withheld } from './api.ts'
import { auditQuery, incidentsQuery, ticketsQuery, trailQuery } from './query.ts'

type HistoryPagesOptions = { readonly views: Views; readonly history: History; readonly frame: Frame }

/** The pages of what was: incidents and their trails, tickets, the audit. */
export function createHistoryPages({ views, history, frame }: HistoryPagesOptions): Hono {
  const pages = new Hono()
  const framed = async (c: Context, title: string, main: Html): Promise<Response> =>
    c.html(frame(c, { title, main, stream: null, open: await openAlerts(views) }))
  const refused = (c: Context, errors: readonly { parameter: string; detail: string }[]): Response => {
    const detail = errors.map(({ parameter, detail: what }) => `${parameter} ${what}`).join('; ')
    return c.html(failurePage(frame, c, { status: 400, detail: `${detail}.`, hint: 'Choose again on the page.' }), 400)
  }

  /** What there is to choose from, beside what was chosen. */
  async function choices(c: Context) {
    const { vessels } = await views.fleet()
    const groups = groupsOf(vessels)
    const components = new Map(vessels.flatMap(({ components: all }) => all.map((one) => [one.id, one] as const)))
    const list: ListView = { asked: askedOf(c), vessels, groups }
    return { ...list, components: [...components.values()] }
  }

  async function list<Q>(c: Context, query: Parsed<Q>, title: string, draw: (query: Q) => Promise<Html>) {
    return query.ok ? framed(c, title, await draw(query.value)) : refused(c, query.errors)
  }

  pages.get('/incidents', (c) =>
    list(c, parseQuery(incidentsQuery, queriesOf(c)), 'History', async (query) =>
      incidentsMain({ ...(await choices(c)), incidents: await history.incidents(query) }),
    ),
  )
  pages.get('/tickets', (c) =>
    list(c, parseQuery(ticketsQuery, queriesOf(c)), 'Tickets', async (query) =>
      ticketsMain({ ...(await choices(c)), tickets: await history.tickets(query) }),
    ),
  )
  pages.get('/audit', (c) =>
    list(c, parseQuery(auditQuery, queriesOf(c)), 'Audit', async (query) => {
      const except = withheld(c)
      return auditMain({ ...(await choices(c)), withheld: except, audit: await history.audit({ ...query, except }) })
    }),
  )
  pages.get('/incidents/:vessel/:id', async (c) => {
    const query = parseQuery(trailQuery, queriesOf(c))
    if (!query.ok) return refused(c, query.errors)
    const { vessel, id } = c.req.param()
    const trail = isVesselId(vessel) ? await history.trail(vessel, id, query.value) : null
    if (trail === null) return c.html(failurePage(frame, c, noIncident), 404)
    return framed(c, `${titleOf(trail.incident)} · ${trail.incident.vessel.name}`, trailMain(trail, askedOf(c)))
  })
  return pages
}

/** `live` stands still on every page, and is no part of the filter. */
function queriesOf(c: Context): Record<string, string[]> {
  const { live: _, ...queries } = c.req.queries()
  return queries
}

const askedOf = (c: Context): Asked =>
  Object.fromEntries(Object.entries(queriesOf(c)).map(([name, [first = '']]) => [name, first]))
