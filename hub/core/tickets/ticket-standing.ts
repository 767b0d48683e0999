import { type ComponentId, UP } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { Incident } from '../incidents/incident.ts'
import { lastMeasured } from '../knowledge/knowledge.ts'
import type { Policy } from '../policy.ts'
import type { Vessel } from '../vessel.ts'
import type { Ticket } from './ticket.ts'

/** All that it is about is over. What is known of no incident any more is not said to be. */
export function isOver(incidents: readonly Incident[], ticket: Pick<Ticket, 'incidents'>): boolean {
  const its = incidents.filter(({ id }) => ticket.incidents.includes(id))
  return its.length > 0 && its.every(({ ended }) => ended !== null)
}

/**
 * Why nobody would open an issue about it just now, though it is not over: all of it is up, and not yet for good; or the vessel is
 * heard again, and what was measured meanwhile is still being told.
 */
export function doubtOf(vessel: Vessel, ticket: Pick<Ticket, 'incidents'>): 'recovering' | 'settling' | null {
  const open = vessel.incidents.filter(({ id, ended }) => ended === null && ticket.incidents.includes(id))
  if (open.length === 0) return null
  if (vessel.presence.kind === 'settling') return 'settling'
  return open.every(({ component }) => isUpNow(vessel, component)) ? 'recovering' : null
}

function isUpNow(vessel: Vessel, component: ComponentId | null): boolean {
  if (component === null) return vessel.presence.kind !== 'silent'
  const known = vessel.components.find(({ id }) => id === component)
  return known !== undefined && vessel.presence.kind === 'heard' && lastMeasured(vessel, known) === UP
}

/** Its issue was closed, and what it is about goes on. */
export const isClosedWhileDown = (incidents: readonly Incident[], { stage, incidents: ids }: Ticket): boolean =>
  stage.kind === 'closed' &&
  stage.how === 'done' &&
  incidents.some(({ id, ended }) => ended === null && ids.includes(id))

/**
 * From when on what goes on may be proposed anew: at once when the issue is gone; when it was closed, once a repair has had the
 * time to show; later when a person wanted no issue. Never while there is one, nor after a refusal to mend.
 */
export function proposableFrom(
  { stage }: Ticket,
  policy: Pick<Policy, 'tickets' | 'incident' | 'proposals'>,
): Seconds | null {
  if (stage.kind === 'dropped') return stage.at + policy.proposals.raiseAgainAfterS
  if (stage.kind !== 'closed') return null
  if (stage.how === 'missing') return stage.at
  const isWontFix = stage.resolution !== null && policy.tickets.wontFix.includes(stage.resolution)
  return isWontFix ? null : stage.at + policy.incident.resolveAfterS
}
