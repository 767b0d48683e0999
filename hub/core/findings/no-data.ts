import { DOWN, type StateCode, UP } from '../../../shared/model.ts'
import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { Timeline } from '../../../shared/timeline.ts'
import type { Context } from '../context.ts'
import { endOfWindow, measuredOf } from '../knowledge.ts'
import type { Component } from '../service.ts'
import type { Vessel } from '../vessel.ts'
import { alarm, BETWEEN, calm, type Finding } from './finding.ts'

/** Nothing is known of the component for longer than `for`, while the vessel is heard. It lasts until samples come steadily. */
export function noDataFinding(vessel: Vessel, component: Component, context: Context): Finding {
  const bare = { kind: 'no-data', component: component.id } as const
  if (vessel.presence.kind !== 'heard') return { ...bare, says: BETWEEN, turnsAt: OPEN }
  const { now, policy } = context
  const end = endOfWindow(vessel, context)
  const told = Math.min(end, context.watermark ?? -OPEN)
  const run = lastRun(measuredOf(vessel, component), told)
  if (run.known && told === end) {
    const isSteady = end - run.since >= policy.incident.resolveAfterS
    return { ...bare, says: isSteady ? calm('measured') : BETWEEN, turnsAt: OPEN }
  }
  const since = run.known ? told : component.sampled ? run.since : component.listedAt
  const alarmsAt = since + (component.sampled ? policy.alerts.noDataForS : policy.sla.windowS)
  if (now < alarmsAt) return { ...bare, says: BETWEEN, turnsAt: alarmsAt }
  return { ...bare, says: alarm(since, null, 'no-samples'), turnsAt: OPEN }
}

/** Since when the timeline has said, or not said, anything without a break at `told`. */
function lastRun(timeline: Timeline<StateCode>, told: Seconds): { readonly known: boolean; readonly since: Seconds } {
  let since = told
  for (const { from, to, state } of timeline.toReversed()) {
    if (from >= told) continue
    const isKnown = state === UP || state === DOWN
    if (isKnown && to < told) return { known: false, since: to }
    if (isKnown) return { known: true, since: knownSince(timeline, from) }
    since = from
  }
  return { known: false, since }
}

/** Back from a known piece over those that touch it. */
function knownSince(timeline: Timeline<StateCode>, from: Seconds): Seconds {
  let since = from
  for (const piece of timeline.toReversed()) {
    if (piece.to > since) continue
    if (piece.to < since || (piece.state !== UP && piece.state !== DOWN)) return since
    since = piece.from
  }
  return since
}
