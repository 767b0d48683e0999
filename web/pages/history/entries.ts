import type { AuditEntry } from '../../../shared/api/audit.ts'
import { time, utcExact } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { personName } from '../../person.ts'
import { incidentAddress } from './incidents.ts'

/** What the log says, a line each: when, who, what and why. `within` is the page of an incident itself. */
export const entryList = (entries: readonly AuditEntry[], within: 'audit' | 'trail'): Html =>
  html`<ol class="entries">${entries.map(
    (
      entry,
    ) => html`<li data-subject="${entry.subject}"><p class="when">${time(entry.learnedAt, utcExact(entry.learnedAt))}</p>
<p class="who">${personName(entry.by)}</p>
<div class="what"><p>${within === 'audit' && vesselOf(entry)}${entry.what}${whyOf(entry)}</p>
${details(entry, within)}</div></li>`,
  )}</ol>`

const vesselOf = ({ vessel }: AuditEntry): Hole =>
  vessel !== null && html`<a href="${`/vessels/${vessel.id}`}">${vessel.name}</a>: `

/** What a person gave as the reason stands in quotes; the reason of an incident is in its words. */
function whyOf({ why, by, subject }: AuditEntry): Hole {
  if (why === null) return null
  if (by.kind !== 'hub' && by.kind !== 'vessel') return ` – “${why}”`
  return !isCode(why) && subject !== 'incident' && html` <span class="muted">(${why})</span>`
}

/** `never-was`: the sentence says it in words, and what it is called in the log stands among the details. */
const isCode = (why: string): boolean => /^[a-z]+(-[a-z]+)*$/.test(why)

/** What somebody needs who checks it. */
function details(entry: AuditEntry, within: 'audit' | 'trail'): Html {
  const { at, learnedAt, why, vessel, incidents, facts, correlation, position, index, type } = entry
  const trails =
    within === 'audit' &&
    vessel !== null &&
    incidents.map((id) => html`<dt>trail</dt><dd><a href="${incidentAddress(vessel.id, id)}">${id}</a></dd>`)
  return html`<details><summary>Details</summary><dl class="facts">${at !== learnedAt && html`<dt>true since</dt><dd>${time(at, utcExact(at))}</dd>`}${why !== null && html`<dt>reason</dt><dd>${why}</dd>`}${facts.map(
    ({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`,
  )}${trails}<dt>name in the log</dt><dd><code>${type}</code></dd><dt>correlation id</dt><dd><code>${correlation}</code></dd><dt>place in the log</dt><dd>${position}.${index}</dd></dl></details>`
}
