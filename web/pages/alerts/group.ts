import type { Alert } from '../../../shared/api/alert.ts'
import { severity } from '../../../shared/api/schema.ts'
import { lasting, secondsOf, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { type AlertPlace, alertItem } from './alert.ts'
import { acknowledgeAll } from './forms.ts'

export type GroupPlace = Pick<AlertPlace, 'now' | 'back' | 'mayAct'>

/** Alerts as a list: where several are of one vessel, what they share is said once. */
export const alertList = (alerts: readonly Alert[], place: GroupPlace): Hole =>
  [...Map.groupBy(alerts, ({ vessel }) => vessel.id).values()].map((some) =>
    some.length > 1 ? alertGroup(some, place) : some.map((one) => alertItem(one, place)),
  )

/** Of one vessel, the oldest first: each a line that opens, and all can be acknowledged at once. */
export function alertGroup(alerts: readonly Alert[], place: GroupPlace): Html {
  const { now, back, mayAct } = place
  const [oldest] = alerts
  if (oldest === undefined) return html`<p class="quiet">None of them is open any more.</p>`
  const { vessel, since, state } = oldest
  const page = `/vessels/${vessel.id}`
  const id = groupId(vessel.id, state, back)
  const gravest = severity.options.findLast((one) => alerts.some((alert) => alert.severity === one)) ?? 'low'
  return html`<div class="alert-group" id="${id}" tabindex="-1" role="group" aria-label="${`Alerts on ${vessel.name}`}" data-state="${state}" data-severity="${gravest}">
${
  back !== page &&
  html`<header><h3><a href="${page}">${vessel.name}</a> <span class="muted">${alerts.length} alerts · <span class="severity">${gravest}</span></span></h3>
<p class="age">${time(since, lasting(secondsOf(now) - secondsOf(since)))}</p></header>`
}
${mayAct && acknowledgeAll(alerts, id, back)}
${alerts.map((alert) => alertItem(alert, { ...place, line: 'folded' }))}
</div>`
}

/** Those that are held stand apart from those that are open, but on the page of the vessel. */
export const groupId = (vessel: string, state: Alert['state'], back: string): string =>
  back === `/vessels/${vessel}` ? `alerts-of-${vessel}` : `alerts-of-${vessel}-${state}`
