import type { Rejection, Withdrawal } from '../../../core/proposals/proposal.ts'
import { ENDINGS } from './incidents.ts'
import { counted, type EventOf, type EventType, until, type Words } from './words.ts'

export const proposalWords: Words<Extract<EventType, `proposal-${string}`>> = {
  'proposal-raised': ({ draft, facts, reason }) =>
    `Ticket proposed (${reason === 'chronic' ? `missed its SLA on ${counted(facts.missedDays ?? 0, 'day')}` : 'down for long'}, ${facts.severity}): ${draft.summary}`,
  'proposal-revised': ({ revision, draft, reason }) =>
    `Proposal revised, because ${REVISED[reason]}; now revision ${revision}: ${draft.summary}`,
  'proposal-approved': ({ revision, draft }) => `Proposal approved as of revision ${revision}: ${draft.summary}`,
  'proposal-linked': ({ key }) => `Proposal linked to the existing ticket ${key}`,
  'proposal-rejected': ({ reason }) => `Proposal rejected: ${REJECTED[reason]}`,
  'proposal-snoozed': (event) => `Proposal snoozed${until(event.until)}`,
  'proposal-woken': () => 'The snooze of the proposal was ended',
  'proposal-withdrawn': ({ reason }) => `Proposal withdrawn by itself: ${WITHDRAWN[reason]}`,
  'proposal-reminded': () => 'Reminded: nobody has decided about the proposal yet',
  'proposal-escalated': () => 'Escalated: nobody has decided about the proposal for long',
  'proposal-expired': () => 'Proposal expired without a decision',
}

type Revision = EventOf<'proposal-revised'>['reason']

const REVISED: Readonly<Record<Revision, string>> = {
  moved: 'what was down behind a silence is known',
  fewer: 'a part of it is over',
  restated: 'its times are known better',
  graver: 'it became graver',
}

const WITHDRAWN: Readonly<Record<Withdrawal, string>> = {
  ...ENDINGS,
  'too-young': 'it is younger than was thought',
  excused: 'all of its time is excused',
}

const REJECTED: Readonly<Record<Rejection, string>> = {
  known: 'somebody is on it',
  planned: 'planned work',
  'not-ours': 'not ours',
  'false-alarm': 'a false alarm',
  handled: 'handled already',
  other: 'for another reason',
}
