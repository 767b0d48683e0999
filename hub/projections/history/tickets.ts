import type { VesselId } from '../../../shared/model.ts'
import type { Dated } from '../../core/dated.ts'
import type { VesselEvent } from '../../core/events.ts'
import { isOf } from '../../core/subject.ts'
import type { TicketEvent, TicketId } from '../../core/tickets/ticket.ts'
import type { TicketRow } from '../../ports/history-store.ts'

/** The ticket as it is after the event; `before` gives it as it was. Null when the event changes none. */
export function ticketAfter(
  vessel: VesselId,
  event: VesselEvent,
  before: (id: TicketId) => TicketRow | undefined,
): TicketRow | null {
  if (!isOf(event, 'ticket')) return null
  const row = before(event.ticket)
  if (event.type !== 'ticket-wanted') return row === undefined ? null : evolve(row, event)
  const { ticket: id, incidents, draft, by, at } = event
  const { severity, summary } = draft
  const fresh = { vessel, id, issue: null, status: null, statusAt: null, closed: null }
  const wanted = { incidents, severity, summary, by, wantedAt: at, stage: 'ready', stageSince: at, why: null } as const
  return { ...fresh, ...row, ...wanted }
}

function evolve(row: TicketRow, event: Dated & TicketEvent): TicketRow | null {
  const { at } = event
  const moved = (stage: TicketRow['stage'], why: string | null): TicketRow => ({
    ...row,
    stage,
    stageSince: row.stage === stage ? row.stageSince : at,
    why,
  })
  switch (event.type) {
    case 'ticket-sending':
      return moved('sending', null)
    case 'ticket-unknown':
      return moved('unknown', event.reason)
    case 'ticket-ready':
      return moved('ready', event.reason)
    case 'ticket-refused':
      return moved('refused', event.reason)
    case 'ticket-parked':
      return moved('parked', event.reason)
    case 'ticket-held':
      return moved('held', event.reason)
    case 'ticket-dropped':
      return moved('dropped', event.reason)
    case 'ticket-linked':
      return { ...moved('linked', null), issue: event.issue, status: 'new', statusAt: at, closed: null }
    case 'ticket-followed':
      return { ...moved('linked', null), issue: event.issue, status: event.status, statusAt: at, closed: null }
    case 'ticket-closed': {
      const { how, resolution } = event
      if (row.issue === null) return null
      return {
        ...moved('closed', null),
        status: how === 'done' ? how : row.status,
        statusAt: at,
        closed: { at, how, resolution },
      }
    }
    case 'ticket-unopened':
      return { ...moved('ready', event.reason), issue: null, status: null, statusAt: null, closed: null }
    case 'ticket-doubled':
      return { ...row, issue: event.kept }
    case 'ticket-inherited':
      return { ...row, incidents: [...new Set([...row.incidents, ...event.incidents])] }
    case 'ticket-wanted':
    case 'ticket-looked':
    case 'ticket-marked':
    case 'ticket-update-wanted':
    case 'ticket-commented':
      return null
  }
}
