import type { Proposal as View } from '../../shared/api/proposal.ts'
import { counted, sumsOf, uptime } from '../../shared/availability.ts'
import { bestKnowledge } from '../../shared/layers.ts'
import { UP } from '../../shared/model.ts'
import { DAY_S, iso, type Seconds } from '../../shared/time.ts'
import type { Component } from '../core/components/component.ts'
import { nameOf } from '../core/components/component-name.ts'
import type { Context } from '../core/context.ts'
import type { Incident } from '../core/incidents/incident.ts'
import { downWithin, endOfWindow, lastMeasured, layersOf, upSince, watched } from '../core/knowledge/knowledge.ts'
import type { Proposal } from '../core/proposals/proposal.ts'
import { issueOf, type Ticket } from '../core/tickets/ticket.ts'
import { isForWhatLasts, LOOKS } from '../core/tickets/ticket-outbox.ts'
import { doubtOf, isClosedWhileDown } from '../core/tickets/ticket-standing.ts'
import type { Vessel } from '../core/vessel.ts'
import type { VesselRow } from '../ports/read-store.ts'
import { noteView } from './note-view.ts'
import { upAgain } from './recovery.ts'
import { intervals } from './timeline.ts'

type Evidence = NonNullable<View['evidence']>

const MOST_EARLIER = 10

/** What is known as of now of what is proposed: how it stands, its week, its figures, what there was before. */
export function evidenceView(vessel: Vessel, row: VesselRow, proposal: Proposal, context: Context): Evidence {
  const { facts } = proposal
  const components = watched(vessel, context.now).filter(
    ({ id }) => facts.components.length === 0 || facts.components.includes(id),
  )
  const to = endOfWindow(vessel, context)
  const state = stateOf(vessel, components)
  return {
    state,
    recovery: state === 'recovering' ? recoveryOf(vessel, components, context) : null,
    lastHeard: context.lastHeard === null ? null : iso(context.lastHeard),
    week: { from: iso(to - 7 * DAY_S), to: iso(to) },
    components: components.map((component) => componentView(vessel, row, component, to, context)),
    incidents: earlierIncidents(vessel, proposal, context),
    tickets: earlierTickets(vessel, proposal),
    notes: vessel.notes.map(noteView),
  }
}

function stateOf(vessel: Vessel, components: readonly Component[]): Evidence['state'] {
  if (vessel.presence.kind === 'silent' || vessel.presence.kind === 'settling') return vessel.presence.kind
  const states = components.map((component) => lastMeasured(vessel, component))
  if (states.length === 0 || states.includes(undefined)) return 'unknown'
  return states.every((state) => state === UP) ? 'recovering' : 'down'
}

/** That of the last of them to come up. */
function recoveryOf(vessel: Vessel, components: readonly Component[], { policy }: Context): Evidence['recovery'] {
  const since = components.flatMap((component) => upSince(vessel, component) ?? [])
  return upAgain(since.length === 0 ? null : Math.max(...since), policy.incident.resolveAfterS)
}

function componentView(vessel: Vessel, row: VesselRow, component: Component, to: Seconds, context: Context) {
  const layers = layersOf(vessel, component, context)
  const span = { from: to - 30 * DAY_S, to }
  const figure = counted(bestKnowledge(layers, span), layers, span)
  const over = (days: number) => uptime(sumsOf(figure, { from: to - days * DAY_S, to }))
  return {
    id: component.id,
    name: nameOf(component.id, context.policy),
    uptime: { '24h': over(1), '7d': over(7), '30d': over(30) },
    intervals: intervals(layers, component, row, { from: to - 7 * DAY_S, to }),
  }
}

function earlierIncidents(vessel: Vessel, { facts }: Proposal, context: Context): Evidence['incidents'] {
  return vessel.incidents
    .filter((one) => one.ended !== null && one.why !== 'never-was' && !facts.incidents.includes(one.id))
    .filter(({ component }) => isOfSame(component, facts.components))
    .sort((a, b) => b.began - a.began)
    .slice(0, MOST_EARLIER)
    .map((one) => incidentView(vessel, one, context))
}

/** A silence is of every component. */
const isOfSame = (component: Incident['component'], components: Proposal['facts']['components']): boolean =>
  component === null || components.length === 0 || components.includes(component)

function incidentView(vessel: Vessel, { id, component, began, ended }: Incident, context: Context) {
  const span = { from: began, to: ended ?? context.now }
  const known = vessel.components.find((one) => one.id === component)
  return {
    id,
    component: component && { id: component, name: nameOf(component, context.policy) },
    began: iso(began),
    ended: iso(span.to),
    downS: known === undefined ? span.to - span.from : downWithin(vessel, known, context, span),
  }
}

function earlierTickets(vessel: Vessel, proposal: Proposal): Evidence['tickets'] {
  const { tickets, proposals, incidents } = vessel
  const componentsOf = (ticket: Ticket) => [
    ...(proposals.find(({ id }) => id === ticket.id)?.facts.components ?? []),
    ...incidents.filter(({ id }) => ticket.incidents.includes(id)).flatMap(({ component }) => component ?? []),
  ]
  const of = proposal.facts.components
  return [...tickets.values()]
    .filter((ticket) => ticket.id !== proposal.id)
    .filter((ticket) => of.length === 0 || componentsOf(ticket).some((one) => of.includes(one)))
    .sort((a, b) => b.wantedAt - a.wantedAt)
    .slice(0, MOST_EARLIER)
    .map((ticket) => ({
      ...ticketView(ticket, vessel),
      proposal: ticket.id,
      summary: ticket.draft.summary,
      at: iso(ticket.wantedAt),
    }))
}

export function ticketView(ticket: Ticket, vessel: Vessel): NonNullable<View['ticket']> {
  const issue = issueOf(ticket)
  return {
    stage: ticket.stage.kind,
    why: 'reason' in ticket.stage ? ticket.stage.reason : null,
    key: issue?.key ?? null,
    url: issue?.url ?? null,
    looks: ticket.stage.kind === 'unknown' ? { done: ticket.stage.looks.length, of: LOOKS } : null,
    doubt: ticket.stage.kind === 'ready' && isForWhatLasts(ticket) ? doubtOf(vessel, ticket) : null,
    stillDown: isClosedWhileDown(vessel.incidents, ticket),
  }
}
