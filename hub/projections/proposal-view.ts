import type { Proposals, Proposal as View } from '../../shared/api/proposal.ts'
import type { Block } from '../../shared/draft-text.ts'
import { textOf } from '../../shared/draft-text.ts'
import { iso, OPEN, type Seconds } from '../../shared/time.ts'
import type { By } from '../core/by.ts'
import { nameOf } from '../core/components/component-name.ts'
import type { Context } from '../core/context.ts'
import { excusedUntil } from '../core/excuses/excuse.ts'
import type { Policy } from '../core/policy.ts'
import type { Proposal, Stage } from '../core/proposals/proposal.ts'
import { excuseOver } from '../core/proposals/proposals.ts'
import type { Vessel } from '../core/vessel.ts'
import type { VesselRow } from '../ports/read-store.ts'
import { evidenceView, ticketView } from './proposal-evidence.ts'

/** A vessel as its stream says, and what bears on it now. */
export type Docketed = { readonly row: VesselRow; readonly state: Vessel; readonly context: Context }

/** Those that wait first, the oldest of them first; then those decided lately, the newest first. */
export function proposalsView(vessels: readonly Docketed[], now: Seconds, { ticketAfterS }: Policy): Proposals {
  const all = vessels.flatMap((docketed) => docketed.state.proposals.map((proposal) => ({ proposal, docketed })))
  const waiting = all.filter(({ proposal: { stage } }) => stage.kind === 'waiting')
  const decided = all.filter(({ proposal: { stage } }) => stage.kind !== 'waiting')
  waiting.sort((a, b) => a.proposal.facts.since - b.proposal.facts.since)
  decided.sort((a, b) => decidedAt(b.proposal.stage) - decidedAt(a.proposal.stage))
  return {
    at: iso(now),
    ticketAfterS,
    waiting: waiting.length,
    proposals: [...waiting, ...decided].map(({ proposal, docketed }) => proposalView(proposal, docketed)),
  }
}

function proposalView(proposal: Proposal, { row, state, context }: Docketed): View {
  const { id, reason, raisedAt, revision, facts, draft, snoozed, escalated, stage } = proposal
  const ticket = state.tickets.get(id)
  return {
    id,
    vessel: { id: row.id, name: row.profile.name },
    reason,
    components: named(facts.components, context.policy),
    incidents: [...facts.incidents],
    since: iso(facts.since),
    seen: facts.seen,
    severity: facts.severity,
    uptime: facts.uptime,
    missedDays: facts.missedDays,
    raisedAt: iso(raisedAt),
    revision,
    draft: {
      summary: draft.summary,
      severity: draft.severity,
      blocks: draft.blocks.map(blockView),
      text: textOf(draft.blocks),
    },
    ...snoozeView(snoozed, context.now),
    raiseAgainAfterS: context.policy.proposals.raiseAgainAfterS,
    held: stage.kind === 'waiting' ? heldView(state, proposal, context.now) : null,
    escalated,
    stage: stageView(stage),
    before: decidedBefore(state, proposal),
    ticket: ticket === undefined ? null : ticketView(ticket, state),
    evidence: stage.kind === 'waiting' ? evidenceView(state, row, proposal, context) : null,
    similar: null,
    preview: null,
  }
}

const named = (components: Proposal['facts']['components'], policy: Policy) =>
  components.map((id) => ({ id, name: nameOf(id, policy) }))

export const blockView = (block: Block): View['draft']['blocks'][number] =>
  block.kind === 'list' ? { kind: 'list', items: [...block.items] } : { ...block }

const decidedAt = (stage: Stage): Seconds => (stage.kind === 'waiting' ? OPEN : stage.at)

/** One that is over is none. */
const snoozeView = (snoozed: Proposal['snoozed'], now: Seconds): Pick<View, 'snoozedUntil' | 'snoozedBy'> =>
  snoozed === null || snoozed.until <= now
    ? { snoozedUntil: null, snoozedBy: null }
    : { snoozedUntil: iso(snoozed.until), snoozedBy: nameOfPerson(snoozed.by) }

function heldView(state: Vessel, proposal: Proposal, now: Seconds): View['held'] {
  const excuse = excuseOver(state, proposal, now)
  if (excuse === null) return null
  const until = excusedUntil(excuse, now)
  return { category: excuse.category, reason: excuse.entered.reason, until: until === OPEN ? null : iso(until) }
}

/** About the same incidents, or the same chronic component. */
function decidedBefore({ proposals }: Vessel, { id, reason, facts }: Proposal): View['before'] {
  const isSame = (other: Proposal): boolean =>
    reason === 'chronic'
      ? other.reason === 'chronic' && other.facts.components.some((one) => facts.components.includes(one))
      : other.facts.incidents.some((one) => facts.incidents.includes(one))
  return proposals
    .slice(
      0,
      proposals.findIndex((one) => one.id === id),
    )
    .filter((other) => other.stage.kind !== 'waiting' && isSame(other))
    .map((other) => ({ id: other.id, ...stageView(other.stage) }))
    .reverse()
}

function stageView(stage: Stage): View['stage'] {
  const common = { kind: stage.kind, at: stage.kind === 'waiting' ? null : iso(stage.at), code: null, note: null }
  switch (stage.kind) {
    case 'waiting':
    case 'expired':
      return { ...common, by: null, why: null }
    case 'approved':
      return { ...common, by: nameOfPerson(stage.by), why: null }
    case 'linked':
      return { ...common, by: nameOfPerson(stage.by), why: stage.key }
    case 'rejected': {
      const { by, code, note } = stage
      return { ...common, by: nameOfPerson(by), why: note === null ? code : `${code}: ${note}`, code, note }
    }
    case 'withdrawn':
      return { ...common, by: null, why: stage.reason, code: stage.reason }
  }
}

const nameOfPerson = (by: By): string | null => ('name' in by ? by.name : null)
