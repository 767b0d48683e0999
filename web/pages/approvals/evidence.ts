import type { Preview, Proposal } from '../../../shared/api/proposal.ts'
import { ago, duration, lasting, percent, secondsOf, time } from '../../format.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { personName } from '../../person.ts'
import { weekStrip } from '../reckoning/intervals.ts'

type Evidence = NonNullable<Proposal['evidence']>

/** What is known as of now: the week and the figures of each component, and what there was before. */
export function evidenceHtml(proposal: Proposal, evidence: Evidence, now: string, id: string): Html {
  const { week, components } = evidence
  const span = { from: secondsOf(week.from), to: secondsOf(week.to) }
  return html`<div class="evidence"><div>
${components.map(
  ({
    name,
    uptime,
    intervals,
  }) => html`<div class="component"><p class="line"><strong>${name}</strong> <span class="shares">${shares(uptime)}</span></p>
${weekStrip(name, span, intervals)}</div>`,
)}
${components.length > 0 && html`<p class="hours" aria-hidden="true"><span>7 days ago</span><span>now</span></p>`}
</div><div>
${notesHtml(proposal.vessel, evidence.notes, now)}
${similarHtml(proposal, now)}
${earlierHtml(proposal, evidence, id)}
</div></div>`
}

const shares = (uptime: Proposal['uptime']): Hole =>
  (['24h', '7d', '30d'] as const).map(
    (window) =>
      html`<span><span class="muted">${window.replace(/(\d+)/, '$1 ')}</span> <b>${uptime[window] === null ? '—' : `${percent(uptime[window])} %`}</b></span> `,
  )

const MOST_NOTES = 3

/** What people wrote down about the vessel: it may say why a ticket is not wanted. */
const notesHtml = ({ id, name }: Proposal['vessel'], notes: Evidence['notes'], now: string): Hole =>
  notes.length > 0 &&
  html`<div class="noted"><p><strong>Notes on ${name}</strong></p><ul>${notes
    .slice(0, MOST_NOTES)
    .map(
      ({ text, by, at }) =>
        html`<li><span class="words">${text}</span> <span class="muted">${personName(by)}, ${ago(at, now)}</span></li>`,
    )}</ul>${
    notes.length > MOST_NOTES && html`<p><a href="${`/vessels/${id}#notes`}">${notes.length - MOST_NOTES} more</a></p>`
  }</div>`

function similarHtml({ similar, vessel }: Proposal, now: string): Hole {
  if (similar === null)
    return html`<p class="jira">No tracker is configured: an approved ticket waits until one is.</p>`
  const { at, why, issues } = similar
  const asked = at === null ? null : html`<span class="muted">asked ${ago(at, now)}</span>`
  const trouble = why !== null && html` <span class="muted">It cannot be asked now: ${why}</span>`
  if (issues.length > 0)
    return html`<div class="jira found"><p><strong>Open in JIRA about ${vessel.name}</strong> ${asked}${trouble}</p><ul>${issues.map(
      ({ key, url, summary, status }) =>
        html`<li>${url === '' ? key : html`<a href="${url}">${key}</a>`} ${summary} <span class="muted">(${status === 'in-progress' ? 'in progress' : 'not begun'})</span></li>`,
    )}</ul></div>`
  return html`<p class="jira">${at === null ? (why === null ? 'JIRA is being asked for open issues about it …' : '') : html`JIRA has no open issue about ${vessel.name} ${asked}`}${trouble}</p>`
}

function earlierHtml({ vessel, incidents: own }: Proposal, { incidents, tickets }: Evidence, id: string): Hole {
  const trail = own.map((one) => html` <a href="${`/incidents/${vessel.id}/${one}`}">Its trail</a>`)
  if (incidents.length + tickets.length === 0)
    return html`<p class="muted">No earlier outage or ticket of the same in the last 36 days.${trail}</p>`
  const counts = [
    incidents.length > 0 && `${incidents.length} earlier ${incidents.length === 1 ? 'outage' : 'outages'}`,
    tickets.length > 0 && `${tickets.length} earlier ${tickets.length === 1 ? 'ticket' : 'tickets'}`,
  ].filter((words) => words !== false)
  return html`<details class="earlier" id="${`${id}-earlier`}"><summary>${counts.join(', ')}</summary><ul>
${incidents.map(
  ({ id: incident, component, began, ended, downS }) =>
    html`<li><a href="${`/incidents/${vessel.id}/${incident}`}">${time(began)}</a>: ${component === null ? `silent for ${lasting(secondsOf(ended) - secondsOf(began))}` : `${component.name} down for ${duration(downS)}`}</li>`,
)}${tickets.map(
  ({ key, url, summary, at, stage }) =>
    html`<li>${time(at)}: ${key !== null && url !== null && url !== '' ? html`<a href="${url}">${key}</a>` : (key ?? 'ticket')} ${summary} <span class="muted">(${stage})</span></li>`,
)}</ul>${trail.length > 0 && html`<p>${trail}</p>`}</details>`
}

/** The issue as the tracker will get it, from the very request. */
export function previewHtml(proposal: Proposal, preview: Preview | null, edited: boolean): Html {
  const { draft } = proposal
  const blocks = (preview ?? draft).blocks
  const [first, ...fields] = preview?.fields ?? [{ name: 'Summary', value: draft.summary }]
  return html`<section class="preview" tabindex="-1" data-edited="${flag(edited)}" aria-label="What JIRA will get">
<p class="muted">${targetWords(preview)}${edited && ' With what you changed.'}</p>
${first !== undefined && html`<p class="summary">${first.value}</p>`}
${fields.length > 0 && html`<dl>${fields.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}
<div class="description">${blocks.map(blockHtml)}</div>
</section>`
}

function targetWords(preview: Preview | null): string {
  if (preview === null) return 'No tracker is configured yet: the ticket waits until one is.'
  if (preview.reopens !== null)
    return `${preview.reopens} was closed lately about the same: it is opened again, with this as a comment; where its workflow does not let it be, a new one is made and leads to it.`
  return `One new issue in ${preview.target}, exactly so:`
}

function blockHtml(block: Proposal['draft']['blocks'][number]): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h4>${block.text}</h4>`
    case 'text':
      return html`<p>${block.text}</p>`
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`
    case 'link':
      return /^https?:\/\//.test(block.href)
        ? html`<p><a href="${block.href}">${block.text}</a></p>`
        : html`<p>${block.text}: ${block.href}</p>`
  }
}
