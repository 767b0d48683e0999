import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { Dated } from '../dated.ts'
import type { Policy } from '../policy.ts'
import type { TicketEvent, TicketId, Tickets } from '../tickets/ticket.ts'

/** A ticket that is not sent before a person says so, and when people were last told. */
export type Waiting = {
  readonly why: 'refused' | 'held'
  readonly summary: string
  readonly since: Seconds
  readonly calledAt: Seconds | null
}

export type WaitingTickets = ReadonlyMap<TicketId, Waiting>

/** What is told of one: that it waits, that it still does, and once that it has for long. */
export type Call = {
  readonly of: TicketId
  readonly what: 'waits' | 'still-waits' | 'waits-long'
  readonly why: Waiting['why']
  readonly summary: string
}

/** `tickets` are those before the event. */
export function evolveWaiting(waiting: WaitingTickets, event: Dated & TicketEvent, tickets: Tickets): WaitingTickets {
  const after = new Map(waiting)
  switch (event.type) {
    case 'ticket-refused':
    case 'ticket-held': {
      const why = event.type === 'ticket-held' ? 'held' : 'refused'
      const summary = tickets.get(event.ticket)?.draft.summary ?? ''
      return after.set(event.ticket, { why, summary, since: event.at, calledAt: null })
    }
    case 'ticket-wanted':
    case 'ticket-dropped':
      after.delete(event.ticket)
      return after
    default:
      return waiting
  }
}

export function called(waiting: WaitingTickets, told: readonly string[], at: Seconds): WaitingTickets {
  return new Map([...waiting].map(([id, one]) => [id, told.includes(id) ? { ...one, calledAt: at } : one]))
}

/** When it is told next; the first time after others had the time to join it. */
export function callsAt({ since, calledAt }: Waiting, { proposals, notices }: Policy): Seconds {
  if (notices === null) return OPEN
  if (calledAt === null) return since + notices.groupForS
  const longAt = since + proposals.escalateAfterS
  return Math.min(calledAt + proposals.remindAfterS, calledAt < longAt ? longAt : OPEN)
}

/** What is told of those whose time has come, and of those that nobody was told of yet. */
export function callsOf(waiting: WaitingTickets, policy: Policy, now: Seconds): readonly Call[] {
  return [...waiting]
    .filter(([, one]) => one.calledAt === null || callsAt(one, policy) <= now)
    .map(([of, { why, summary, since, calledAt }]) => {
      const longAt = since + policy.proposals.escalateAfterS
      const isLong = calledAt !== null && calledAt < longAt && now >= longAt
      return { of, what: isLong ? 'waits-long' : calledAt === null ? 'waits' : 'still-waits', why, summary }
    })
}
