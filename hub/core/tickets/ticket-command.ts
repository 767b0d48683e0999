import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import type { Context } from '../context.ts'
import { type Dated, dated } from '../dated.ts'
import type { Decision } from '../decision.ts'
import type { Vessel } from '../vessel.ts'
import type { Stage, Ticket, TicketEvent, TicketId } from './ticket.ts'

/** What a person decides about a ticket that JIRA refused, or that was held: nothing of it is in JIRA. */
export type TicketCommand = { readonly ticket: TicketId; readonly by: By } & (
  | {
      readonly type: 'send-ticket'
      /** As edited; null: as it was. */
      readonly summary: string | null
    }
  | { readonly type: 'drop-ticket'; readonly reason: string | null }
)

export type TicketAnswer =
  | { readonly kind: 'decided' }
  | { readonly kind: 'unknown' }
  /** It is on its way, made, or dropped already. */
  | { readonly kind: 'not-now'; readonly stage: Stage['kind'] }

export function decideTicket(
  { tickets }: Vessel,
  command: TicketCommand,
  { now }: Pick<Context, 'now'>,
): Decision<Dated & TicketEvent, TicketAnswer> {
  const ticket = tickets.get(command.ticket)
  if (ticket === undefined) return { events: [], answer: { kind: 'unknown' } }
  if (!waitsForPerson(ticket)) return { events: [], answer: { kind: 'not-now', stage: ticket.stage.kind } }
  return { events: [eventOf(ticket, command, now)], answer: { kind: 'decided' } }
}

/** Certainly not made, and not sent by itself. */
export const waitsForPerson = ({ stage }: Ticket): boolean => stage.kind === 'refused' || stage.kind === 'held'

function eventOf(ticket: Ticket, command: TicketCommand, now: Seconds): Dated & TicketEvent {
  const { id, label, assets, incidents, key, draft } = ticket
  const when = { ...dated(now), ticket: id, by: command.by }
  switch (command.type) {
    case 'send-ticket': {
      const summary = command.summary ?? draft.summary
      return { type: 'ticket-wanted', ...when, label, assets, incidents, key, draft: { ...draft, summary } }
    }
    case 'drop-ticket':
      return { type: 'ticket-dropped', ...when, reason: command.reason }
  }
}
