import type { ComponentId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import type { By, VesselEvent } from './events.ts'
import type { IncidentId } from './incident.ts'
import type { Severity } from './severity.ts'

export const ALERT_KINDS = ['silent', 'down', 'no-data', 'sla'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** `a-<kind>-<component or vessel>-<opened, base 36>`. */
export type AlertId = string

/** What an alert is held under: it stands, and calls nobody. */
export type Hold = { readonly kind: 'silent' } | { readonly kind: 'depends-on'; readonly component: ComponentId }

export type Acknowledged = {
  readonly by: By
  readonly at: Seconds
  /** When it expires; null: never. */
  readonly until: Seconds | null
}

/** One that is open; there is at most one per component (or vessel) and kind. */
export type Alert = {
  readonly id: AlertId
  readonly kind: AlertKind
  /** Null: of the vessel itself. */
  readonly component: ComponentId | null
  readonly incident: IncidentId | null
  /** Since when its cause is true, as known now. */
  readonly since: Seconds
  readonly openedAt: Seconds
  /** The gravest so far. */
  readonly severity: Severity
  readonly heldBy: Hold | null
}

/** Why it is open: `down` or `inherited` from a silence, `not-heard`. */
export type AlertReason = 'down' | 'not-heard'

export type AlertEvent =
  | {
      readonly type: 'alert-opened'
      readonly alert: AlertId
      readonly kind: AlertKind
      readonly component: ComponentId | null
      readonly incident: IncidentId | null
      readonly since: Seconds
      readonly severity: Severity
      readonly heldBy: Hold | null
      readonly reason: AlertReason
    }
  | AlertChange
  | { readonly type: 'alert-resolved'; readonly alert: AlertId; readonly reason: AlertEnd }

/** What happens to an alert while it is open. */
export type AlertChange =
  | {
      readonly type: 'alert-changed'
      readonly alert: AlertId
      readonly reason: 'restated' | 'graver'
      readonly since?: Seconds
      readonly incident?: IncidentId | null
      readonly severity?: Severity
    }
  | { readonly type: 'alert-held'; readonly alert: AlertId; readonly reason: Hold }
  | { readonly type: 'alert-released'; readonly alert: AlertId; readonly reason: Hold }

export type AlertEnd = 'recovered' | 'link-only' | 'told' | 'never-was' | 'not-watched'

export const alertId = (kind: AlertKind, component: ComponentId | null, openedAt: Seconds): AlertId =>
  `a-${kind}-${component ?? 'vessel'}-${openedAt.toString(36)}`

/** The open alerts; a resolved one is history, which the log and the rows keep. */
export function evolveAlerts(alerts: readonly Alert[], event: VesselEvent): readonly Alert[] {
  switch (event.type) {
    case 'alert-opened': {
      const { alert: id, kind, component, incident, since, severity, heldBy, at } = event
      return [...alerts, { id, kind, component, incident, since, openedAt: at, severity, heldBy }]
    }
    case 'alert-resolved':
      return alerts.filter(({ id }) => id !== event.alert)
    case 'alert-changed':
    case 'alert-held':
    case 'alert-released':
      return alerts.map((one) => (one.id === event.alert ? evolveAlert(one, event) : one))
    default:
      return alerts
  }
}

export function evolveAlert(alert: Alert, event: AlertChange): Alert {
  switch (event.type) {
    case 'alert-changed': {
      const { since = alert.since, incident = alert.incident, severity = alert.severity } = event
      return { ...alert, since, incident, severity }
    }
    case 'alert-held':
      return { ...alert, heldBy: event.reason }
    case 'alert-released':
      return { ...alert, heldBy: null }
  }
}
