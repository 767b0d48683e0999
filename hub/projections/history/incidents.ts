import type { VesselId } from '../../../shared/model.ts'
import type { VesselEvent } from '../../core/events.ts'
import { evolveIncidents, type IncidentId } from '../../core/incidents/incident.ts'
import type { IncidentRow } from '../../ports/history-store.ts'

/** The incident as it is after the event; `before` gives it as it was. Null when the event is of none. */
export function incidentAfter(
  vessel: VesselId,
  event: VesselEvent,
  before: (id: IncidentId) => IncidentRow | undefined,
): IncidentRow | null {
  if (event.type === 'incident-began') {
    const [incident] = evolveIncidents([], event)
    const { reason, vesselIncident, learnedAt } = event
    return incident === undefined
      ? null
      : { ...incident, vessel, reason, vesselIncident, learnedAt, endLearnedAt: null, restated: 0 }
  }
  if (event.type !== 'incident-restated' && event.type !== 'incident-ended') return null
  const row = before(event.incident)
  if (row === undefined) return null
  const [incident = row] = evolveIncidents([row], event)
  const endLearnedAt = incident.ended === null ? null : event.learnedAt
  if (event.type === 'incident-ended') return { ...row, ...incident, endLearnedAt }
  return { ...row, ...incident, endLearnedAt, restated: row.restated + 1 }
}
