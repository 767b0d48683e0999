import { DAY_S, OPEN, type Seconds } from '../../../shared/time.ts'
import type { Component } from '../components/component.ts'
import type { Incident } from '../incidents/incident.ts'
import { isOpen, type Tickets } from '../tickets/ticket.ts'
import type { Proposal, ProposalEvent, Stage } from './proposal.ts'

/** Who opens what was decided longer ago is not told by whom. */
const KEPT_S = 36 * DAY_S

type Known = {
  readonly proposals: readonly Proposal[]
  readonly incidents: readonly Incident[]
  readonly components: readonly Component[]
  readonly tickets: Tickets
}

/**
 * Those that are still known when another is raised: what waits, what was decided lately, and, however long ago, the last word on each
 * outage and each chronic component, and what has an open ticket: these bear on what may be raised.
 */
export function remembered(
  { proposals, incidents, components, tickets }: Known,
  event: ProposalEvent,
): readonly Proposal[] {
  if (event.type !== 'proposal-raised') return proposals
  const lastOfIncidents = incidents.map(({ id }) => proposals.findLast(({ facts }) => facts.incidents.includes(id)))
  const lastChronic = components.map(({ id }) =>
    proposals.findLast(({ reason, facts }) => reason === 'chronic' && facts.components.includes(id)),
  )
  const last = new Set([...lastOfIncidents, ...lastChronic])
  return proposals.filter((one) => {
    const ticket = tickets.get(one.id)
    return decidedAt(one.stage) > event.at - KEPT_S || last.has(one) || (ticket !== undefined && isOpen(ticket))
  })
}

const decidedAt = (stage: Stage): Seconds => (stage.kind === 'waiting' ? OPEN : stage.at)
