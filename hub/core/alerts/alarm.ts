import { UP } from '../../../shared/model.ts'
import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { Context } from '../context.ts'
import { type Dated, dated } from '../dated.ts'
import { excuseAt, excusesTurn, lastingExcuse } from '../excuses/excuse.ts'
import { openIncident } from '../incidents/incident.ts'
import { lastMeasured, watched } from '../knowledge/knowledge.ts'
import type { Policy } from '../policy.ts'
import type { Vessel } from '../vessel.ts'
import { type Alert, type AlertEvent, alertId, type Hold } from './alert.ts'
import { findings } from './findings/all.ts'
import type { Finding, Said } from './findings/finding.ts'
import { flappingOf } from './flapping.ts'
import { massSilenceOf } from './mass-silence.ts'
import { type Case, isGraver, risesAt, severityOf } from './severity.ts'

/** The alerts as they follow from what is true now: opened, changed, held, released, resolved; never two of one key. */
export function whenAlarmed(vessel: Vessel, context: Context): readonly AlertEvent[] {
  const found = findings(vessel, context)
  const when = dated(context.now)
  const events = found.flatMap((finding) => {
    const alert = alertOf(vessel, finding)
    const hold = holdOf(vessel, finding, context)
    return alert === undefined
      ? opened(vessel, finding, hold, context)
      : changed(vessel, alert, finding.says, hold, context)
  })
  const unwatched = vessel.alerts.filter((alert) => !found.some((finding) => isAbout(alert, finding)))
  return [
    ...events,
    ...unwatched.map(
      ({ id: alert }): AlertEvent => ({ type: 'alert-resolved', ...when, alert, reason: 'not-watched' }),
    ),
  ]
}

/** When time alone changes anything about the alerts. */
export function alarmsChangeAt(vessel: Vessel, context: Context): Seconds {
  const { now, policy } = context
  const turns = findings(vessel, context).map(({ turnsAt }) => turnsAt)
  const rises = vessel.alerts.map((alert) => risesAt(policy.severity, caseOf(vessel, alert, context), now))
  const ends = vessel.alerts.flatMap((alert) => [
    alert.acknowledged?.until ?? OPEN,
    alert.snoozed?.until ?? OPEN,
    alert.flapping && alert.component
      ? flappingOf(vessel.copy.timelines.get(alert.component) ?? [], now, policy.alerts).steadyAt
      : OPEN,
  ])
  const excuses = excusesTurn(vessel.excuses, policy.incident.resolveAfterS).filter((at) => at > now)
  return Math.min(OPEN, ...turns, ...rises, ...ends, ...excuses)
}

const isAbout = (alert: Pick<Alert, 'kind' | 'component'>, finding: Finding): boolean =>
  alert.kind === finding.kind && alert.component === finding.component

const alertOf = ({ alerts }: Vessel, finding: Finding): Alert | undefined => alerts.find((one) => isAbout(one, finding))

function opened(
  vessel: Vessel,
  { kind, component, says }: Finding,
  heldBy: Hold | null,
  context: Context,
): AlertEvent[] {
  // A vessel that is just telling its truth raises nothing new, and nothing is raised under an excuse.
  if (says.kind !== 'alarm' || vessel.presence.kind === 'settling' || heldBy?.kind === 'excused') return []
  const { now, policy } = context
  const { since, incident, reason } = says
  const severity = severityOf(policy.severity, caseOf(vessel, { kind, component, since }, context), now)
  const alert = alertId(kind, component, now)
  return [
    { type: 'alert-opened', ...dated(context.now), alert, kind, component, incident, since, severity, heldBy, reason },
  ]
}

function changed(vessel: Vessel, alert: Alert, says: Said, hold: Hold | null, context: Context): AlertEvent[] {
  const when = { ...dated(context.now), alert: alert.id }
  if (says.kind === 'calm') return [{ type: 'alert-resolved', ...when, reason: says.reason }]
  return [
    ...restated(alert, says, when),
    ...graver(vessel, alert, context, when),
    ...flaps(vessel, alert, context, when),
    ...expired(alert, context, when),
    ...held(alert, hold, when),
  ]
}

type When = Dated & { readonly alert: string }

function restated({ since, incident }: Alert, says: Said, when: When): AlertEvent[] {
  if (says.kind !== 'alarm' || (says.since === since && says.incident === incident)) return []
  return [{ type: 'alert-changed', ...when, reason: 'restated', since: says.since, incident: says.incident }]
}

/** It can rise while the alert is open, and does not fall. */
function graver(vessel: Vessel, alert: Alert, context: Context, when: When): AlertEvent[] {
  const severity = severityOf(context.policy.severity, caseOf(vessel, alert, context), context.now)
  return isGraver(severity, alert.severity) ? [{ type: 'alert-changed', ...when, reason: 'graver', severity }] : []
}

/** One mark instead of a storm; it goes when the component has been steady for as long. */
function flaps(vessel: Vessel, alert: Alert, { now, policy }: Context, when: When): AlertEvent[] {
  if (alert.kind !== 'down' || alert.component === null) return []
  const { turns, steadyAt } = flappingOf(vessel.copy.timelines.get(alert.component) ?? [], now, policy.alerts)
  if (!alert.flapping && turns >= policy.alerts.flapping.transitions)
    return [{ type: 'alert-changed', ...when, reason: 'flapping' }]
  return alert.flapping && now >= steadyAt ? [{ type: 'alert-changed', ...when, reason: 'steady' }] : []
}

function expired({ acknowledged, snoozed }: Alert, { now }: Context, when: When): AlertEvent[] {
  const events: AlertEvent[] = []
  if (now >= (acknowledged?.until ?? OPEN))
    events.push({ type: 'alert-changed', ...when, reason: 'acknowledgement-expired' })
  if (now >= (snoozed?.until ?? OPEN)) events.push({ type: 'alert-changed', ...when, reason: 'snooze-over' })
  return events
}

function held({ heldBy }: Alert, hold: Hold | null, when: When): AlertEvent[] {
  if (JSON.stringify(heldBy) === JSON.stringify(hold)) return []
  if (hold !== null) return [{ type: 'alert-held', ...when, reason: hold }]
  return heldBy === null ? [] : [{ type: 'alert-released', ...when, reason: heldBy }]
}

/**
 * What stands above it: an excuse, until `resolveAfter` after its end, for who is switching on is given the time; of a silence that of many; else the silence of the vessel (until it has settled), or
 * what the component depends on.
 */
function holdOf(vessel: Vessel, { component }: Finding, { policy, now, massSilences }: Context): Hold | null {
  const excuse = lastingExcuse(vessel.excuses, component, { now, withinS: policy.incident.resolveAfterS })
  if (excuse !== undefined) return { kind: 'excused', excuse: excuse.id }
  if (component === null) return ofMany(vessel, massSilences, policy)
  const { kind } = vessel.presence
  if (kind === 'silent' || kind === 'settling') return { kind: 'silent' }
  const causes = policy.dependsOn.get(component) ?? []
  const down = watched(vessel, now).find(({ id }) => causes.includes(id) && openIncident(vessel.incidents, id))
  return down === undefined ? null : { kind: 'depends-on', component: down.id }
}

function ofMany(
  { presence, excuses, admission: { profile } }: Vessel,
  standing: Context['massSilences'],
  policy: Policy,
) {
  if (presence.kind !== 'silent' || profile === null) return null
  // Who fell silent while excused is no part of what befell the others.
  if (excuseAt(excuses, null, presence.since) !== undefined) return null
  const { link, group } = profile
  const found = massSilenceOf(standing, { link, group, silentSince: presence.since }, policy.alerts.massSilence)
  return found === undefined ? null : ({ kind: 'mass-silence', massSilence: found.id, scope: found.scope } as const)
}

function caseOf(vessel: Vessel, { kind, component, since }: Omit<Case, 'gonePercent'>, { now }: Context): Case {
  const components = watched(vessel, now)
  const gone = components.filter(
    (one) => openIncident(vessel.incidents, one.id) && lastMeasured(vessel, one) !== UP,
  ).length
  const isAll = kind === 'silent' || components.length === 0
  return { kind, component, since, gonePercent: isAll ? 100 : (100 * gone) / components.length }
}
