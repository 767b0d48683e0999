import { counted, sumsOf } from '../../../shared/availability.ts'
import { bestKnowledge } from '../../../shared/layers.ts'
import { judge, targetFor } from '../../../shared/sla.ts'
import { DAY_S, dayOf, type Seconds } from '../../../shared/time.ts'
import type { Component } from '../components/component.ts'
import type { Context } from '../context.ts'
import { type Dated, dated } from '../dated.ts'
import { lastingExcuse } from '../excuses/excuse.ts'
import { endOfWindow, layersOf, watched } from '../knowledge/knowledge.ts'
import type { TicketEvent } from '../tickets/ticket.ts'
import { wantUpdate } from '../tickets/ticket-follow.ts'
import type { Vessel } from '../vessel.ts'
import { chronicFactsOf } from './evidence.ts'
import { evolveProposals, isWaiting, type Proposal, type ProposalEvent } from './proposal.ts'
import { calls, raised, withdrawn } from './proposals.ts'

/**
 * A component that misses its SLA day after day without ever being down for long is proposed as well. Looked at when time
 * alone passes, at the latest once a day.
 */
export function whenChronic(vessel: Vessel, context: Context): readonly (ProposalEvent | (Dated & TicketEvent))[] {
  if (vessel.presence.kind !== 'heard') return []
  const kept = vessel.proposals
    .filter((one) => isWaiting(one) && one.reason === 'chronic')
    .flatMap((one) => keep(vessel, one, context))
  const after = { ...vessel, proposals: kept.reduce(evolveProposals, vessel.proposals) }
  return [
    ...kept,
    ...watched(after, context.now).flatMap((component) => raise(after, component, context)),
    ...vessel.proposals.flatMap((one) => metAgain(vessel, one, context)),
  ]
}

/** Its issue is told, once, that the component misses its SLA day after day no longer. */
function metAgain(vessel: Vessel, { id, reason, facts }: Proposal, context: Context): readonly (Dated & TicketEvent)[] {
  const ticket = vessel.tickets.get(id)
  const component = watched(vessel, context.now).find((one) => facts.components.includes(one.id))
  if (reason !== 'chronic' || ticket === undefined || component === undefined) return []
  const { chronic } = context.policy.proposals
  const days = missedDays(vessel, component, context)
  if (days >= chronic.missed) return []
  const text = `No longer day after day: it missed its SLA on ${days} of the last ${chronic.ofDays} days.`
  const move = context.policy.tickets.onRecovery === 'transition' ? 'done' : null
  const when = dated(context.now)
  return wantUpdate(ticket, { op: `${ticket.label}-met`, blocks: [{ kind: 'text', text }], move }).map((event) => ({
    ...event,
    ...when,
  }))
}

/** When the day before has been told. */
export const dayIsJudgedAt = ({ now, policy }: Context): Seconds =>
  (dayOf(now - policy.silentAfterS) + 1) * DAY_S + policy.silentAfterS

function keep(vessel: Vessel, proposal: Proposal, context: Context): ProposalEvent[] {
  const component = watched(vessel, context.now).find(({ id }) => proposal.facts.components.includes(id))
  if (component === undefined) return [withdrawn(proposal, 'not-watched', context)]
  const isChronic = missedDays(vessel, component, context) >= context.policy.proposals.chronic.missed
  return isChronic ? calls(vessel, proposal, context) : [withdrawn(proposal, 'recovered', context)]
}

/** Once for all the days that it is about; not under an excuse, nor just after it; and not beside an outage of the component that was proposed in that time. */
function raise(vessel: Vessel, component: Component, context: Context): ProposalEvent[] {
  const { now, policy } = context
  if (lastingExcuse(vessel.excuses, component.id, { now, withinS: policy.incident.resolveAfterS }) !== undefined)
    return []
  const { missed } = policy.proposals.chronic
  if (vessel.proposals.some((one) => one.facts.components.includes(component.id) && bars(vessel, one, context)))
    return []
  const days = missedDays(vessel, component, context)
  if (days < missed) return []
  const id = `p-chronic-${component.id}-${dayOf(now).toString(36)}`
  return [raised(vessel, id, 'chronic', chronicFactsOf(vessel, component.id, days, context), context)]
}

/** One that expired says nothing; one that was rejected holds for as long as it does; one with an open issue is followed there. */
function bars({ tickets }: Vessel, { id, reason, stage }: Proposal, { now, policy }: Context): boolean {
  const { chronic, raiseAgainAfterS } = policy.proposals
  if (stage.kind === 'waiting') return true
  if (stage.kind === 'expired') return false
  if (reason === 'chronic' && stage.kind === 'rejected') return stage.at > now - raiseAgainAfterS
  const ticket = tickets.get(id)?.stage.kind
  if (reason === 'chronic' && ticket !== undefined && ticket !== 'closed' && ticket !== 'dropped') return true
  return stage.at > now - chronic.ofDays * DAY_S
}

/** On how many of the last whole UTC days the component missed its SLA, as known up to the end of the window. */
function missedDays(vessel: Vessel, component: Component, context: Context): number {
  const { sla, proposals } = context.policy
  const group = vessel.admission.profile?.group ?? null
  const target = targetFor(sla, { group, vessel: context.id, component: component.id })
  const today = dayOf(endOfWindow(vessel, context))
  const layers = layersOf(vessel, component, context)
  const all = { from: (today - proposals.chronic.ofDays) * DAY_S, to: today * DAY_S }
  const figure = counted(bestKnowledge(layers, all), layers, all)
  const missed = (day: number) => {
    const sums = sumsOf(figure, { from: day * DAY_S, to: (day + 1) * DAY_S })
    return judge(sums, target, { ...sla, windowS: DAY_S }).sla === 'missed'
  }
  return Array.from({ length: proposals.chronic.ofDays }, (_, back) => today - 1 - back).filter(missed).length
}
