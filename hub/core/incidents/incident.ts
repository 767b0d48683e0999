import type { ComponentId } from '../../../shared/model.ts'
import { DAY_S, type Seconds } from '../../../shared/time.ts'
import type { Dated } from '../dated.ts'

/** `i-<component or vessel>-<began, base 36>`: given once, whatever is learned of its begin later. */
export type IncidentId = string

/** A spell of not being up with short recoveries bridged, or of silence. */
export type Incident = {
  readonly id: IncidentId
  /** Null: the vessel's own, by silence. */
  readonly component: ComponentId | null
  readonly began: Seconds
  /** When up (or the vessel) came back for good; null while it goes on. */
  readonly ended: Seconds | null
  readonly why: IncidentEnd | null
  /** Of a silence that has ended: the incidents that go on in its place. */
  readonly heirs: readonly IncidentId[]
}

/**
 * `measured` on board, `silent`, `inherited` from a silence after which the component was not up, or `late`: it was over
 * before shore knew.
 */
export type IncidentBegin = 'measured' | 'silent' | 'inherited' | 'late'

/**
 * `recovered`: up for long enough. `link-only`: silent, and nothing was down behind it. `told`: silent, and what was
 * measured has taken its place. `never-was`: what was told later says otherwise. `not-watched`: removed, retired or out of service.
 */
export type IncidentEnd = 'recovered' | 'link-only' | 'told' | 'never-was' | 'not-watched'

export type IncidentEvent = Dated &
  (
    | {
        readonly type: 'incident-began'
        readonly incident: IncidentId
        readonly component: ComponentId | null
        readonly began: Seconds
        readonly reason: IncidentBegin
        /** The vessel's incident whose place it takes, or under whose silence it lies. */
        readonly vesselIncident: IncidentId | null
      }
    /** What is known of its times is another than before; an ended one may have come back. */
    | {
        readonly type: 'incident-restated'
        readonly incident: IncidentId
        readonly began: Seconds
        readonly ended: Seconds | null
        readonly reason: 'amended' | 'came-back' | 'never-was'
      }
    | {
        readonly type: 'incident-ended'
        readonly incident: IncidentId
        readonly ended: Seconds
        readonly reason: IncidentEnd
        /** Of a silence: the incidents of components that go on, the oldest first. */
        readonly heirs: readonly IncidentId[]
      }
  )

/** What is told of longer ago makes no incident come back. */
const KEPT_S = 36 * DAY_S

export const incidentId = (component: ComponentId | null, began: Seconds): IncidentId =>
  `i-${component ?? 'vessel'}-${began.toString(36)}`

export function evolveIncidents(incidents: readonly Incident[], event: IncidentEvent): readonly Incident[] {
  switch (event.type) {
    case 'incident-began': {
      const { incident: id, component, began } = event
      return [...incidents.filter(isKept(event)), { id, component, began, ended: null, why: null, heirs: [] }]
    }
    case 'incident-restated':
      return incidents.map((one) =>
        one.id === event.incident
          ? { ...one, began: event.began, ended: event.ended, why: whyRestated(one, event) }
          : one,
      )
    case 'incident-ended':
      return incidents.map((one) =>
        one.id === event.incident ? { ...one, ended: event.ended, why: event.reason, heirs: event.heirs } : one,
      )
  }
}

function whyRestated(
  { why }: Incident,
  { ended, reason }: Extract<IncidentEvent, { type: 'incident-restated' }>,
): IncidentEnd | null {
  if (reason === 'never-was') return reason
  if (ended === null) return null
  return why === null || why === 'never-was' ? 'recovered' : why
}

const isKept =
  ({ learnedAt }: Dated) =>
  ({ ended }: Incident): boolean =>
    ended === null || ended > learnedAt - KEPT_S

/** The one that goes on; of the vessel itself with null. */
export const openIncident = (incidents: readonly Incident[], component: ComponentId | null): Incident | undefined =>
  incidents.find((one) => one.ended === null && one.component === component)
