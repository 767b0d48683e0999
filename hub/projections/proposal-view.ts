import type { Proposals, Proposal as View } from '../../shared/api/proposal.ts'
import { iso, OPEN, type Seconds } from '../../shared/time.ts'
import type { By } from '../core/events.ts'
import type { Policy } from '../core/policy.ts'
import type { Proposal, Stage } from '../core/proposal.ts'
import { issueOf, type Ticket } from '../core/ticket.ts'
import type { Block } from '../core/ticket-draft.ts'
import type { Vessel } from '../core/vessel.ts'
import type { VesselRow } from '../ports/read-store.ts'
import { nameOf } from './component.ts'

export type Docketed = { readonly row: Named; readonly state: Pick<Vessel, 'proposals' | 'tickets'> }
type Named = Pick<VesselRow, 'id' | 'profile'>

/** Those that wait first, the oldest of them first; then those decided lately, the newest first. */
export function proposalsView(vessels: readonly Docketed[], policy: Policy, now: Seconds): Proposals {
  const all = vessels.flatMap(({ row, state }) =>
    state.proposals.map((proposal) => ({ proposal, row, ticket: state.tickets.get(proposal.id) ?? null })),
  )
  const waiting = all.filter(({ proposal: { stage } }) => stage.kind === 'waiting')
  const decided = all.filter(({ proposal: { stage } }) => stage.kind !== 'waiting')
  waiting.sort((a, b) => a.proposal.facts.since - b.proposal.facts.since)
  decided.sort((a, b) => decidedAt(b.proposal.stage) - decidedAt(a.proposal.stage))
  return {
    at: iso(now),
    waiting: waiting.length,
    proposals: [...waiting, ...decided].map(({ proposal, row, ticket }) => proposalView(proposal, row, ticket, policy)),
  }
}

export function proposalView(proposal: Proposal, row: Named, ticket: Ticket | null, policy: Policy): View {
  const { id, reason, raisedAt, revision, facts, draft, snoozed } = proposal
  return {
    id,
    vessel: { id: row.id, name: row.profile.name },
    reason,
    components: facts.components.map((component) => ({ id: component, name: nameOf(component, policy) })),
    since: iso(facts.since),
    seen: facts.seen,
    severity: facts.severity,
    uptime: facts.uptime,
    missedDays: facts.missedDays,
    raisedAt: iso(raisedAt),
    revision,
    draft: { summary: draft.summary, blocks: draft.blocks.map(blockView) },
    snoozedUntil: snoozed && iso(snoozed.until),
    stage: stageView(proposal.stage),
    ticket: ticket && ticketView(ticket),
  }
}

const blockView = (block: Block): View['draft']['blocks'][number] =>
  block.kind === 'list' ? { kind: 'list', items: [...block.items] } : { ...block }

const decidedAt = (stage: Stage): Seconds => (stage.kind === 'waiting' ? OPEN : stage.at)

function stageView(stage: Stage): View['stage'] {
  const common = { kind: stage.kind, at: stage.kind === 'waiting' ? null : iso(stage.at) }
  switch (stage.kind) {
    case 'waiting':
    case 'expired':
      return { ...common, by: null, why: null }
    case 'approved':
      return { ...common, by: nameOfPerson(stage.by), why: null }
    case 'linked':
      return { ...common, by: nameOfPerson(stage.by), why: stage.key }
    case 'rejected':
      return {
        ...common,
        by: nameOfPerson(stage.by),
        why: stage.note === null ? stage.code : `${stage.code}: ${stage.note}`,
      }
    case 'withdrawn':
      return { ...common, by: null, why: stage.reason }
  }
}

const nameOfPerson = (by: By): string | null => ('name' in by ? by.name : null)

function ticketView(ticket: Ticket): NonNullable<View['ticket']> {
  const issue = issueOf(ticket)
  return {
    stage: ticket.stage.kind,
    why: 'reason' in ticket.stage ? ticket.stage.reason : null,
    key: issue?.key ?? null,
    url: issue?.url ?? null,
  }
}
