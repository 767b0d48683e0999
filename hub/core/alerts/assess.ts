import type { Context } from '../context.ts'
import type { VesselEvent } from '../events.ts'
import { evolveIncidents } from '../incidents/incident.ts'
import { whenKnown } from '../incidents/incidents.ts'
import { whenAged } from '../proposals/proposals.ts'
import { evolveTickets } from '../tickets/ticket.ts'
import { whenTicketed } from '../tickets/ticket-news.ts'
import type { Vessel } from '../vessel.ts'
import { whenAlarmed } from './alarm.ts'

/**
 * What follows for incidents, alerts, tickets and proposals from what the vessel now is; called with every change and when a deadline comes,
 * so that one append holds cause and consequence. `cause` is what has just become true.
 */
export function assess(vessel: Vessel, cause: readonly VesselEvent[], context: Context): readonly VesselEvent[] {
  const ofIncidents = whenKnown(vessel, cause, context)
  const incidents = ofIncidents.reduce(evolveIncidents, vessel.incidents)
  const known = { ...vessel, incidents }
  const news = [...ofIncidents, ...whenAlarmed(known, context)]
  const ofTickets = whenTicketed(known, [...cause, ...news], context)
  const tickets = ofTickets.reduce(evolveTickets, vessel.tickets)
  return [...news, ...ofTickets, ...whenAged({ ...known, tickets }, context)]
}
