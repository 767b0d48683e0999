import { bestKnowledge, type Layers } from '../../../shared/layers.ts'
import { type Measured, type StateCode, UP } from '../../../shared/model.ts'
import { threeValued } from '../../../shared/spells.ts'
import { OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import { cut, overlay, stateAt, type Timeline, total } from '../../../shared/timeline.ts'
import { newProfile } from '../admission/profile.ts'
import { type Component, isConfigured } from '../components/component.ts'
import { isOutOfService, serviceOf } from '../components/service.ts'
import type { Context } from '../context.ts'
import { excusedOf } from '../excuses/excuse.ts'
import { type Outage, outages, partedAt } from '../incidents/outage.ts'
import type { Presence } from '../presence/presence.ts'
import type { Vessel } from '../vessel.ts'
import { windowEnd } from './window.ts'

/** Everything that bears on one component, as far as the vessel's stream and the hub's own ears tell. */
export function layersOf(vessel: Vessel, component: Component, { id, watermark, listening }: Context): Layers {
  return {
    measured: measuredOf(vessel, component),
    watermark,
    silence: vessel.silences,
    listening: listening.spells,
    excused: excusedOf(vessel.excuses, component.id),
    inService: serviceOf(vessel.admission.profile ?? newProfile(id), null, component),
  }
}

/** Whether anything is expected of the vessel now. */
export const isServing = ({ admission: { retired, profile } }: Vessel, now: Seconds): boolean =>
  !retired && !(profile && isOutOfService(profile, now))

/** The components of which anything is expected now. */
export const watched = (vessel: Vessel, now: Seconds): readonly Component[] =>
  isServing(vessel, now) ? vessel.components.filter(isConfigured) : []

/** Where every window of the vessel ends. */
export const endOfWindow = ({ presence }: Vessel, { now, watermark, lastHeard, listening, policy }: Context): Seconds =>
  windowEnd({
    now,
    watermark,
    lastHeard,
    silent: presence.kind === 'silent',
    listensSince: listening.since ?? -OPEN,
    silentAfterS: policy.silentAfterS,
  })

/** What was measured last. */
export const lastMeasured = (vessel: Vessel, component: Component): StateCode | undefined =>
  stateAt(measuredOf(vessel, component), LAST)

/** No piece begins so late; one that goes on reaches over it. */
const LAST: Seconds = Number.MAX_SAFE_INTEGER

/** Since when it is up, by what was measured last; null while it is not. */
export function upSince(vessel: Vessel, component: Component): Seconds | null {
  const last = measuredOf(vessel, component).at(-1)
  return last?.state === UP ? last.from : null
}

/** The outages of a component that touch what comes after `from`, each whole as far as anything is known: from `knownFrom` on. */
export function outagesSince(
  vessel: Vessel,
  component: Component,
  context: Context,
  from: Seconds,
): { readonly outages: readonly Outage[]; readonly knownFrom: Seconds } {
  const { resolveAfterS } = context.policy.incident
  const measured = measuredOf(vessel, component)
  const whole = partedAt(measured, UP, from, resolveAfterS)
  const known = heldOn(vessel, component, context, whole)
  return {
    outages: outages(known, context.watermark ?? -OPEN, resolveAfterS),
    knownFrom: measured[0]?.from ?? OPEN,
  }
}

/** How long it was down within the span, by best knowledge. */
export const downWithin = (vessel: Vessel, component: Component, context: Context, span: Span): Seconds =>
  total(heldOn(vessel, component, context, span.from), span, (state) => state === 'down')

/**
 * Best knowledge with what was measured last held on. A silence that has not settled says nothing of components yet: it is
 * the vessel's.
 */
function heldOn(vessel: Vessel, component: Component, context: Context, from: Seconds): Timeline<Measured> {
  const layers = layersOf(vessel, component, context)
  const silence = cut(layers.silence, unsettledSince(vessel.presence))
  const span = { from, to: OPEN }
  const known = threeValued(bestKnowledge({ ...layers, watermark: OPEN, silence }, span))
  return overlay(known, layers.inService, span, (state = 'unknown', serves) => (serves ? state : 'unknown'))
}

/** Since when silence is not settled; never with `OPEN`. */
export function unsettledSince(presence: Presence): Seconds {
  switch (presence.kind) {
    case 'never-heard':
    case 'heard':
      return OPEN
    case 'silent':
      return presence.unsettledSince
    case 'settling':
      return presence.since
  }
}

/** As told; the last piece is held on. */
export const measuredOf = ({ copy }: Vessel, { id }: Component): Timeline<StateCode> => copy.timelines.get(id) ?? []
