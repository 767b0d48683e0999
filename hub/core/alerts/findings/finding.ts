import type { ComponentId } from '../../../../shared/model.ts'
import type { Seconds } from '../../../../shared/time.ts'
import type { Incident, IncidentId } from '../../incidents/incident.ts'
import type { AlertEnd, AlertReason } from '../alert.ts'
import type { AlertKind } from '../alert-kind.ts'

/** What is true now about one thing that can alarm. */
export type Finding = {
  readonly kind: AlertKind
  /** Null: the vessel itself. */
  readonly component: ComponentId | null
  readonly says: Said
  /** When time alone says something else. */
  readonly turnsAt: Seconds
}

export type Said =
  /** There is to be an alert. */
  | {
      readonly kind: 'alarm'
      readonly since: Seconds
      readonly incident: IncidentId | null
      readonly reason: AlertReason
    }
  /** One that is open stays, none is opened. */
  | { readonly kind: 'between' }
  /** There is to be none. */
  | { readonly kind: 'calm'; readonly reason: AlertEnd }

export const BETWEEN: Said = { kind: 'between' }

export const alarm = (since: Seconds, incident: IncidentId | null, reason: AlertReason): Said => ({
  kind: 'alarm',
  since,
  incident,
  reason,
})

export const calm = (reason: AlertEnd): Said => ({ kind: 'calm', reason })

/** Why the last incident of the component, or of the vessel, ended. */
export const lastEnd = (incidents: readonly Incident[], component: ComponentId | null): AlertEnd =>
  incidents.findLast((one) => one.component === component)?.why ?? 'recovered'
