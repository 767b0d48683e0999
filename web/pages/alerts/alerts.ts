import type { Alert, Alerts } from '../../../shared/api/alert.ts'
import type { Health } from '../../../shared/api/problem.ts'
import { severity } from '../../../shared/api/schema.ts'
import { type Counts, countPieces } from '../../counts.ts'
import {
  type Asked,
  addressWith,
  choice,
  days,
  type FilterField,
  filterForm,
  groupChoice,
  vesselChoice,
} from '../../filter.ts'
import { time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import type { Piece } from '../../layout.ts'
import { banner } from '../banner.ts'
import { historyTabs, pager, takeaway } from '../history/parts.ts'
import { said } from '../said.ts'
import { alertItem } from './alert.ts'
import { alertList } from './group.ts'

export type AlertsView = {
  readonly alerts: Alerts
  readonly counts: Counts
  readonly health: Health
  /** The filter, as the address of the page says it. */
  readonly asked: Asked
  readonly mayAct: boolean
}

/** What changes by itself; the filter does not, so that nobody's choice is taken away. */
export const alertsPiece = (view: AlertsView): Piece => ({
  id: 'alerts',
  html: list(view),
  also: [{ id: 'banner', html: banner(view.health) }, ...countPieces(view.counts)],
})

export type FilterChoices = {
  readonly groups: readonly string[]
  readonly vessels: readonly { id: string; name: string }[]
}

export const alertsMain = (
  view: AlertsView,
  choices: FilterChoices,
): Html => html`<main id="main" class="narrow listing alerts">
${banner(view.health)}
${view.asked.state === 'resolved' && historyTabs('alerts')}
<header class="title"><h1>Alerts</h1></header>
${filterForm('/alerts', view.asked, filterFields(view.asked, choices))}
${said}
${list(view)}
${takeaway('alerts', view.asked)}
</main>`

const filterFields = (asked: Asked, { groups, vessels }: FilterChoices): readonly FilterField[] => [
  choice('state', 'State', asked.state, [
    ['open', 'Open'],
    ['held', 'Held'],
    ['resolved', 'Resolved'],
  ]),
  choice('kind', 'Kind', asked.kind, [
    ['silent', 'Silent'],
    ['down', 'Down'],
    ['no-data', 'No data'],
    ['sla', 'Below SLA'],
  ]),
  choice(
    'severity',
    'Severity',
    asked.severity,
    severity.options.map((one) => [one, one]),
  ),
  choice('acknowledged', 'Acknowledged', asked.acknowledged, [
    ['yes', 'yes'],
    ['no', 'no'],
  ]),
  groupChoice(asked, groups),
  vesselChoice(asked, vessels),
  ...days(asked),
]

/** One alert about what the vessels share; theirs are held under it. */
const massSilence = ({ among, since, vessels, of }: Alerts['massSilences'][number]): Html =>
  html`<section class="panel" aria-label="${`Many silent${among === null ? '' : `: ${among}`}`}"><h2>${vessels.length} of ${of} vessels${among !== null && ` of ${among}`} fell silent together</h2>
<p>Since ${time(since)}: ${vessels.map(({ name }) => name).join(', ')}. Their own alerts are held meanwhile.</p></section>`

function list({ alerts: { alerts, at, counts, massSilences, next }, asked, mayAct }: AlertsView): Html {
  const address = addressWith('/alerts', asked)
  const place = { now: at, back: address, mayAct }
  const of = (state: Alert['state']): readonly Alert[] => alerts.filter((alert) => alert.state === state)
  const section = (state: Alert['state'], title: string, order: string): Hole =>
    of(state).length > 0 &&
    html`<section id="${`alerts-${state}`}" aria-labelledby="${`alerts-${state}-title`}"><h2 id="${`alerts-${state}-title`}">${title} <span class="muted">${of(state).length}${state === 'resolved' ? next !== null && ' on this page' : onVessels(of(state))} · ${order} first</span></h2>
${state === 'resolved' ? of(state).map((alert) => alertItem(alert, place)) : alertList(of(state), place)}</section>`
  return html`<div id="alerts">
${massSilences.map(massSilence)}
${whoMayAct(alerts, mayAct)}
${alerts.length === 0 && html`<p class="empty">${counts.open + counts.held === 0 ? 'No alert: nothing that was chosen is silent, down, without data or below its SLA.' : 'No alert fits what is chosen above: take a part of it out, or clear all.'}</p>`}
${section('open', 'Open', 'oldest')}
${section('held', 'Held', 'oldest')}
${section('resolved', 'Resolved', 'newest')}
${pager('/alerts', asked, next)}
</div>`
}

/** The fleet page counts vessels, this one alerts. */
function onVessels(alerts: readonly Alert[]): string {
  const count = new Set(alerts.map(({ vessel }) => vessel.id)).size
  return ` on ${count} ${count === 1 ? 'vessel' : 'vessels'}`
}

/** Where nothing is to press. */
const whoMayAct = (alerts: readonly Alert[], mayAct: boolean): Hole =>
  !mayAct &&
  alerts.some(({ state }) => state !== 'resolved') &&
  html`<p class="muted">Whoever has the role operator acknowledges and snoozes them.</p>`

/** Those of one vessel, on its own page. */
export const vesselAlerts = (alerts: readonly Alert[], vessel: string, now: string, mayAct: boolean): Html =>
  html`<section class="alerts" id="alerts" aria-labelledby="alerts-title"><h2 id="alerts-title">Open alerts <span class="muted">${alerts.length > 0 && `${alerts.length} · `}<a href="${`/alerts?vessel=${vessel}`}">with those that were resolved</a> · <a href="${`/incidents?vessel=${vessel}`}">all incidents</a></span></h2>
${said}
${
  alerts.length === 0
    ? html`<p class="quiet">None.</p>`
    : [whoMayAct(alerts, mayAct), alertList(alerts, { now, back: `/vessels/${vessel}`, mayAct })]
}</section>`
