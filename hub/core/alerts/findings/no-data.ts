import { DOWN, type StateCode, UP } from '../../../../shared/model.ts'
import { OPEN, type Seconds } from '../../../../shared/time.ts'
import type { Timeline } from '../../../../shared/timeline.ts'
import type { Component } from '../../components/component.ts'
import type { Context } from '../../context.ts'
import { endOfWindow, measuredOf } from '../../knowledge/knowledge.ts'
import type { Vessel } from '../../vessel.ts'
import { alarm, BETWEEN, calm, type Finding } from './finding.ts'

/** Nothing is known of the component for longer than `for`, while the vessel is heard. It lasts until samples come steadily. */
export function noDataFinding(vessel: Vessel, component: Component, context: Context): Finding {
  const bare = { kind: 'no-data', component: component.id } as const
  if (vessel.presence.kind !== 'heard') return { ...bare, says: BETWEEN, turnsAt: OPEN }
  const { now, policy } = context
  const end = endOfWindow(vessel, context)
  const told = Math.min(end, context.watermark ?? -OPEN)
  const run = lastRun(measuredOf(vessel, component), told, policy.incident.resolveAfterS)
  if (run.known && told === end) {
    const isSteady = end - run.since >= policy.incident.resolveAfterS
    return { ...bare, says: isSteady ? calm('measured') : BETWEEN, turnsAt: OPEN }
  }
  const since = run.known ? told : component.sampled ? run.since : component.listedAt
  const alarmsAt = since + (component.sampled ? policy.alerts.noDataForS : policy.sla.windowS)
  if (now < alarmsAt) return { ...bare, says: BETWEEN, turnsAt: alarmsAt }
  return { ...bare, says: alarm(since, null, 'no-samples'), turnsAt: OPEN }
}

/**
 * Since when the timeline has said, or not said, anything without a break at `told`. Of what is said steadily for `enoughS`
 * it is not asked how much longer.
 */
function lastRun(
  timeline: Timeline<StateCode>,
  told: Seconds,
  enoughS: number,
): { readonly known: boolean; readonly since: Seconds } {
  let at = timeline.findLastIndex(({ from }) => from < told)
  const last = timeline[at]
  const known = last !== undefined && last.to >= told && isKnown(last.state)
  let since = told
  for (let piece = last; piece !== undefined; piece = timeline[--at]) {
    if (known && (piece.to < since || !isKnown(piece.state) || told - since >= enoughS)) break
    if (!known && isKnown(piece.state)) return { known, since: Math.min(piece.to, told) }
    since = piece.from
  }
  return { known, since }
}

const isKnown = (state: StateCode): boolean => state === UP || state === DOWN
