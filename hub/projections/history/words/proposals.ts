import type { Rejection } from '../../../core/proposals/proposal.ts'
import { counted, type EventType, until, type Words } from './words.ts'

export const proposalWords: Words<Extract<EventType, `proposal-${string}`>> = {
  'proposal-raised': ({ draft, facts, reason }) =>
    `Ticket proposed (${reason === 'chronic' ? `missed its SLA on ${counted(facts.missedDays ?? 0, 'day')}` : 'down for long'}, ${facts.severity}): ${draft.summary}`,
  'proposal-revised': ({ revision, draft }) => `Proposal revised, now revision ${revision}: ${draft.summary}`,
  'proposal-approved': ({ revision, draft }) => `Proposal approved as of revision ${revision}: ${draft.summary}`,
  'proposal-linked': ({ key }) => `Proposal linked to the existing ticket ${key}`,
  'proposal-rejected': ({ reason }) => `Proposal rejected: ${REJECTED[reason]}`,
  'proposal-snoozed': (event) => `Proposal put off${until(event.until)}`,
  'proposal-woken': () => 'Proposal taken up again before its time',
  'proposal-withdrawn': () => 'Proposal withdrawn by itself',
  'proposal-reminded': () => 'Reminded: nobody has decided about the proposal yet',
  'proposal-escalated': () => 'Escalated: nobody has decided about the proposal for long',
  'proposal-expired': () => 'Proposal expired without a decision',
}

const REJECTED: Readonly<Record<Rejection, string>> = {
  known: 'somebody is on it',
  planned: 'planned work',
  'not-ours': 'not ours',
  'false-alarm': 'a false alarm',
  handled: 'handled already',
  other: 'for another reason',
}
