import { UP } from '../../../shared/model.ts'
import { OPEN, type Seconds } from '../../../shared/time.ts'
import { isGraver } from '../alerts/severity.ts'
import type { Context } from '../context.ts'
import { dated } from '../dated.ts'
import { type Excuse, excuseAt, excusesEnd, isWhollyExcused, lastingExcuse } from '../excuses/excuse.ts'
import type { Incident } from '../incidents/incident.ts'
import { lastMeasured } from '../knowledge/knowledge.ts'
import { proposableFrom } from '../tickets/ticket-standing.ts'
import type { Vessel } from '../vessel.ts'
import { draftOf, factsOf } from './evidence.ts'
import {
  evolveProposal,
  evolveProposals,
  type Facts,
  isWaiting,
  type Proposal,
  type ProposalEvent,
  type ProposalId,
  type Withdrawal,
} from './proposal.ts'

/** The proposals as they follow from the incidents: withdrawn, moved, revised, called for, raised; never decided. */
export function whenAged(vessel: Vessel, context: Context): readonly ProposalEvent[] {
  // Only what is settled moves a proposal.
  if (vessel.presence.kind === 'settling') return []
  const waiting = vessel.proposals.filter((one) => isWaiting(one) && one.reason === 'age')
  const kept = waiting.flatMap((proposal) => keep(vessel, proposal, context))
  const proposals = kept.reduce(evolveProposals, vessel.proposals)
  return [...kept, ...raiseAged({ ...vessel, proposals }, context)]
}

/** When time alone changes anything about the proposals. */
export function proposalsChangeAt(vessel: Vessel, context: Context): Seconds {
  const { now, policy } = context
  const { remindAfterS, escalateAfterS, expireAfterS, raiseAgainAfterS } = policy.proposals
  const waiting = vessel.proposals
    .filter(isWaiting)
    .flatMap(({ calledAt, raisedAt, escalated, snoozed }) => [
      snoozed?.until ?? calledAt + remindAfterS,
      escalated || snoozed ? OPEN : raisedAt + escalateAfterS,
      snoozed ? OPEN : raisedAt + expireAfterS,
    ])
  const rejected = vessel.proposals.flatMap(({ stage }) =>
    stage.kind === 'rejected' ? [stage.at + raiseAgainAfterS] : [],
  )
  const aging = vessel.incidents.filter(({ ended }) => ended === null).map(({ began }) => began + policy.ticketAfterS)
  const ticketed = [...vessel.tickets.values()].map((ticket) => proposableFrom(ticket, policy) ?? OPEN)
  const rested = excusesEnd(vessel.excuses).map((to) => to + policy.incident.resolveAfterS)
  return Math.min(OPEN, ...[...waiting, ...rejected, ...aging, ...ticketed, ...rested].filter((at) => at > now))
}

/** What becomes of one that waits. */
function keep(vessel: Vessel, proposal: Proposal, context: Context): ProposalEvent[] {
  const { incidents, moved } = successors(vessel, proposal)
  if (incidents.length === 0) return [withdrawn(proposal, lastWhy(vessel, proposal), context)]
  const facts = factsOf(vessel, incidents, context)
  if (incidents.every((one) => isWhollyExcused(vessel.excuses, one.component, { from: one.began, to: context.now })))
    return [withdrawn(proposal, 'excused', context)]
  if (context.now - facts.since < context.policy.ticketAfterS) return [withdrawn(proposal, 'too-young', context)]
  const reason = moved ? 'moved' : changeOf(proposal.facts, facts)
  if (reason === null) return calls(vessel, proposal, context)
  const revised: ProposalEvent = {
    type: 'proposal-revised',
    ...when(proposal.id, context),
    revision: proposal.revision + 1,
    reason,
    facts,
    draft: draftOf(vessel, facts, context),
  }
  return [revised, ...calls(vessel, evolveProposal(proposal, revised), context)]
}

/** The incidents of it that go on, and those that have inherited one of them. */
function successors(
  { incidents, proposals }: Vessel,
  { id, facts }: Proposal,
): { incidents: Incident[]; moved: boolean } {
  const taken = new Set(proposals.flatMap((other) => (other.id !== id && covers(other) ? other.facts.incidents : [])))
  const own = incidents.filter((one) => facts.incidents.includes(one.id))
  const heirs = own.flatMap((one) => one.heirs).filter((heir) => !taken.has(heir) && !facts.incidents.includes(heir))
  const open = incidents.filter(
    (one) => one.ended === null && (facts.incidents.includes(one.id) || heirs.includes(one.id)),
  )
  return { incidents: open, moved: heirs.length > 0 }
}

function changeOf(before: Facts, now: Facts): 'fewer' | 'restated' | 'graver' | null {
  if (before.incidents.join() !== now.incidents.join()) return 'fewer'
  if (before.since !== now.since) return 'restated'
  return isGraver(now.severity, before.severity) ? 'graver' : null
}

/** It calls again while nobody decides, gives up at last, and rests while it is snoozed or all that it covers is excused. */
export function calls(vessel: Vessel, proposal: Proposal, context: Context): ProposalEvent[] {
  const { id, calledAt, raisedAt, escalated, snoozed } = proposal
  const { now } = context
  if (excuseOver(vessel, proposal, now) !== null) return []
  const { remindAfterS, escalateAfterS, expireAfterS } = context.policy.proposals
  const undecided = { ...when(id, context), reason: 'undecided' } as const
  if (snoozed !== null && now < snoozed.until) return []
  if (now >= raisedAt + expireAfterS) return [{ type: 'proposal-expired', ...undecided }]
  if (!escalated && now >= raisedAt + escalateAfterS) return [{ type: 'proposal-escalated', ...undecided }]
  return now >= (snoozed?.until ?? calledAt + remindAfterS) ? [{ type: 'proposal-reminded', ...undecided }] : []
}

/** It waits, and calls nobody: somebody has put it off, or what it covers is excused. */
export const isResting = (vessel: Pick<Vessel, 'excuses'>, proposal: Proposal, now: Seconds): boolean =>
  (proposal.snoozed !== null && now < proposal.snoozed.until) || excuseOver(vessel, proposal, now) !== null

/** What it covers is excused: the vessel, or each of its components. */
export function excuseOver({ excuses }: Pick<Vessel, 'excuses'>, { facts }: Proposal, now: Seconds): Excuse | null {
  const whole = excuseAt(excuses, null, now)
  if (whole !== undefined) return whole
  const each = facts.components.map((one) => excuseAt(excuses, one, now))
  return each.includes(undefined) ? null : (each[0] ?? null)
}

/** Incidents that are old enough and stand in no proposal: those that began together as one. */
function raiseAged(vessel: Vessel, context: Context): ProposalEvent[] {
  const { now, policy } = context
  const waiting = vessel.incidents.filter((one) => isDown(vessel, one) && mayRaise(vessel, one, context))
  const groups: Incident[][] = []
  for (const one of waiting.toSorted((a, b) => a.began - b.began)) {
    const group = groups.at(-1)
    const first = group?.[0]
    const isTogether =
      first && policy.proposals.per === 'vessel' && one.began - first.began <= policy.incident.togetherWithinS
    if (isTogether) group.push(one)
    else groups.push([one])
  }
  return groups
    .filter(([first]) => first !== undefined && now - first.began >= policy.ticketAfterS)
    .map((group) => raised(vessel, `p-${group[0]?.id}`, 'age', factsOf(vessel, group, context), context))
}

/** One that is up just now is recovering, and nobody opens a ticket about it. */
function isDown(vessel: Vessel, { component, ended }: Incident): boolean {
  if (ended !== null) return false
  if (component === null) return vessel.presence.kind === 'silent'
  const found = vessel.components.find(({ id }) => id === component)
  return found !== undefined && lastMeasured(vessel, found) !== UP
}

/**
 * In no proposal that waits and no ticket, unless its issue is gone or was closed while it went on; after a rejection only later, or when it has become
 * graver; not under an excuse, nor just after it: who is switching on is given the time.
 */
function mayRaise(vessel: Vessel, incident: Incident, context: Context): boolean {
  const { now, policy } = context
  const withinS = policy.incident.resolveAfterS
  if (lastingExcuse(vessel.excuses, incident.component, { now, withinS }) !== undefined) return false
  const tickets = [...vessel.tickets.values()].filter(({ incidents }) => incidents.includes(incident.id))
  if (tickets.some((ticket) => (proposableFrom(ticket, policy) ?? OPEN) > now)) return false
  const before = vessel.proposals.filter(({ facts }) => facts.incidents.includes(incident.id))
  if (before.some((proposal) => covers(proposal) && !tickets.some(({ id }) => id === proposal.id))) return false
  const last = before.at(-1)
  if (last?.stage.kind !== 'rejected') return true
  if (context.now >= last.stage.at + context.policy.proposals.raiseAgainAfterS) return true
  return isGraver(factsOf(vessel, [incident], context).severity, last.facts.severity)
}

const covers = ({ stage }: Proposal): boolean =>
  stage.kind === 'waiting' || stage.kind === 'approved' || stage.kind === 'linked'

/** A proposal that is new. */
export function raised(
  vessel: Vessel,
  base: string,
  reason: Proposal['reason'],
  facts: Facts,
  context: Context,
): ProposalEvent {
  const given = [...vessel.proposals.map(({ id }) => id), ...vessel.tickets.keys()]
  const last = Math.max(0, ...given.map((id) => timeOf(id, base)))
  const id = last === 0 ? base : `${base}-${last + 1}`
  return { type: 'proposal-raised', ...when(id, context), reason, facts, draft: draftOf(vessel, facts, context) }
}

/** The how manieth of this name it is; 0: none. Not all of them are kept, so they are not counted. */
function timeOf(id: ProposalId, base: ProposalId): number {
  if (id === base) return 1
  return id.startsWith(`${base}-`) ? Number(/^[0-9]+$/.exec(id.slice(base.length + 1))?.[0] ?? 0) : 0
}

export const withdrawn = ({ id }: Proposal, reason: Withdrawal, context: Context): ProposalEvent => ({
  type: 'proposal-withdrawn',
  ...when(id, context),
  reason,
})

const lastWhy = ({ incidents }: Vessel, { facts }: Proposal): Withdrawal =>
  incidents.findLast(({ id }) => facts.incidents.includes(id))?.why ?? 'recovered'

const when = (proposal: string, { now }: Context) => ({ ...dated(now), proposal })
