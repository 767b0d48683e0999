import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { Vessel } from '../vessel.ts'
import { type IssueRef, isReopening, type Stage, type Ticket, type TicketEvent } from './ticket.ts'
import { doubtOf } from './ticket-standing.ts'

/**
 * How a ticket is sent so that there is one. A request is announced in the log before it leaves; one whose end is not known is never
 * repeated before JIRA has had the time to show what became of it, and was seen not to.
 */

export type OutboxPolicy = {
  /** Longer than the longest a request takes, is carried out late, and is missing from a search, together. */
  readonly settleS: number
  /** What is still being sent after this has died on its way. */
  readonly sendWithinS: number
  /** Fields that may be left out. */
  readonly optionalFields: readonly string[]
}

/** As many searches that count, spread over the settle window, must have found nothing. */
export const LOOKS = 5

/** What is to be done for a ticket, and from when on. */
export type Errand = {
  readonly at: Seconds
  readonly what: 'send' | 'adopt' | 'give-up' | 'look' | 'mark' | 'update' | 'probe'
}

export function errandOf(ticket: Ticket, { sendWithinS }: OutboxPolicy): Errand | null {
  const { stage, updates, key, marked } = ticket
  switch (stage.kind) {
    case 'ready':
      return { at: stage.notBefore, what: key === null ? 'send' : 'adopt' }
    case 'sending':
      return { at: stage.since + sendWithinS, what: 'give-up' }
    case 'unknown':
      return { at: stage.since, what: 'look' }
    case 'linked':
    case 'closed':
      if (isMissing(stage)) return null
      // A closed issue carries the labels of this outage once it is open again, and may have to leave them to another.
      if (!marked && stage.kind === 'linked' && !isReopening(ticket)) return { at: 0, what: 'mark' }
      return updates.length > 0 ? { at: 0, what: 'update' } : null
    case 'parked':
      return { at: 0, what: 'probe' }
    case 'refused':
    case 'held':
    case 'dropped':
      return null
  }
}

/** What was to be said in an issue that is gone waits for it to come back. */
const isMissing = (stage: Stage): boolean => stage.kind === 'closed' && stage.how === 'missing'

/**
 * Since when something of the ticket waits to be done in JIRA; `OPEN`: nothing does. What is refused or held waits for a
 * person, and what may be over for the vessel to say so.
 */
export function waitingSince(ticket: Ticket, vessel: Vessel): Seconds {
  const { stage, wantedAt, updates } = ticket
  switch (stage.kind) {
    case 'ready':
      return isForWhatLasts(ticket) && doubtOf(vessel, ticket) !== null ? OPEN : wantedAt
    case 'sending':
    case 'unknown':
    case 'parked':
      return wantedAt
    case 'linked':
    case 'closed':
      return isMissing(stage) ? OPEN : Math.min(OPEN, ...updates.map((update) => update.wantedAt))
    case 'refused':
    case 'held':
    case 'dropped':
      return OPEN
  }
}

/** Claims the ticket for one request. The append guard lets one writer win. */
export const claim = (ticket: Ticket, now: Seconds): readonly TicketEvent[] =>
  ticket.stage.kind === 'ready' && ticket.key === null && now >= ticket.stage.notBefore
    ? [{ type: 'ticket-sending', ticket: ticket.id, attempt: ticket.attempt + 1 }]
    : []

/** Nothing is made, or opened again, for what is over, unless a person insists; to say it in an issue that is there does no harm. */
export const isForWhatLasts = (ticket: Ticket): boolean =>
  !ticket.insisted && (ticket.key === null || isReopening(ticket))

/** What it is about is over before anything was sent: whether there is to be an issue all the same is for a person to say. */
export const hold = (ticket: Ticket): readonly TicketEvent[] =>
  ticket.stage.kind === 'ready' && isForWhatLasts(ticket)
    ? [{ type: 'ticket-held', ticket: ticket.id, reason: 'recovered' }]
    : []

/** What became of a request; the certain ones say that nothing was made. */
export type Sent =
  | { readonly kind: 'ok'; readonly value: IssueRef }
  | { readonly kind: 'refused'; readonly words: string; readonly problems: Readonly<Record<string, string>> }
  | { readonly kind: 'unauthorized' | 'not-sent' | 'retry-later' | 'unknown'; readonly words: string }

/** `again`: the earliest time at which it may be sent again, if it may. */
export function whenSent(
  ticket: Ticket,
  attempt: number,
  sent: Sent,
  again: Seconds,
  policy: OutboxPolicy,
): readonly TicketEvent[] {
  const { id, stage, without } = ticket
  const isOurs = stage.kind === 'sending' && ticket.attempt === attempt
  if (!isOurs && sent.kind !== 'ok') return []
  switch (sent.kind) {
    case 'ok':
      // An issue that exists is linked, however late its answer comes.
      return isBeingMade(ticket) ? [linked(ticket, sent.value, 'created')] : []
    case 'refused': {
      const fields = Object.keys(sent.problems)
      const spare =
        fields.length > 0 && fields.every((one) => policy.optionalFields.includes(one) && !without.includes(one))
      return spare
        ? [{ type: 'ticket-ready', ticket: id, notBefore: again, without: [...without, ...fields], reason: sent.words }]
        : [{ type: 'ticket-refused', ticket: id, reason: sent.words, problems: sent.problems }]
    }
    case 'unauthorized':
      return [{ type: 'ticket-parked', ticket: id, reason: sent.words }]
    case 'retry-later':
    case 'not-sent':
      return [{ type: 'ticket-ready', ticket: id, notBefore: again, without, reason: sent.words }]
    case 'unknown':
      return [{ type: 'ticket-unknown', ticket: id, attempt, reason: sent.words }]
  }
}

/** Whoever was sending did not come back. */
export const whenGivenUp = (ticket: Ticket, now: Seconds, { sendWithinS }: OutboxPolicy): readonly TicketEvent[] =>
  ticket.stage.kind === 'sending' && now >= ticket.stage.since + sendWithinS
    ? [
        {
          type: 'ticket-unknown',
          ticket: ticket.id,
          attempt: ticket.attempt,
          reason: 'the hub stopped while it was sending',
        },
      ]
    : []

/** Something carries the label: before a request it is adopted, after one it is what the request made. */
export const whenFound = (ticket: Ticket, issue: IssueRef): readonly TicketEvent[] =>
  isBeingMade(ticket) ? [linked(ticket, issue, 'found')] : []

/** A search that could have seen it found nothing. Searches close together are one. */
export function whenNotFound(ticket: Ticket, now: Seconds, { settleS }: OutboxPolicy): readonly TicketEvent[] {
  const { stage, id, without } = ticket
  if (stage.kind !== 'unknown') return []
  if (now - (stage.looks.at(-1) ?? stage.since) < settleS / LOOKS) return []
  if (stage.looks.length + 1 < LOOKS || now - stage.since < settleS) return [{ type: 'ticket-looked', ticket: id }]
  const reason = `${LOOKS} searches in ${now - stage.since} s found nothing: it was not made`
  return [{ type: 'ticket-ready', ticket: id, notBefore: now, without, reason }]
}

/** The tracker did not let the hub in, before anything was sent. */
export const whenLockedOut = (ticket: Ticket, words: string): readonly TicketEvent[] =>
  ticket.stage.kind === 'ready' ? [{ type: 'ticket-parked', ticket: ticket.id, reason: words }] : []

/** It lets the hub in again. */
export const whenLetIn = (ticket: Ticket, now: Seconds): readonly TicketEvent[] =>
  ticket.stage.kind === 'parked'
    ? [{ type: 'ticket-ready', ticket: ticket.id, notBefore: now, without: ticket.without, reason: 'let in again' }]
    : []

const isBeingMade = ({ stage }: Ticket): boolean =>
  stage.kind === 'ready' || stage.kind === 'sending' || stage.kind === 'unknown' || stage.kind === 'parked'

const linked = (ticket: Ticket, issue: IssueRef, how: 'created' | 'found'): TicketEvent => ({
  type: 'ticket-linked',
  ticket: ticket.id,
  issue,
  how,
})
