import type { ComponentId } from '../../../shared/model.ts'
import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { Component } from '../components/component.ts'
import type { Context } from '../context.ts'
import { dated } from '../dated.ts'
import type { VesselEvent } from '../events.ts'
import { downWithin, isServing, outagesSince, unsettledSince, watched } from '../knowledge/knowledge.ts'
import type { Vessel } from '../vessel.ts'
import {
  evolveIncidents,
  type Incident,
  type IncidentBegin,
  type IncidentEnd,
  type IncidentEvent,
  type IncidentId,
  incidentId,
  openIncident,
} from './incident.ts'
import type { Outage } from './outage.ts'

/** The incidents as they follow from what is known now: begun, restated where truth came late, ended. */
export function whenKnown(vessel: Vessel, context: Context, cause: readonly VesselEvent[]): readonly IncidentEvent[] {
  const components = watched(vessel, context.now)
  const ofSilence = whenSilent(vessel, context)
  const silence = openIncident(ofSilence.reduce(evolveIncidents, vessel.incidents), null)
  const settles = cause.some(({ type }) => type === 'settled')
  const ofComponents = components.flatMap((component) => {
    const stored = vessel.incidents.filter((one) => one.component === component.id)
    const amendedFrom = earliest(cause, component.id)
    return compare({ vessel, component, stored, amendedFrom, settles, silence: silence?.id ?? null, context })
  })
  const unwatched = vessel.incidents
    .filter(
      ({ ended, component }) => ended === null && component !== null && !components.some(({ id }) => id === component),
    )
    .map((one) => endOf(one, context.now, 'not-watched', context))
  const events = [...ofSilence, ...ofComponents, ...unwatched]
  const after = events.reduce(evolveIncidents, vessel.incidents)
  return silence === undefined ? events : [...events, ...whenSettled(vessel, silence, after, cause, context)]
}

/** Silence begins one incident, of the vessel, and none of components. */
function whenSilent(vessel: Vessel, { now }: Context): IncidentEvent[] {
  const { presence, incidents } = vessel
  if (presence.kind !== 'silent' || !isServing(vessel, now) || openIncident(incidents, null)) return []
  return [beginOf(null, presence.unsettledSince, 'silent', null, now)]
}

/** What was measured has taken the place of the silence: what is still down goes on with incidents of its own. */
function whenSettled(
  vessel: Vessel,
  silence: Incident,
  incidents: readonly Incident[],
  cause: readonly VesselEvent[],
  context: Context,
): IncidentEvent[] {
  if (!isServing(vessel, context.now)) return [endOf(silence, context.now, 'not-watched', context)]
  if (unsettledSince(vessel.presence) !== OPEN) return []
  const heardAt = cause.find((event) => event.type === 'settled')?.heardAt ?? context.now
  const span = { from: silence.began, to: heardAt }
  const isDown = watched(vessel, context.now).some((one) => downWithin(vessel, one, context, span) > 0)
  const heirs = incidents
    .filter(({ component, ended, began }) => component !== null && ended === null && began < heardAt)
    .sort((a, b) => a.began - b.began)
    .map(({ id }) => id)
  return [endOf(silence, heardAt, isDown ? 'told' : 'link-only', context, heirs)]
}

type Comparison = {
  readonly vessel: Vessel
  readonly component: Component
  readonly stored: readonly Incident[]
  readonly amendedFrom: Seconds
  /** A silence has just become truth. */
  readonly settles: boolean
  readonly silence: IncidentId | null
  readonly context: Context
}

/** The stored incidents of one component beside the truth, from where that may have become another. */
function compare(comparison: Comparison): IncidentEvent[] {
  const { vessel, component, stored, amendedFrom, context } = comparison
  const from = Math.min(amendedFrom, ...stored.filter(({ ended }) => ended === null).map(({ began }) => began))
  const { outages, knownFrom } = outagesSince(vessel, component, context, from)
  const touched = stored.filter(({ ended }) => (ended ?? OPEN) >= from)
  const matched = new Set<Incident>()
  const ofTruth = outages.flatMap((outage) => {
    const same = touched.filter((one) => !matched.has(one) && touches(one, outage))
    const keeper = same.find(({ ended }) => ended === null) ?? same[0]
    if (keeper === undefined) return outage.over && outage.upSince < from ? [] : newly(outage, comparison)
    matched.add(keeper)
    const began = outage.began <= knownFrom ? Math.min(outage.began, keeper.began) : outage.began
    return restate(keeper, { ...outage, began }, context)
  })
  const gone = touched.filter((one) => !matched.has(one) && one.why !== 'never-was')
  return [...ofTruth, ...gone.flatMap((one) => neverWas(one, context))]
}

/** An outage that no incident stands for. One that is over when it is learned, and too short for an alert, is not worth one. */
function newly(outage: Outage, { component: { id }, silence, settles, context }: Comparison): IncidentEvent[] {
  const { now, policy } = context
  const { began } = outage
  if (!outage.over) {
    return [beginOf(id, began, settles ? 'inherited' : 'measured', silence, now)]
  }
  if (outage.upSince - began < policy.alerts.downForS) return []
  const incident = { id: incidentId(id, began) }
  return [beginOf(id, began, 'late', silence, now), endOf(incident, outage.upSince, 'recovered', context)]
}

function restate(stored: Incident, { began, ...outage }: Outage, context: Context): IncidentEvent[] {
  const ended = outage.over ? outage.upSince : null
  const when = { ...dated(context.now), incident: stored.id }
  if (stored.ended !== null) {
    if (stored.began === began && stored.ended === ended) return []
    const reason = ended === null ? 'came-back' : 'amended'
    return [{ type: 'incident-restated', ...when, began, ended, reason }]
  }
  const restated: IncidentEvent[] =
    stored.began === began ? [] : [{ type: 'incident-restated', ...when, began, ended: null, reason: 'amended' }]
  return ended === null ? restated : [...restated, endOf(stored, ended, 'recovered', context)]
}

function neverWas(stored: Incident, context: Context): IncidentEvent[] {
  const { id, began } = stored
  if (stored.ended === null) return [endOf(stored, began, 'never-was', context)]
  const { now } = context
  return [{ type: 'incident-restated', ...dated(now), incident: id, began, ended: began, reason: 'never-was' }]
}

const touches = ({ began, ended }: Incident, outage: Outage): boolean =>
  began <= (outage.over ? outage.upSince : OPEN) && outage.began <= (ended ?? OPEN)

/** From where on the cause has made another truth of the component; `OPEN` when it has not. */
const earliest = (cause: readonly VesselEvent[], component: ComponentId): Seconds =>
  Math.min(
    OPEN,
    ...cause.flatMap((event) => {
      if (event.type === 'settled') return [event.since]
      if (event.type !== 'born' && event.type !== 'told') return []
      return event.changes.filter((change) => change.component === component).map(({ span }) => span.from)
    }),
  )

const beginOf = (
  component: ComponentId | null,
  began: Seconds,
  reason: IncidentBegin,
  vesselIncident: IncidentId | null,
  now: Seconds,
): IncidentEvent => ({
  type: 'incident-began',
  at: Math.min(began, now),
  learnedAt: now,
  incident: incidentId(component, began),
  component,
  began,
  reason,
  vesselIncident,
})

const endOf = (
  { id }: Pick<Incident, 'id'>,
  ended: Seconds,
  reason: IncidentEnd,
  { now }: Context,
  heirs: readonly IncidentId[] = [],
): IncidentEvent => ({
  type: 'incident-ended',
  at: Math.min(ended, now),
  learnedAt: now,
  incident: id,
  ended,
  reason,
  heirs,
})
