import assert from 'node:assert/strict'
import type { By } from '../../../hub/core/by.ts'
import type { Dated } from '../../../hub/core/dated.ts'
import {
  evolveTickets,
  NO_TICKETS,
  type Ticket,
  type TicketEvent,
  type Tickets,
} from '../../../hub/core/tickets/ticket.ts'

/** A ticket by what happened to it. */

export const T = 1_795_500_000
export const ticket = 'p-1'
export const by: By = { kind: 'local', name: 'mate' }

export const wanted: Extract<TicketEvent, { type: 'ticket-wanted' }> = {
  type: 'ticket-wanted',
  ticket,
  label: 'wk-e-1',
  assets: [],
  incidents: ['i-1'],
  draft: { summary: 'Server down', severity: 'high', blocks: [] },
  key: null,
  by,
}

/** Each a second after the one before. */
export const dated = (events: readonly TicketEvent[]): readonly (TicketEvent & Dated)[] =>
  events.map((event, at) => ({ ...event, at: T + at, learnedAt: T + at }))

/** The ticket after these events. */
export function given(...events: readonly TicketEvent[]): Ticket {
  const found = dated(events).reduce<Tickets>(evolveTickets, NO_TICKETS).get(ticket)
  assert.ok(found)
  return found
}
