import type { Incident, Incidents } from '../../../shared/api/incident.ts'
import { choice, days, filterForm, groupChoice, vesselChoice } from '../../filter.ts'
import { duration, lasting, secondsOf, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { recoveryWords } from '../../recovery.ts'
import { plainMark } from '../../state.ts'
import { historyTabs, type ListView, nothing, pager, takeaway } from './parts.ts'

export type IncidentsView = ListView & {
  readonly incidents: Incidents
  readonly components: readonly { readonly id: string; readonly name: string }[]
}

/** What was down or silent, when, and how shore came to know. */
export function incidentsMain({ incidents, asked, components, vessels, groups }: IncidentsView): Html {
  return html`<main id="main" class="narrow listing">
${historyTabs('incidents')}
<header class="title"><h1>History</h1> <p>Incidents: what was down or silent, the newest first</p></header>
${filterForm('/incidents', asked, [
  choice('state', 'State', asked.state, [
    ['open', 'Goes on'],
    ['ended', 'Ended'],
  ]),
  vesselChoice(asked, vessels),
  choice(
    'component',
    'Component',
    asked.component,
    components.map(({ id, name }) => [id, name]),
  ),
  groupChoice(asked, groups),
  ...days(asked),
])}
${incidents.incidents.length === 0 ? nothing(asked, 'No incident yet: nothing has been down or silent.') : table(incidents.incidents)}
${pager('/incidents', asked, incidents.next)}
${takeaway('incidents', asked)}
</main>`
}

const table = (
  incidents: readonly Incident[],
): Html => html`<table class="rows"><caption class="aloud">Incidents</caption>
<thead><tr><th scope="col">What</th><th scope="col">Vessel</th><th scope="col">Lasted</th><th scope="col">Began</th><th scope="col">Ended</th><th scope="col">Severity</th><th scope="col">Ticket</th><th scope="col">How it is known</th></tr></thead>
<tbody>${incidents.map(row)}</tbody></table>`

export const incidentAddress = (vessel: string, id: string): string => `/incidents/${vessel}/${id}`

function row(incident: Incident): Html {
  const { vessel, severity, began, tickets } = incident
  return html`<tr data-state="${standing(incident)}"><th scope="row" class="words">${markOf(incident)} <a href="${incidentAddress(vessel.id, incident.id)}">${titleOf(incident)}</a></th>
<td class="whose"><a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></td>
<td><strong>${lengthOf(incident)}</strong></td>
<td>${time(began)}</td><td class="until">${endOf(incident)}</td>
<td class="severity">${severity}</td><td>${ticketLinks(tickets)}</td>
<td class="words">${howItBegan(incident)}${howItEnded(incident)}</td></tr>`
}

/** What is up again asks for nothing, though it is not over. */
const standing = ({ state, recovery }: Incident): string => (recovery === null ? state : 'recovering')

/** Of what is up again: as it will stand when that was for good. */
function lengthOf({ began, ended, lastedS, why, recovery }: Incident): string {
  if (why === 'never-was') return 'never was'
  if (recovery !== null) return duration(secondsOf(recovery.since) - secondsOf(began))
  return ended === null ? lasting(lastedS) : duration(lastedS)
}

function endOf({ ended, why, recovery }: Incident): Hole {
  if (recovery !== null) return recoveryWords(recovery)
  if (ended === null) return 'goes on'
  return why === 'never-was' ? null : time(ended)
}

export function titleOf({ component, recovery }: Pick<Incident, 'component' | 'recovery'>): string {
  if (component === null) return recovery === null ? 'Silent' : 'Heard again'
  return `${component.name} ${recovery === null ? 'down' : 'up again'}`
}

export function markOf({ component, recovery }: Pick<Incident, 'component' | 'recovery'>): Html {
  if (recovery !== null) return plainMark('up')
  return plainMark(component === null ? 'silent' : 'down')
}

export const spanOf = (incident: Incident): Hole => {
  const { began, ended, why, recovery } = incident
  if (why === 'never-was') return [time(began), ' · it never was']
  const length = html`<strong>${lengthOf(incident)}</strong>`
  if (recovery !== null) return [length, ', from ', time(began), '; ', recoveryWords(recovery)]
  return ended === null ? [length, ' so far, since ', time(began)] : [length, ', ', time(began), ' to ', time(ended)]
}

/** When shore came to know is said where it was late. */
export function howItBegan({ reason, learnedAt, restated }: Incident): Hole {
  const again = restated > 0 && ` Its times were found to be others ${restated === 1 ? 'once' : `${restated} times`}.`
  switch (reason) {
    case 'measured':
      return ['Measured on board.', again]
    case 'silent':
      return ['No message came from the vessel.', again]
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
  tickets.length > 0 && html`<p class="kept">Ticket ${ticketLinks(tickets)}</p>`

const ticketLinks = (tickets: Incident['tickets']): Hole =>
  tickets.map(({ key, url, stage }, at) => [
    at > 0 && ', ',
    key !== null && url !== null ? html`<a href="${url}">${key}</a>` : 'without a key',
    stage === 'closed' && ' (closed)',
  ])
