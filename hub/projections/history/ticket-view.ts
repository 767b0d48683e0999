import type { Recovery } from '../../../shared/api/recovery.ts'
import type { Ticket, Tickets } from '../../../shared/api/ticket.ts'
import type { ComponentId } from '../../../shared/model.ts'
import { iso } from '../../../shared/time.ts'
import { nameOf } from '../../core/components/component-name.ts'
import type { TicketQuery } from '../../ports/history.ts'
import type { IncidentRow, TicketRow } from '../../ports/history-store.ts'
import type { ReadStore } from '../../ports/read-store.ts'
import { byView } from '../by.ts'
import type { Now } from './incident-view.ts'
import { pageOf, vesselsMeant, writeCursor } from './page.ts'

export function ticketsView(store: ReadStore, query: TicketQuery, now: Now): Tickets {
  const { stage, stillDown, from, to, after, size } = query
  const found = store.tickets({ vessels: vesselsMeant(store, query), from, to, after, stage })
  const views = mapped(found, (row) => ({ row, view: ticketView(row, store, now) }))
  const fitting = filtered(views, ({ view }) => stillDown === null || view.stillDown === stillDown)
  const { rows, next } = pageOf(fitting, size, ({ row: { wantedAt: at, vessel, id } }) =>
    writeCursor({ at, vessel, id }),
  )
  return { at: iso(now.now), tickets: rows.map(({ view }) => view), next }
}

function ticketView(row: TicketRow, store: ReadStore, { policy, recovering }: Now): Ticket {
  const { id, vessel, issue, closed, statusAt } = row
  const profile = store.vessel(vessel)?.profile
  const incidents = row.incidents.flatMap((one) => store.incident(vessel, one) ?? [])
  const components = new Set<ComponentId>(incidents.flatMap(({ component }) => component ?? []))
  return {
    id,
    vessel: { id: vessel, name: profile?.name ?? vessel, group: profile?.group ?? null },
    components: [...components].map((component) => ({ id: component, name: nameOf(component, policy) })),
    since: incidents.length === 0 ? null : iso(Math.min(...incidents.map(({ began }) => began))),
    ended: endOf(incidents),
    recovery: recoveryOf(incidents, recovering),
    severity: row.severity,
    summary: row.summary,
    stage: row.stage,
    stageSince: iso(row.stageSince),
    why: row.why,
    key: issue?.key ?? null,
    url: issue?.url ?? null,
    status: row.status,
    statusAt: statusAt === null ? null : iso(statusAt),
    closed: closed && { ...closed, at: iso(closed.at) },
    stillDown: closed?.how === 'done' && row.stage === 'closed' && incidents.some(({ ended }) => ended === null),
    incidents: [...row.incidents],
    wantedAt: iso(row.wantedAt),
    by: byView(row.by),
  }
}

/** Null while one of them goes on. */
function endOf(incidents: readonly IncidentRow[]): string | null {
  const ends = incidents.flatMap(({ ended }) => ended ?? [])
  return ends.length === 0 || ends.length < incidents.length ? null : iso(Math.max(...ends))
}

/** That of the last of them to come back; null while one of them has not. */
function recoveryOf(incidents: readonly IncidentRow[], recovering: Now['recovering']): Recovery | null {
  const open = incidents.filter(({ ended }) => ended === null)
  const again = open.flatMap((incident) => recovering(incident) ?? [])
  if (again.length < open.length) return null
  return again.toSorted((a, b) => (a.since < b.since ? -1 : 1)).at(-1) ?? null
}

function* mapped<T, U>(rows: Iterable<T>, change: (row: T) => U): Iterable<U> {
  for (const row of rows) yield change(row)
}

function* filtered<T>(rows: Iterable<T>, fits: (row: T) => boolean): Iterable<T> {
  for (const row of rows) if (fits(row)) yield row
}
