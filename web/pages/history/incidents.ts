import type { Incident, Incidents } from '../../../shared/api/incident.ts'
import { choice, day, filterForm, lastDay } from '../../filter.ts'
import { duration, lasting, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { plainMark } from '../../state.ts'
import { groupChoice, historyTabs, type ListView, nothing, pager, takeaway, vesselChoice } from './parts.ts'

export type IncidentsView = ListView & {
  readonly incidents: Incidents
  readonly components: readonly { readonly id: string; readonly name: string }[]
}

/** What was down or silent, when, and how shore came to know. */
export function incidentsMain(view: IncidentsView): Html {
  const { incidents, asked, components } = view
  return html`<main id="main" class="narrow alerts">
${historyTabs('incidents')}
<header class="title"><h1>History</h1> <p>Incidents: what was down or silent, the newest first</p></header>
${filterForm('/incidents', [
  choice('state', 'State', asked.state, [
    ['open', 'Goes on'],
    ['ended', 'Ended'],
  ]),
  vesselChoice(view),
  choice(
    'component',
    'Component',
    asked.component,
    components.map(({ id, name }) => [id, name]),
  ),
  groupChoice(view),
  day('from', 'From', asked.from),
  lastDay('to', 'To', asked.to),
])}
${incidents.incidents.length === 0 ? nothing(asked, 'No incident yet: nothing has been down or silent.') : html`<ol class="items">${incidents.incidents.map(item)}</ol>`}
${pager('/incidents', asked, incidents.next)}
${takeaway('incidents', asked)}
</main>`
}

export const incidentAddress = (vessel: string, id: string): string => `/incidents/${vessel}/${id}`

function item(incident: Incident): Html {
  const { vessel, state, severity } = incident
  return html`<li class="item" data-state="${state}"><h2>${markOf(incident)} <a href="${incidentAddress(vessel.id, incident.id)}">${titleOf(incident)}</a> <span class="muted">on</span> <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></h2>
<p class="span">${spanOf(incident)}</p>
<p class="quiet">${severity !== null && html`<strong class="severity">${severity}</strong> · `}${howItBegan(incident)}${howItEnded(incident)}</p>
${ticketsOf(incident)}</li>`
}

export const titleOf = ({ component }: Pick<Incident, 'component'>): string =>
  component === null ? 'Silent' : `${component.name} down`

export const markOf = ({ component }: Incident): Html => plainMark(component === null ? 'silent' : 'down')

export const spanOf = ({ began, ended, lastedS, why }: Incident): Hole => {
  if (why === 'never-was') return [time(began), ' · it never was']
  const length = html`<strong>${ended === null ? lasting(lastedS) : duration(lastedS)}</strong>`
  return ended === null ? [length, ' so far, since ', time(began)] : [length, ', ', time(began), ' to ', time(ended)]
}

/** When shore came to know is said where it was late. */
export function howItBegan({ reason, learnedAt, restated }: Incident): Hole {
  const again = restated > 0 && ` Its times were found to be others ${restated === 1 ? 'once' : `${restated} times`}.`
  switch (reason) {
    case 'measured':
      return ['Measured on board.', again]
    case 'silent':
      return ['The vessel was not heard.', again]
    case 'inherited':
      return ['Was not up when the vessel was heard again, ', time(learnedAt), '.', again]
    case 'late':
      return ['Learned ', time(learnedAt), ', when it was over: it called nobody.', again]
  }
}

const ENDS: Readonly<Record<NonNullable<Incident['why']>, string>> = {
  recovered: 'Up again.',
  'link-only': 'Heard again, and nothing was down behind the silence.',
  told: 'Heard again: what was measured has taken its place.',
  'never-was': 'What the vessel told later says that it never was.',
  'not-watched': 'Not watched any more.',
}

export const howItEnded = ({ why }: Incident): Hole => why !== null && ` ${ENDS[why]}`

export const ticketsOf = ({ tickets }: Incident): Hole =>
  tickets.length > 0 &&
  html`<p class="kept">${tickets.map(({ key, url, stage }, at) => [at > 0 && ', ', key !== null && url !== null ? html`Ticket <a href="${url}">${key}</a>` : 'Ticket without a key', stage === 'closed' && ' (closed)'])}</p>`
