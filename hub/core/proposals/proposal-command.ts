import type { VesselId } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import { type Dated, dated } from '../dated.ts'
import type { Decision } from '../decision.ts'
import type { Policy } from '../policy.ts'
import type { TicketEvent } from '../tickets/ticket.ts'
import type { TicketDraft } from '../tickets/ticket-draft.ts'
import { type Approval, whenApproved } from '../tickets/ticket-wanted.ts'
import type { Vessel } from '../vessel.ts'
import type { Facts, Proposal, ProposalEvent, ProposalId, Rejection, Stage } from './proposal.ts'

/** What a person decides about a proposal. An approval binds to the revision that was seen. */
export type ProposalCommand = { readonly proposal: ProposalId; readonly by: By } & (
  | {
      readonly type: 'approve-proposal'
      readonly revision: number
      /** As edited; null: as proposed. */
      readonly draft: TicketDraft | null
      readonly reason: string | null
    }
  | { readonly type: 'link-proposal'; readonly revision: number; readonly key: string; readonly reason: string | null }
  | { readonly type: 'reject-proposal'; readonly reason: Rejection; readonly note: string | null }
  | { readonly type: 'snooze-proposal'; readonly until: Seconds; readonly reason: string | null }
  | { readonly type: 'wake-proposal'; readonly reason: string | null }
)

export type ProposalAnswer = { readonly kind: 'decided' } | Undecided

/** Nothing came of it, and why. */
export type Undecided =
  | { readonly kind: 'unknown' }
  /** Somebody, or the recovery, was faster. */
  | { readonly kind: 'decided-already'; readonly stage: Exclude<Stage, { kind: 'waiting' }> }
  /** Other facts than were seen; `seen` is the ticket as it was proposed then, null when that is too long ago to be known. */
  | {
      readonly kind: 'revised'
      readonly revision: number
      readonly difference: readonly Difference[]
      readonly seen: TicketDraft | null
    }
  /** It is not snoozed: somebody else ended that, or it was over. */
  | { readonly kind: 'awake' }
  /** The vessel is just telling its truth. */
  | { readonly kind: 'settling' }
  /** The tracker knows no such issue, or could not be asked now. */
  | { readonly kind: 'no-issue'; readonly key: string }
  | { readonly kind: 'unasked'; readonly key: string; readonly words: string }

export type Difference = {
  readonly what: 'incidents' | 'components' | 'since' | 'seen' | 'severity' | 'missedDays'
  /** Null when it is too long ago to be known. */
  readonly before: Facts[Difference['what']] | null
  readonly now: Facts[Difference['what']]
}

/** What an approval needs to know beside the vessel. */
export type Approving = {
  readonly id: VesselId
  /** Of the event log: two hubs never make one issue. */
  readonly logId: string
  readonly policy: Pick<Policy, 'tickets'>
  readonly now: Seconds
}

export function decideProposal(
  vessel: Vessel,
  command: ProposalCommand,
  approving: Approving,
): Decision<ProposalEvent | (Dated & TicketEvent), ProposalAnswer> {
  const proposal = vessel.proposals.find(({ id }) => id === command.proposal)
  if (proposal === undefined) return { events: [], answer: { kind: 'unknown' } }
  const why = whyNot(vessel, proposal, command)
  if (why !== null) return { events: [], answer: why }
  return { events: eventsOf(vessel, proposal, command, approving), answer: { kind: 'decided' } }
}

function whyNot({ presence }: Vessel, proposal: Proposal, command: ProposalCommand): Undecided | null {
  const { stage, facts, revision, snoozed } = proposal
  if (stage.kind !== 'waiting') return { kind: 'decided-already', stage }
  if (command.type === 'wake-proposal') return snoozed === null ? { kind: 'awake' } : null
  if (command.type !== 'approve-proposal' && command.type !== 'link-proposal') return null
  if (presence.kind === 'settling') return { kind: 'settling' }
  if (command.revision === revision) return null
  const seen = proposal.earlier.find((one) => one.revision === command.revision) ?? null
  return { kind: 'revised', revision, difference: differences(facts, seen?.facts ?? null), seen: seen?.draft ?? null }
}

function eventsOf(
  vessel: Vessel,
  proposal: Proposal,
  command: ProposalCommand,
  approving: Approving,
): readonly (ProposalEvent | (Dated & TicketEvent))[] {
  const { by } = command
  const when = { ...dated(approving.now), proposal: command.proposal, by }
  switch (command.type) {
    case 'approve-proposal': {
      const { revision, reason } = command
      const draft = command.draft ?? proposal.draft
      const ticket = ticketOf(vessel, proposal, { by, draft, key: null }, approving)
      return [{ type: 'proposal-approved', ...when, revision, reason, draft }, ...ticket]
    }
    case 'link-proposal': {
      const { key, reason } = command
      const ticket = ticketOf(vessel, proposal, { by, draft: proposal.draft, key }, approving)
      return [{ type: 'proposal-linked', ...when, key, reason }, ...ticket]
    }
    case 'reject-proposal':
      return [{ type: 'proposal-rejected', ...when, reason: command.reason, note: command.note }]
    case 'snooze-proposal':
      return [{ type: 'proposal-snoozed', ...when, until: command.until, reason: command.reason }]
    case 'wake-proposal':
      return [{ type: 'proposal-woken', ...when, reason: command.reason }]
  }
}

export type Plan = Pick<Extract<TicketEvent, { type: 'ticket-wanted' }>, 'label' | 'assets' | 'key'>

/** What a yes would lead to: a new issue with these labels, or (`key`) an earlier one that is opened again. */
export function planOf(vessel: Vessel, proposal: Proposal, draft: TicketDraft, approving: Approving): Plan | null {
  const yes = { by: { kind: 'hub' } as const, draft, key: null }
  return ticketOf(vessel, proposal, yes, approving).find((event) => event.type === 'ticket-wanted') ?? null
}

/** One yes, one ticket. */
function ticketOf(
  vessel: Vessel,
  { id, facts }: Proposal,
  yes: Pick<Approval, 'by' | 'draft' | 'key'>,
  { now, policy, logId, id: vesselId }: Approving,
): readonly (Dated & TicketEvent)[] {
  const { incidents, components } = facts
  const approval: Approval = { ...yes, logId, vessel: vesselId, proposal: id, incidents, components }
  return whenApproved(vessel, approval, now, policy.tickets).map((event) => ({ ...event, ...dated(now) }))
}

const COMPARED = ['incidents', 'components', 'since', 'seen', 'severity', 'missedDays'] as const

function differences(facts: Facts, before: Facts | null): readonly Difference[] {
  return COMPARED.filter((what) => JSON.stringify(before?.[what]) !== JSON.stringify(facts[what])).map((what) => ({
    what,
    before: before?.[what] ?? null,
    now: facts[what],
  }))
}
