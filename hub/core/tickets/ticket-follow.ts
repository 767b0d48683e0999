import type { Incident } from '../incidents/incident.ts'
import {
  type IssueRef,
  type IssueStatus,
  isReopening,
  issueOf,
  latest,
  ofIssue,
  type Ticket,
  type TicketEvent,
  type Tickets,
  type TicketUpdate,
} from './ticket.ts'

type Seen = IssueRef & { readonly status: IssueStatus; readonly resolution: string | null }
type Labelled = Seen & { readonly madeWith: string | null }

/** What the tracker says of a linked issue now: moved, taken up, closed, opened again by people. */
export function whenSeen(ticket: Ticket, seen: Seen): readonly TicketEvent[] {
  const { id, stage } = ticket
  if (stage.kind !== 'linked' && stage.kind !== 'closed') return []
  const issue = { id: seen.id, key: seen.key, url: seen.url }
  if (issue.id !== stage.issue.id) return []
  if (seen.status === 'done') {
    const known = stage.kind === 'closed' && stage.how === 'done' && stage.resolution === seen.resolution
    return known ? [] : [{ type: 'ticket-closed', ticket: id, how: 'done', resolution: seen.resolution }]
  }
  const known = stage.kind === 'linked' && stage.status === seen.status && stage.issue.key === seen.key
  return known ? [] : [{ type: 'ticket-followed', ticket: id, issue, status: seen.status }]
}

/** It is not there any more for somebody who may see it. */
export const whenMissing = (ticket: Ticket): readonly TicketEvent[] =>
  ticket.stage.kind === 'linked' ? [{ type: 'ticket-closed', ticket: ticket.id, how: 'missing', resolution: null }] : []

/**
 * Which of the issues with its label are doubles: of those that we made, all that are open but the oldest, which stays the ticket; of
 * a ticket that was closed, all that are open. What people copied from one is theirs. Null when there are none.
 */
export function doublesOf(
  ticket: Ticket,
  labelled: readonly Labelled[],
): { kept: IssueRef; others: readonly IssueRef[] } | null {
  const { stage, label } = ticket
  const open = labelled
    .filter(({ status }) => status !== 'done')
    .filter(({ id, madeWith }) => madeWith === label || id === issueOf(ticket)?.id)
    .map(({ id, key, url }) => ({ id, key, url }))
    .sort((a, b) => Number(a.id) - Number(b.id))
  const kept =
    stage.kind === 'linked' ? open[0] : stage.kind === 'closed' && stage.how === 'done' ? stage.issue : undefined
  if (kept === undefined) return null
  const others = open.filter(({ id }) => id !== kept.id)
  return others.length === 0 ? null : { kept, others }
}

/** Once for each of them. */
export function whenDoubled(ticket: Ticket, labelled: readonly Labelled[]): readonly TicketEvent[] {
  const doubles = doublesOf(ticket, labelled)
  const others = doubles?.others.filter(({ id }) => !ticket.doubles.includes(id)) ?? []
  return doubles === null || others.length === 0
    ? []
    : [{ type: 'ticket-doubled', ticket: ticket.id, kept: doubles.kept, others }]
}

/** Something is to be said in the issue, as soon as there is one; once for each `op`. */
export function wantUpdate(ticket: Ticket, update: TicketUpdate): readonly TicketEvent[] {
  const { stage, updates, said } = ticket
  if (stage.kind === 'dropped' || said.includes(update.op) || updates.some(({ op }) => op === update.op)) return []
  return [{ type: 'ticket-update-wanted', ticket: ticket.id, ...update }]
}

/** An existing issue in place of a new one. What goes on of the tickets that follow it already goes on with the last. */
export function whenAdopted(
  ticket: Ticket,
  issue: IssueRef,
  { tickets, incidents }: { readonly tickets: Tickets; readonly incidents: readonly Incident[] },
): readonly TicketEvent[] {
  if (ticket.stage.kind !== 'ready' || ticket.key === null) return []
  const follow = ofIssue(tickets, issue).filter((one) => one.stage.kind === 'linked' || isReopening(one))
  const all = [...follow, ticket]
  const heir = latest(all) ?? ticket
  const left = incidents.filter(
    ({ id, ended }) => ended === null && !heir.incidents.includes(id) && all.some((one) => one.incidents.includes(id)),
  )
  const inherited: TicketEvent = { type: 'ticket-inherited', ticket: heir.id, incidents: left.map(({ id }) => id) }
  return [
    { type: 'ticket-linked', ticket: ticket.id, issue, how: 'by-hand' },
    ...(left.length === 0 ? [] : [inherited]),
  ]
}

/** There is no such issue, or none that the hub may see. */
export const whenNotAdopted = (ticket: Ticket, reason: string): readonly TicketEvent[] =>
  ticket.stage.kind === 'ready' && ticket.key !== null
    ? [{ type: 'ticket-refused', ticket: ticket.id, reason, problems: { key: reason } }]
    : []

/** Its issue carries the labels and leads back, or will not. */
export const whenMarked = (ticket: Ticket, reason: string | null): readonly TicketEvent[] =>
  ticket.stage.kind === 'linked' && !ticket.marked ? [{ type: 'ticket-marked', ticket: ticket.id, reason }] : []

/** Said, or not to be said ever. */
export const whenUpdated = (
  ticket: Ticket,
  op: string,
  { reason = null, way = null }: { readonly reason?: string | null; readonly way?: string | null } = {},
): readonly TicketEvent[] =>
  ticket.updates.some((update) => update.op === op)
    ? [{ type: 'ticket-commented', ticket: ticket.id, op, reason, way }]
    : []

/** The issue of the outage before stays closed: a new one is made, as it was approved, and leads to that. */
export function whenNotOpened(ticket: Ticket, op: string, reason: string): readonly TicketEvent[] {
  const issue = issueOf(ticket)
  if (issue === null || !ticket.updates.some((update) => update.op === op && update.move === 'new')) return []
  const text = 'The issue of the outage before is closed, and its workflow does not let it be opened again:'
  const blocks = [
    { kind: 'text', text },
    { kind: 'link', text: issue.key, href: issue.url },
  ] as const
  return [
    { type: 'ticket-unopened', ticket: ticket.id, op, reason },
    ...wantUpdate(ticket, { op: `${ticket.label}-before`, blocks, move: null }),
  ]
}
