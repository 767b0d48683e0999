import type { Block } from '../../../shared/draft-text.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'
import type { IncidentId } from '../incidents/incident.ts'
import type { TicketDraft } from './ticket-draft.ts'

/** The proposal that was approved; each leads to one ticket. */
export type TicketId = string

/** The id lasts; the key changes when an issue moves. */
export type IssueRef = { readonly id: string; readonly key: string; readonly url: string }

export type IssueStatus = 'new' | 'in-progress' | 'done'

/** What is to be said in an issue, and where it is to be moved; `op` is its own for ever, so that it is done once. */
export type TicketUpdate = {
  readonly op: string
  readonly blocks: readonly Block[]
  readonly move: IssueStatus | null
}

export type TicketEvent = { readonly ticket: TicketId } & (
  | {
      readonly type: 'ticket-wanted'
      readonly label: string
      /** Labels of the vessel and of what is down: an issue of any outage of theirs is found by them. */
      readonly assets: readonly string[]
      readonly incidents: readonly IncidentId[]
      readonly draft: TicketDraft
      /** An existing issue that is to be the ticket. */
      readonly key: string | null
      readonly by: By
    }
  /** Stored before the first byte leaves. */
  | { readonly type: 'ticket-sending'; readonly attempt: number }
  /** It may have been made or not: until that is settled nothing is sent. */
  | { readonly type: 'ticket-unknown'; readonly attempt: number; readonly reason: string }
  /** A search that could have seen it did not, and counts. */
  | { readonly type: 'ticket-looked' }
  /** Certainly not made: it is sent again, not before the time. */
  | {
      readonly type: 'ticket-ready'
      readonly notBefore: Seconds
      readonly without: readonly string[]
      readonly reason: string
    }
  | {
      readonly type: 'ticket-refused'
      readonly reason: string
      readonly problems: Readonly<Record<string, string>>
    }
  | { readonly type: 'ticket-parked'; readonly reason: string }
  /** Nothing was sent: what it is about is over, and a person says whether there is to be an issue all the same. */
  | { readonly type: 'ticket-held'; readonly reason: 'recovered' }
  /** There will be no issue, as a person says. */
  | { readonly type: 'ticket-dropped'; readonly reason: string | null; readonly by: By }
  | { readonly type: 'ticket-linked'; readonly issue: IssueRef; readonly how: 'created' | 'found' | 'by-hand' }
  /** Its issue carries our labels and leads back to our page; `reason`: why it cannot. */
  | { readonly type: 'ticket-marked'; readonly reason: string | null }
  /** The incidents of a silence have gone over to those of components. */
  | { readonly type: 'ticket-inherited'; readonly incidents: readonly IncidentId[] }
  | { readonly type: 'ticket-followed'; readonly issue: IssueRef; readonly status: IssueStatus }
  | { readonly type: 'ticket-closed'; readonly how: 'done' | 'missing'; readonly resolution: string | null }
  | { readonly type: 'ticket-doubled'; readonly kept: IssueRef; readonly others: readonly IssueRef[] }
  | ({ readonly type: 'ticket-update-wanted' } & TicketUpdate)
  /** `reason`: why it could not be done; null when it was. `way`: how the issue was moved, if it was. */
  | {
      readonly type: 'ticket-commented'
      readonly op: string
      readonly reason: string | null
      readonly way: string | null
    }
  /** Its issue, which was closed, cannot be opened again as the update wanted: there is to be another. */
  | { readonly type: 'ticket-unopened'; readonly op: string; readonly reason: string }
)

export type Stage =
  | { readonly kind: 'ready'; readonly notBefore: Seconds; readonly reason: string }
  | { readonly kind: 'sending'; readonly since: Seconds }
  /** `looks`: when the searches that count were made. */
  | { readonly kind: 'unknown'; readonly since: Seconds; readonly looks: readonly Seconds[]; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly problems: Readonly<Record<string, string>> }
  | { readonly kind: 'parked'; readonly reason: string }
  | { readonly kind: 'held'; readonly reason: 'recovered' }
  | { readonly kind: 'dropped'; readonly at: Seconds; readonly by: By }
  | { readonly kind: 'linked'; readonly since: Seconds; readonly issue: IssueRef; readonly status: IssueStatus }
  | {
      readonly kind: 'closed'
      readonly at: Seconds
      readonly issue: IssueRef
      readonly how: 'done' | 'missing'
      readonly resolution: string | null
    }

/** One ticket on its way from an approval to a closed issue. */
export type Ticket = {
  readonly id: TicketId
  readonly label: string
  readonly assets: readonly string[]
  readonly incidents: readonly IncidentId[]
  readonly draft: TicketDraft
  readonly key: string | null
  readonly wantedAt: Seconds
  /** A person wants it sent although it was held or refused before. */
  readonly insisted: boolean
  readonly marked: boolean
  /** Issues that are known to be doubles of its own. */
  readonly doubles: readonly string[]
  readonly attempt: number
  /** How often in a row it could not be sent. */
  readonly failures: number
  readonly without: readonly string[]
  readonly stage: Stage
  readonly updates: readonly (TicketUpdate & { readonly wantedAt: Seconds })[]
  /** The `op` of what was said in the issue, or cannot be. */
  readonly said: readonly string[]
}

export type Tickets = ReadonlyMap<TicketId, Ticket>

export const NO_TICKETS: Tickets = new Map()

/** The issue of a ticket that has one. */
export const issueOf = ({ stage }: Ticket): IssueRef | null =>
  stage.kind === 'linked' || stage.kind === 'closed' ? stage.issue : null

/** Neither closed nor dropped. */
export const isOpen = ({ stage }: Ticket): boolean => stage.kind !== 'closed' && stage.kind !== 'dropped'

/** Those whose issue has not become that of a later one, which opened it again. */
export const current = (tickets: Tickets): readonly Ticket[] =>
  [...tickets.values()].filter((ticket) => {
    const issue = issueOf(ticket)
    return issue === null || latest(ofIssue(tickets, issue)) === ticket
  })

/** All that an issue has been the ticket of. */
export const ofIssue = (tickets: Tickets, { id }: IssueRef): readonly Ticket[] =>
  [...tickets.values()].filter((ticket) => issueOf(ticket)?.id === id)

/** Of several with one issue the one that follows it. */
export const latest = (tickets: readonly Ticket[]): Ticket | undefined =>
  tickets.toSorted((a, b) => a.wantedAt - b.wantedAt).at(-1)

/** A closed issue is to be opened again for it. */
export const isReopening = ({ key, updates }: Ticket): boolean =>
  key !== null && updates.some(({ move }) => move === 'new')

/** A closed ticket can come back for as long as `reopenWithin` may be. */
const KEPT_S = 400 * 86_400

export function evolveTickets(tickets: Tickets, event: Dated & TicketEvent): Tickets {
  const before = tickets.get(event.ticket)
  const after = event.type === 'ticket-wanted' ? wanted(before, event) : before && evolveTicket(before, event)
  if (after === undefined) return tickets
  const kept = [...tickets].filter(([, { stage }]) => !('at' in stage) || stage.at > event.at - KEPT_S)
  const all = new Map([...kept, [after.id, after]])
  return event.type === 'ticket-linked' ? takenOver(all, event.issue) : all
}

/** What others had still to say in the issue is said by the one that follows it now, first. */
function takenOver(tickets: Tickets, issue: IssueRef): Tickets {
  const all = ofIssue(tickets, issue)
  const heir = latest(all)
  if (heir === undefined || all.length === 1) return tickets
  const before = all.filter((one) => one !== heir).flatMap(({ updates }) => updates)
  const given = all.map((one) => ({ ...one, updates: one === heir ? [...before, ...heir.updates] : [] }))
  return new Map([...tickets, ...given.map((one) => [one.id, one] as const)])
}

const MOST_SAID = 100

function wanted(before: Ticket | undefined, event: Extract<TicketEvent, { type: 'ticket-wanted' }> & Dated) {
  const { label, assets, incidents, draft, key, at } = event
  const stage: Stage = { kind: 'ready', notBefore: at, reason: 'approved' }
  const none = { without: [], updates: [], said: [], doubles: [] }
  const fresh = { id: event.ticket, attempt: 0, failures: 0, marked: false, ...none }
  const insisted = before !== undefined
  return { ...fresh, ...before, label, assets, incidents, draft, key, wantedAt: at, insisted, stage }
}

function evolveTicket(ticket: Ticket, event: Dated & TicketEvent): Ticket {
  const { stage } = ticket
  const issue = issueOf(ticket)
  switch (event.type) {
    case 'ticket-wanted':
      return ticket
    case 'ticket-sending':
      return { ...ticket, attempt: event.attempt, stage: { kind: 'sending', since: event.at } }
    case 'ticket-unknown':
      return { ...ticket, stage: { kind: 'unknown', since: event.at, looks: [], reason: event.reason } }
    case 'ticket-looked':
      return stage.kind === 'unknown' ? { ...ticket, stage: { ...stage, looks: [...stage.looks, event.at] } } : ticket
    case 'ticket-ready': {
      const { notBefore, reason, without } = event
      return { ...ticket, without, failures: ticket.failures + 1, stage: { kind: 'ready', notBefore, reason } }
    }
    case 'ticket-refused':
      return { ...ticket, stage: { kind: 'refused', reason: event.reason, problems: event.problems } }
    case 'ticket-parked':
      return { ...ticket, stage: { kind: 'parked', reason: event.reason } }
    case 'ticket-held':
      return { ...ticket, stage: { kind: 'held', reason: event.reason } }
    case 'ticket-dropped':
      return { ...ticket, updates: [], stage: { kind: 'dropped', at: event.at, by: event.by } }
    case 'ticket-marked':
      return { ...ticket, marked: true }
    case 'ticket-linked':
      return { ...ticket, failures: 0, stage: { kind: 'linked', since: event.at, issue: event.issue, status: 'new' } }
    case 'ticket-inherited':
      return { ...ticket, incidents: [...new Set([...ticket.incidents, ...event.incidents])] }
    case 'ticket-followed': {
      const since = stage.kind === 'linked' ? stage.since : event.at
      return { ...ticket, stage: { kind: 'linked', since, issue: event.issue, status: event.status } }
    }
    case 'ticket-closed': {
      const { at, how, resolution } = event
      return issue === null ? ticket : { ...ticket, stage: { kind: 'closed', at, issue, how, resolution } }
    }
    case 'ticket-doubled': {
      const doubles = [...new Set([...ticket.doubles, ...event.others.map(({ id }) => id)])]
      return stage.kind === 'linked' ? { ...ticket, doubles, stage: { ...stage, issue: event.kept } } : ticket
    }
    case 'ticket-update-wanted': {
      const { op, blocks, move } = event
      return { ...ticket, updates: [...ticket.updates, { op, blocks, move, wantedAt: event.at }] }
    }
    case 'ticket-unopened': {
      const updates = ticket.updates.filter(({ op }) => op !== event.op)
      return { ...ticket, key: null, updates, stage: { kind: 'ready', notBefore: event.at, reason: event.reason } }
    }
    case 'ticket-commented':
      return {
        ...ticket,
        updates: ticket.updates.filter(({ op }) => op !== event.op),
        said: [...ticket.said, event.op].slice(-MOST_SAID),
      }
  }
}
