import type { AuditEntry } from '../../../shared/api/audit.ts'
import type { Ticket } from '../../../shared/api/ticket.ts'
import { type Html, html } from '../../html.ts'
import type { Piece } from '../../layout.ts'
import { entryList } from '../history/entries.ts'
import { ticketTable } from '../history/tickets.ts'

/** The newest of what became of a vessel's outages, and of what people did about it. */
export type VesselRecord = { readonly tickets: readonly Ticket[]; readonly deeds: readonly AuditEntry[] }

export const recordPieces = (vessel: string, { tickets, deeds }: VesselRecord): readonly Piece[] => [
  { id: 'tickets', html: ticketsOf(vessel, tickets) },
  { id: 'deeds', html: deedsOf(vessel, deeds) },
]

const ticketsOf = (vessel: string, tickets: readonly Ticket[]): Html =>
  html`<section class="record" id="tickets" aria-labelledby="tickets-title"><h2 id="tickets-title">Tickets <span class="muted"><a href="${`/tickets?vessel=${vessel}`}">all of them</a> · <a href="${`/incidents?vessel=${vessel}`}">its outages</a></span></h2>
${tickets.length === 0 ? html`<p class="quiet">None yet: none is ever opened without a yes in the <a href="/approvals">approvals</a>.</p>` : ticketTable(tickets, 'vessel')}</section>`

const deedsOf = (vessel: string, deeds: readonly AuditEntry[]): Html =>
  html`<section class="record" id="deeds" aria-labelledby="deeds-title"><h2 id="deeds-title">What people did <span class="muted"><a href="${`/audit?vessel=${vessel}&by=people`}">all of it</a></span></h2>
${deeds.length === 0 ? html`<p class="quiet">Nothing yet.</p>` : entryList(deeds, 'trail')}</section>`
