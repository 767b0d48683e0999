import type { Hold } from '../../core/alerts/alert.ts'
import type { VesselEvent } from '../../core/events.ts'
import type { IncidentId } from '../../core/incidents/incident.ts'

/** To which incidents an event belongs, and which things (alerts, proposals, …) speak of them from here on. */
export type Threads = { readonly incidents: readonly IncidentId[]; readonly things: readonly string[] }

/** What is known of the vessel before the event. */
export type Known = {
  readonly incidentsOf: (thing: string) => readonly IncidentId[]
  /** The vessel's own incident that goes on, by silence. */
  readonly silence: () => IncidentId | null
}

export function threadsOf(event: VesselEvent, { incidentsOf, silence }: Known): Threads {
  switch (event.type) {
    case 'incident-began':
      return threads([event.incident, ...given(event.vesselIncident)])
    case 'incident-restated':
      return threads([event.incident])
    case 'incident-ended':
      return threads([event.incident, ...event.heirs])
    case 'silence-ended':
    case 'settled':
      return threads(given(silence()))
    case 'alert-opened':
      return threads(given(event.incident), [event.alert, ...holderOf(event.heldBy)])
    case 'alert-held':
      return threads(incidentsOf(event.alert), holderOf(event.reason))
    case 'alert-changed':
      return event.reason === 'restated'
        ? threads([...incidentsOf(event.alert), ...given(event.incident)], [event.alert])
        : threads(incidentsOf(event.alert))
    case 'proposal-raised':
    case 'proposal-revised':
      return threads(event.facts.incidents, [event.proposal])
    case 'ticket-wanted':
    case 'ticket-inherited':
      return threads([...incidentsOf(event.ticket), ...event.incidents], [event.ticket])
    case 'notice-wanted':
      return threads([...(event.of ?? []), ...given(event.massSilence ?? null)].flatMap(incidentsOf), [event.notice])
    default:
      return threads(given(thingOf(event)).flatMap(incidentsOf))
  }
}

const threads = (incidents: readonly IncidentId[], things: readonly string[] = []): Threads => ({
  incidents: [...new Set(incidents)],
  things,
})

const given = (one: string | null): readonly string[] => (one === null ? [] : [one])

/** Maintenance and mass silences have names of their own; what becomes of them is of interest while they hold. */
function holderOf(hold: Hold | null): readonly string[] {
  if (hold?.kind === 'excused') return [hold.excuse]
  return hold?.kind === 'mass-silence' ? [hold.massSilence] : []
}

/** What the event is about, by its name. */
function thingOf(event: VesselEvent): string | null {
  if ('alert' in event) return event.alert
  if ('proposal' in event) return event.proposal
  if ('ticket' in event) return event.ticket
  if ('excuse' in event) return event.excuse
  return 'notice' in event ? event.notice : null
}
