import { type Ticket, type Tickets, ticketStage } from '../../../shared/api/ticket.ts'
import { choice, days, filterForm, groupChoice, vesselChoice } from '../../filter.ts'
import { time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { personName } from '../../person.ts'
import { recoveryWords } from '../../recovery.ts'
import { incidentAddress } from './incidents.ts'
import { type ListView, nothing, pager, takeaway } from './parts.ts'

export type TicketsView = ListView & { readonly tickets: Tickets }

/** Every ticket that somebody approved, and how it stands. */
export function ticketsMain({ tickets, asked, vessels, groups }: TicketsView): Html {
  return html`<main id="main" class="narrow listing">
<header class="title"><h1>Tickets</h1> <p>What was approved, and how it stands; the newest first</p></header>
${filterForm('/tickets', asked, [
  choice(
    'stage',
    'State',
    asked.stage,
    ticketStage.options.map((stage) => [stage, STAGES[stage]]),
  ),
  choice('stillDown', 'Closed while down', asked.stillDown, [
    ['yes', 'yes'],
    ['no', 'no'],
  ]),
  vesselChoice(asked, vessels),
  groupChoice(asked, groups),
  ...days(asked),
])}
${tickets.tickets.length === 0 ? nothing(asked, 'No ticket yet: none is ever opened without a yes in the approvals.') : ticketTable(tickets.tickets, 'fleet')}
${pager('/tickets', asked, tickets.next)}
${takeaway('tickets', asked)}
</main>`
}

/** How each of them stands; of one vessel without its name. */
export const ticketTable = (tickets: readonly Ticket[], of: 'fleet' | 'vessel'): Html =>
  html`<table class="rows"><caption class="aloud">Tickets</caption>
<thead><tr><th scope="col">Ticket</th>${of === 'fleet' && html`<th scope="col">Vessel</th>`}<th scope="col">Severity</th><th scope="col">How it stands</th><th scope="col">Outage</th><th scope="col">Approved</th></tr></thead>
<tbody>${tickets.map((ticket) => row(ticket, of))}</tbody></table>`

function row(ticket: Ticket, of: 'fleet' | 'vessel'): Html {
  const { vessel, stage, summary, severity, stillDown, by, wantedAt } = ticket
  return html`<tr data-state="${(stillDown && ticket.recovery === null) || NEEDS_SOMEBODY.has(stage) ? 'open' : 'ended'}"><th scope="row" class="words">${ticketKey(ticket)} <span class="summary">${summary}</span></th>
${of === 'fleet' && html`<td class="whose"><a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></td>`}
<td class="severity">${severity}</td>
<td class="words">${stillDown && html`<p class="refused"><strong>Closed in JIRA ${ticket.recovery === null ? 'while it is still down' : 'before it was over'}.</strong></p>`}${standing(ticket)}</td>
<td class="words">${outage(ticket)}</td>
<td class="words">${time(wantedAt)} by ${personName(by)}</td></tr>`
}

const ticketKey = ({ key, url }: Ticket): Html =>
  key !== null && url !== null ? html`<a href="${url}">${key}</a>` : html`<span class="muted">no key</span>`

export const STAGES: Readonly<Record<Ticket['stage'], string>> = {
  ready: 'Waits to be sent',
  sending: 'Being sent',
  unknown: 'Not known whether it was made',
  refused: 'Refused by JIRA',
  parked: 'Waits: JIRA lets nobody in',
  held: 'Held: it was over before it was sent',
  dropped: 'Dropped: no ticket was made',
  linked: 'In JIRA',
  closed: 'Closed',
}

const STATUSES: Readonly<Record<NonNullable<Ticket['status']>, string>> = {
  new: 'to do',
  'in-progress': 'in progress',
  done: 'done',
}

const NEEDS_SOMEBODY: ReadonlySet<Ticket['stage']> = new Set(['unknown', 'refused', 'parked', 'held'])

function standing({ stage, stageSince, why, status, statusAt, closed }: Ticket): Hole {
  const reason = why !== null && `: ${why}`
  if (stage === 'closed' && closed?.how === 'missing')
    return [html`<strong>Gone</strong>`, ': the issue is not there any more, seen ', time(closed.at)]
  if (stage === 'closed')
    return [
      html`<strong>Closed</strong>`,
      closed?.resolution !== null && closed !== null && ` as ${closed.resolution}`,
      ', seen ',
      time(stageSince),
    ]
  const seen = status !== null && statusAt !== null && [` · status “${STATUSES[status]}”, seen `, time(statusAt)]
  return [html`<strong>${STAGES[stage]}</strong>`, reason, ', since ', time(stageSince), stage === 'linked' && seen]
}

/** What was down, each incident with its trail. */
function outage(ticket: Ticket): Hole {
  const { vessel, components, incidents } = ticket
  const what = components.length === 0 ? 'Silent' : `${components.map(({ name }) => name).join(', ')} down`
  const [only, ...more] = incidents
  const link = (id: string, words: string) => html`<a href="${incidentAddress(vessel.id, id)}">${words}</a>`
  const trails = more.length > 0 && incidents.map((id, at) => [' ', link(id, `trail ${at + 1}`)])
  return [only === undefined || trails ? what : link(only, what), spanOf(ticket), trails]
}

function spanOf({ since, ended, recovery }: Ticket): Hole {
  if (since === null) return null
  if (ended !== null) return [', ', time(since), ' to ', time(ended)]
  return recovery === null ? [' since ', time(since)] : [' from ', time(since), ', ', recoveryWords(recovery)]
}
