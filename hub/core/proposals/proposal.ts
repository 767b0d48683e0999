import type { ComponentId } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { Severity } from '../alerts/severity.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'
import type { IncidentId } from '../incidents/incident.ts'
import type { TicketDraft } from '../tickets/ticket-draft.ts'

/** `p-<first incident>`, or `p-chronic-<component>-<day>`; raised anew it has a number behind it. */
export type ProposalId = string

/** What an approver says yes to. Another revision whenever any of it changes but the figures, which move by themselves. */
export type Facts = {
  /** What it covers; none when it is chronic. */
  readonly incidents: readonly IncidentId[]
  /** What is down; none when it is the vessel that is silent. */
  readonly components: readonly ComponentId[]
  readonly since: Seconds
  readonly seen: 'measured' | 'silent'
  readonly severity: Severity
  /** On how many of the last days a chronic one missed its SLA. */
  readonly missedDays: number | null
  readonly uptime: { readonly '24h': number | null; readonly '7d': number | null; readonly '30d': number | null }
}

export const REJECTIONS = ['known', 'planned', 'not-ours', 'false-alarm', 'handled', 'other'] as const
export type Rejection = (typeof REJECTIONS)[number]

export type Withdrawal = 'recovered' | 'link-only' | 'told' | 'never-was' | 'not-watched' | 'too-young' | 'excused'

export type Stage =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'approved'; readonly at: Seconds; readonly by: By }
  | { readonly kind: 'linked'; readonly at: Seconds; readonly by: By; readonly key: string }
  | {
      readonly kind: 'rejected'
      readonly at: Seconds
      readonly by: By
      readonly code: Rejection
      readonly note: string | null
    }
  | { readonly kind: 'withdrawn'; readonly at: Seconds; readonly reason: Withdrawal }
  | { readonly kind: 'expired'; readonly at: Seconds }

type Revision = { readonly revision: number; readonly facts: Facts; readonly draft: TicketDraft }

export type Proposal = {
  readonly id: ProposalId
  readonly reason: 'age' | 'chronic'
  readonly raisedAt: Seconds
  readonly revision: number
  readonly facts: Facts
  readonly draft: TicketDraft
  /** What earlier revisions said, so that who saw one of them can be told the difference. */
  readonly earlier: readonly Revision[]
  readonly stage: Stage
  readonly snoozed: { readonly until: Seconds; readonly by: By } | null
  /** When it last called for a decision. */
  readonly calledAt: Seconds
  readonly escalated: boolean
}

export type ProposalEvent = Dated & { readonly proposal: ProposalId } & (
    | {
        readonly type: 'proposal-raised'
        readonly reason: 'age' | 'chronic'
        readonly facts: Facts
        readonly draft: TicketDraft
      }
    | {
        readonly type: 'proposal-revised'
        readonly revision: number
        /** `moved` to the incidents that inherit a silence; fewer are left; times are known better; it is graver. */
        readonly reason: 'moved' | 'fewer' | 'restated' | 'graver'
        readonly facts: Facts
        readonly draft: TicketDraft
      }
    | {
        readonly type: 'proposal-approved'
        readonly revision: number
        readonly draft: TicketDraft
        readonly reason: string | null
        readonly by: By
      }
    | { readonly type: 'proposal-linked'; readonly key: string; readonly reason: string | null; readonly by: By }
    | { readonly type: 'proposal-rejected'; readonly reason: Rejection; readonly note: string | null; readonly by: By }
    | { readonly type: 'proposal-snoozed'; readonly until: Seconds; readonly reason: string | null; readonly by: By }
    | { readonly type: 'proposal-woken'; readonly reason: string | null; readonly by: By }
    | { readonly type: 'proposal-withdrawn'; readonly reason: Withdrawal }
    | { readonly type: 'proposal-reminded'; readonly reason: 'undecided' }
    | { readonly type: 'proposal-escalated'; readonly reason: 'undecided' }
    | { readonly type: 'proposal-expired'; readonly reason: 'undecided' }
  )

const KEPT_REVISIONS = 10

export function evolveProposals(proposals: readonly Proposal[], event: ProposalEvent): readonly Proposal[] {
  switch (event.type) {
    case 'proposal-raised': {
      const { proposal: id, reason, facts, draft, at } = event
      const raised = { id, reason, raisedAt: at, revision: 1, facts, draft, calledAt: at }
      // Early logs have given an id twice.
      const others = proposals.filter((one) => one.id !== id)
      return [...others, { ...raised, earlier: [], stage: { kind: 'waiting' }, snoozed: null, escalated: false }]
    }
    default:
      return proposals.map((one) => (one.id === event.proposal ? evolveProposal(one, event) : one))
  }
}

/** What happens to a proposal after it was raised. */
export function evolveProposal(proposal: Proposal, event: ProposalEvent): Proposal {
  const { at } = event
  switch (event.type) {
    case 'proposal-raised':
      return proposal
    case 'proposal-revised': {
      const { revision, facts, draft } = event
      const earlier = [
        ...proposal.earlier,
        { revision: proposal.revision, facts: proposal.facts, draft: proposal.draft },
      ]
      // Who put it off did so for what was less grave.
      const snoozed = event.reason === 'graver' ? null : proposal.snoozed
      return { ...proposal, revision, facts, draft, snoozed, earlier: earlier.slice(-KEPT_REVISIONS) }
    }
    case 'proposal-approved':
      return { ...proposal, draft: event.draft, stage: { kind: 'approved', at, by: event.by } }
    case 'proposal-linked':
      return { ...proposal, stage: { kind: 'linked', at, by: event.by, key: event.key } }
    case 'proposal-rejected':
      return { ...proposal, stage: { kind: 'rejected', at, by: event.by, code: event.reason, note: event.note } }
    case 'proposal-snoozed':
      return { ...proposal, snoozed: { until: event.until, by: event.by } }
    case 'proposal-withdrawn':
      return { ...proposal, stage: { kind: 'withdrawn', at, reason: event.reason } }
    case 'proposal-expired':
      return { ...proposal, stage: { kind: 'expired', at } }
    case 'proposal-woken':
    case 'proposal-reminded':
      return { ...proposal, calledAt: at, snoozed: null }
    case 'proposal-escalated':
      return { ...proposal, escalated: true, calledAt: at }
  }
}

export const isWaiting = ({ stage }: Proposal): boolean => stage.kind === 'waiting'
