import type { Seconds } from '../../shared/time.ts'
import { type IssueRef, type IssueStatus, issueOf, type Ticket, type TicketEvent, type TicketUpdate } from './ticket.ts'

type Seen = IssueRef & { readonly status: IssueStatus; readonly resolution: string | null }

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

/** Several open issues carry one label: the oldest stays the ticket. */
export function whenDoubled(ticket: Ticket, open: readonly Seen[]): readonly TicketEvent[] {
  const [kept, ...others] = open
    .map(({ id, key, url }) => ({ id, key, url }))
    .sort((a, b) => Number(a.id) - Number(b.id))
  if (kept === undefined || others.length === 0 || ticket.stage.kind !== 'linked') return []
  return [{ type: 'ticket-doubled', ticket: ticket.id, kept, others }]
}

/** Something is to be said in the issue; once for each `op`. */
export const wantUpdate = (ticket: Ticket, update: TicketUpdate): readonly TicketEvent[] =>
  issueOf(ticket) === null || ticket.updates.some(({ op }) => op === update.op)
    ? []
    : [{ type: 'ticket-update-wanted', ticket: ticket.id, ...update }]

/** Said, or not to be said ever. */
export const whenUpdated = (ticket: Ticket, op: string, reason: string | null): readonly TicketEvent[] =>
  ticket.updates.some((update) => update.op === op) ? [{ type: 'ticket-commented', ticket: ticket.id, op, reason }] : []

export type FollowPolicy = {
  readonly reopenWithinS: number
  /** Resolutions after which the same failure is not brought up again by reopening. */
  readonly wontFix: readonly string[]
}

/** The issue that is opened again when the same fails anew, in place of a new one. */
export function reopenable(ticket: Ticket, now: Seconds, { reopenWithinS, wontFix }: FollowPolicy): IssueRef | null {
  const { stage } = ticket
  if (stage.kind !== 'closed' || stage.how !== 'done' || now - stage.at > reopenWithinS) return null
  return stage.resolution !== null && wontFix.includes(stage.resolution) ? null : stage.issue
}
