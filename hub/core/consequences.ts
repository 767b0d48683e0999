import { whenAlarmed } from './alerts/alarm.ts'
import type { Context } from './context.ts'
import type { VesselEvent } from './events.ts'
import { whenKnown } from './incidents/incidents.ts'
import { whenNoticeDue } from './notices/notices.ts'
import { whenAged } from './proposals/proposals.ts'
import { whenTicketed } from './tickets/ticket-news.ts'
import { evolveVessel, type Vessel } from './vessel.ts'

/** What can follow for a vessel, each from all that stands before it. */
const FOLLOWS: readonly ((vessel: Vessel, context: Context, news: readonly VesselEvent[]) => readonly VesselEvent[])[] =
  [whenKnown, whenAlarmed, whenTicketed, whenAged, whenNoticeDue]

/** Cause and consequence together, so that one append holds both; asked with every change and when a deadline comes. */
export function withConsequences(
  before: Vessel,
  cause: readonly VesselEvent[],
  context: Context,
): readonly VesselEvent[] {
  let vessel = cause.reduce(evolveVessel, before)
  let events = cause
  for (const whenThat of FOLLOWS) {
    const more = whenThat(vessel, context, events)
    vessel = more.reduce(evolveVessel, vessel)
    events = [...events, ...more]
  }
  return events
}
