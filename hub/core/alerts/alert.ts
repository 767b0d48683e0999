import type { ComponentId } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'
import type { ExcuseId } from '../excuses/excuse.ts'
import type { IncidentEnd, IncidentId } from '../incidents/incident.ts'
import type { AlertKind } from './alert-kind.ts'
import type { MassSilenceId, Scope } from './mass-silence.ts'
import type { Severity } from './severity.ts'

/** `a-<kind>-<component or vessel>-<opened, base 36>`. */
export type AlertId = string

/** What an alert is held under: it stands, and calls nobody. */
export type Hold =
  | { readonly kind: 'excused'; readonly excuse: ExcuseId }
  | { readonly kind: 'silent' }
  | { readonly kind: 'depends-on'; readonly component: ComponentId }
  | { readonly kind: 'mass-silence'; readonly massSilence: MassSilenceId; readonly scope: Scope }

/** What a person did about an alert, and why. */
export type Deed = { readonly by: By; readonly at: Seconds; readonly reason: string | null }

/** `until`: when it expires; null: never. */
export type Acknowledged = Deed & { readonly until: Seconds | null }

export type Snoozed = Deed & { readonly until: Seconds }

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
  /** It comes and goes: one mark instead of a storm. */
  readonly flapping: boolean
  readonly acknowledged: Acknowledged | null
  readonly snoozed: Snoozed | null
  readonly owner: string | null
  readonly note: string | null
}

/** Why it is open. */
export type AlertReason = 'down' | 'not-heard' | 'missed' | 'no-samples'

export type AlertEvent = Dated &
  (
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
  )

/** What happens to an alert while it is open. */
export type AlertChange =
  | ({ readonly type: 'alert-changed'; readonly alert: AlertId } & AlertNews)
  | {
      readonly type: 'alert-acknowledged'
      readonly alert: AlertId
      readonly until: Seconds | null
      readonly reason: string | null
      readonly by: By
    }
  | {
      readonly type: 'alert-snoozed'
      readonly alert: AlertId
      readonly until: Seconds
      readonly reason: string | null
      readonly by: By
    }
  | { readonly type: 'alert-held'; readonly alert: AlertId; readonly reason: Hold }
  | { readonly type: 'alert-released'; readonly alert: AlertId; readonly reason: Hold }

/** What changed, and why. */
export type AlertNews =
  | { readonly reason: 'restated'; readonly since: Seconds; readonly incident: IncidentId | null }
  | { readonly reason: 'graver'; readonly severity: Severity }
  | { readonly reason: 'flapping' | 'steady' | 'acknowledgement-expired' | 'snooze-over' }
  | { readonly reason: 'acknowledgement-released' | 'woken'; readonly why: string | null; readonly by: By }
  | { readonly reason: 'entered'; readonly owner: string | null; readonly note: string | null; readonly by: By }

/** `met`: the figure is well above the target again. `measured`: samples come again. `excused`: nothing of the window counts. */
export type AlertEnd = IncidentEnd | 'met' | 'measured' | 'excused'

export const alertId = (kind: AlertKind, component: ComponentId | null, openedAt: Seconds): AlertId =>
  `a-${kind}-${component ?? 'vessel'}-${openedAt.toString(36)}`

/** The open alerts; a resolved one is history, which the log and the rows keep. */
export function evolveAlerts(alerts: readonly Alert[], event: AlertEvent): readonly Alert[] {
  switch (event.type) {
    case 'alert-opened': {
      const { alert: id, kind, component, incident, since, severity, heldBy, at } = event
      const bare = { flapping: false, acknowledged: null, snoozed: null, owner: null, note: null }
      return [...alerts, { id, kind, component, incident, since, openedAt: at, severity, heldBy, ...bare }]
    }
    case 'alert-resolved':
      return alerts.filter(({ id }) => id !== event.alert)
    default:
      return alerts.map((one) => (one.id === event.alert ? evolveAlert(one, event) : one))
  }
}

export function evolveAlert(alert: Alert, event: AlertChange & Dated): Alert {
  switch (event.type) {
    case 'alert-changed':
      return withNews(alert, event)
    case 'alert-acknowledged':
      return { ...alert, acknowledged: deedOf(event) }
    case 'alert-snoozed':
      return { ...alert, snoozed: deedOf(event) }
    case 'alert-held':
      return { ...alert, heldBy: event.reason }
    case 'alert-released':
      return { ...alert, heldBy: null }
  }
}

const deedOf = <U extends Seconds | null>({ by, at, reason, until }: Deed & { readonly until: U }) => ({
  by,
  at,
  reason,
  until,
})

function withNews(alert: Alert, news: AlertNews): Alert {
  switch (news.reason) {
    case 'restated':
      return { ...alert, since: news.since, incident: news.incident }
    case 'graver':
      return { ...alert, severity: news.severity }
    case 'flapping':
    case 'steady':
      return { ...alert, flapping: news.reason === 'flapping' }
    case 'acknowledgement-expired':
    case 'acknowledgement-released':
      return { ...alert, acknowledged: null }
    case 'snooze-over':
    case 'woken':
      return { ...alert, snoozed: null }
    case 'entered':
      return { ...alert, owner: news.owner, note: news.note }
  }
}
