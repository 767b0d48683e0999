import type { Trail } from '../../../shared/api/audit.ts'
import type { Asked } from '../../filter.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { entryList } from './entries.ts'
import { howItBegan, howItEnded, incidentAddress, markOf, spanOf, ticketsOf, titleOf } from './incidents.ts'
import { historyTabs, pager } from './parts.ts'

/** One incident and everything about it, in the order in which it came into the log. */
export function trailMain({ incident, entries, next }: Trail, asked: Asked): Html {
  const { vessel, id, severity } = incident
  const address = incidentAddress(vessel.id, id)
  return html`<main id="main" class="narrow listing">
${historyTabs(null)}
<header class="title"><h1>${markOf(incident)} ${titleOf(incident)}</h1> <p>on <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></p></header>
<section class="panel" aria-label="Summary"><p>${spanOf(incident)}</p>
<p class="quiet">${severity !== null && html`<strong class="severity">${severity}</strong> · `}${howItBegan(incident)}${howItEnded(incident)}</p>
${ticketsOf(incident)}
${related(incident)}</section>
<section aria-labelledby="trail-title"><h2 id="trail-title">Everything about it <span class="muted">as it came into the log; what has the same correlation id was decided together</span></h2>
${entryList(entries, 'trail')}
${pager(address, asked, next)}</section>
<p class="data">As data: <a href="${`/api/v1${address}`}">${`/api/v1${address}`}</a> · <a href="${`/incidents?vessel=${vessel.id}`}">All incidents of ${vessel.name}</a></p>
</main>`
}

/** The silence behind it, or what goes on after it. */
function related({ vessel, vesselIncident, heirs }: Trail['incident']): Hole {
  const link = (id: string) => html`<a href="${incidentAddress(vessel.id, id)}">${id}</a>`
  return [
    vesselIncident !== null && html`<p>Came out of, or lies under, the silence ${link(vesselIncident)}.</p>`,
    heirs.length > 0 &&
      html`<p>In its place ${heirs.length === 1 ? 'goes' : 'go'} on: ${heirs.map((id, at) => [at > 0 && ', ', link(id)])}.</p>`,
  ]
}
