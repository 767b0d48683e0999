import { UP } from '../../shared/model.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import { total } from '../../shared/timeline.ts'
import type { AlertEnd, AlertKind, AlertReason } from './alert.ts'
import type { Context } from './context.ts'
import { type Incident, type IncidentId, openIncident } from './incident.ts'
import { lastMeasured, watched } from './knowledge.ts'
import type { Component } from './service.ts'
import type { Vessel } from './vessel.ts'

/** What is true now about one thing that can alarm. */
export type Finding = {
  readonly kind: AlertKind
  readonly component: Component['id'] | null
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

/** Everything that can alarm about the vessel and is watched now. */
export const findings = (vessel: Vessel, context: Context): readonly Finding[] => [
  silent(vessel, context),
  ...watched(vessel, context.now).map((component) => down(vessel, component, context)),
]

/** Not heard for longer than `alertAfter`, in time in which the hub could hear. It lasts until the silence has settled. */
function silent({ presence, incidents }: Vessel, { now, listening, policy }: Context): Finding {
  const bare = { kind: 'silent', component: null } as const
  const incident = openIncident(incidents, null)
  if (incident === undefined) return { ...bare, says: calm(lastEnd(incidents, null)), turnsAt: OPEN }
  if (presence.kind !== 'silent' || listening.since === null) return { ...bare, says: BETWEEN, turnsAt: OPEN }
  const heardNothingS = total(listening.spells, { from: presence.since, to: now }, () => true)
  const alarmsAt = Math.max(now + policy.alerts.silentForS - heardNothingS, listening.since + policy.silentAfterS)
  if (now < alarmsAt) return { ...bare, says: BETWEEN, turnsAt: alarmsAt }
  return { ...bare, says: alarm(incident.began, incident.id, 'not-heard'), turnsAt: OPEN }
}

/** Not up, in an incident that is older than `for`. It lasts as long as the incident. */
function down(vessel: Vessel, component: Component, { now, policy }: Context): Finding {
  const bare = { kind: 'down', component: component.id } as const
  const { incidents } = vessel
  const incident = openIncident(incidents, component.id)
  if (incident === undefined) return { ...bare, says: calm(lastEnd(incidents, component.id)), turnsAt: OPEN }
  if (lastMeasured(vessel, component) === UP) return { ...bare, says: BETWEEN, turnsAt: OPEN }
  const alarmsAt = incident.began + policy.alerts.downForS
  if (now < alarmsAt) return { ...bare, says: BETWEEN, turnsAt: alarmsAt }
  return { ...bare, says: alarm(incident.began, incident.id, 'down'), turnsAt: OPEN }
}

const BETWEEN: Said = { kind: 'between' }
const alarm = (since: Seconds, incident: IncidentId | null, reason: AlertReason): Said => ({
  kind: 'alarm',
  since,
  incident,
  reason,
})
const calm = (reason: AlertEnd): Said => ({ kind: 'calm', reason })

/** Why the last incident of the component, or of the vessel, ended. */
const lastEnd = (incidents: readonly Incident[], component: Component['id'] | null): AlertEnd =>
  incidents.findLast((one) => one.component === component)?.why ?? 'recovered'
