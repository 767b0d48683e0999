import type { Seconds } from '../../shared/time.ts'
import type { By, VesselEvent } from './events.ts'
import type { Facts, Proposal, ProposalId, Rejection, Stage } from './proposal.ts'
import type { TicketDraft } from './ticket-draft.ts'
import type { Vessel } from './vessel.ts'

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
)

export type Decided =
  | { readonly kind: 'decided'; readonly events: readonly VesselEvent[] }
  | { readonly kind: 'unknown' }
  /** Somebody, or the recovery, was faster. */
  | { readonly kind: 'decided-already'; readonly stage: Exclude<Stage, { kind: 'waiting' }> }
  /** Other facts than were seen. */
  | { readonly kind: 'revised'; readonly revision: number; readonly difference: readonly Difference[] }
  /** The vessel is just telling its truth. */
  | { readonly kind: 'settling' }

export type Difference = {
  readonly what: 'incidents' | 'components' | 'since' | 'seen' | 'severity' | 'missedDays'
  /** Null when it is too long ago to be known. */
  readonly before: Facts[Difference['what']] | null
  readonly now: Facts[Difference['what']]
}

export function decideProposal(vessel: Vessel, command: ProposalCommand, now: Seconds): Decided {
  const proposal = vessel.proposals.find(({ id }) => id === command.proposal)
  if (proposal === undefined) return { kind: 'unknown' }
  if (proposal.stage.kind !== 'waiting') return { kind: 'decided-already', stage: proposal.stage }
  const binds = command.type === 'approve-proposal' || command.type === 'link-proposal'
  if (binds && vessel.presence.kind === 'settling') return { kind: 'settling' }
  if (binds && command.revision !== proposal.revision) {
    return { kind: 'revised', revision: proposal.revision, difference: differences(proposal, command.revision) }
  }
  return { kind: 'decided', events: eventsOf(proposal, command, now) }
}

function eventsOf({ draft }: Proposal, command: ProposalCommand, now: Seconds): readonly VesselEvent[] {
  const { proposal, by } = command
  const when = { at: now, learnedAt: now, proposal, by }
  switch (command.type) {
    case 'approve-proposal': {
      const { revision, reason } = command
      return [{ type: 'proposal-approved', ...when, revision, reason, draft: command.draft ?? draft }]
    }
    case 'link-proposal':
      return [{ type: 'proposal-linked', ...when, key: command.key, reason: command.reason }]
    case 'reject-proposal':
      return [{ type: 'proposal-rejected', ...when, reason: command.reason, note: command.note }]
    case 'snooze-proposal':
      return [{ type: 'proposal-snoozed', ...when, until: command.until, reason: command.reason }]
  }
}

const COMPARED = ['incidents', 'components', 'since', 'seen', 'severity', 'missedDays'] as const

function differences({ facts, earlier }: Proposal, seen: number): readonly Difference[] {
  const before = earlier.find(({ revision }) => revision === seen)?.facts
  return COMPARED.filter((what) => JSON.stringify(before?.[what]) !== JSON.stringify(facts[what])).map((what) => ({
    what,
    before: before?.[what] ?? null,
    now: facts[what],
  }))
}
