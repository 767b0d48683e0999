import { type Ticket, type Tickets, ticketStage } from '../../../shared/api/ticket.ts'
import { choice, day, filterForm, lastDay } from '../../filter.ts'
import { time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { personName } from '../../person.ts'
import { incidentAddress } from './incidents.ts'
import { groupChoice, type ListView, nothing, pager, takeaway, vesselChoice } from './parts.ts'

export type TicketsView = ListView & { readonly tickets: Tickets }

/** Every ticket that somebody approved, and how it stands. */
export function ticketsMain(view: TicketsView): Html {
  const { tickets, asked } = view
  return html`<main id="main" class="narrow alerts">
<header class="title"><h1>Tickets</h1> <p>What was approved, and how it stands; the newest first</p></header>
${filterForm('/tickets', [
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
  vesselChoice(view),
  groupChoice(view),
  day('from', 'From', asked.from),
  lastDay('to', 'To', asked.to),
])}
${tickets.tickets.length === 0 ? nothing(asked, 'No ticket yet: none is ever opened without a yes in the approvals.') : html`<ol class="items">${tickets.tickets.map(ticketItem)}</ol>`}
${pager('/tickets', asked, tickets.next)}
${takeaway('tickets', asked)}
</main>`
}

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

/** One of them, wherever it stands. */
export function ticketItem(ticket: Ticket): Html {
  const { vessel, key, url, summary, severity, since, stillDown, by, wantedAt } = ticket
  return html`<li class="item" data-state="${stillDown || NEEDS_SOMEBODY.has(ticket.stage) ? 'open' : 'ended'}"><h2>${key !== null && url !== null ? html`<a href="${url}">${key}</a>` : html`<span class="muted">no key</span>`} ${summary}</h2>
${stillDown && html`<p class="refused"><strong>Closed in JIRA while it is down still.</strong></p>`}
<p class="span">${standing(ticket)}</p>
<p class="quiet"><strong class="severity">${severity}</strong> · <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a> · ${what(ticket)}${since !== null && [' since ', time(since)]} · approved by ${personName(by)} ${time(wantedAt)}</p>
${trails(ticket)}</li>`
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
  const seen = status !== null && statusAt !== null && [' · last seen ', STATUSES[status], ', ', time(statusAt)]
  return [html`<strong>${STAGES[stage]}</strong>`, reason, ', since ', time(stageSince), stage === 'linked' && seen]
}

const what = ({ components }: Ticket): string =>
  components.length === 0 ? 'not heard' : `${components.map(({ name }) => name).join(', ')} down`

/** Of several incidents each by its name. */
const trails = ({ vessel, incidents }: Ticket): Hole =>
  incidents.length > 0 &&
  html`<p class="more">${incidents.map((id, at) => [at > 0 && ' · ', html`<a href="${incidentAddress(vessel.id, id)}">${incidents.length === 1 ? 'Everything about it' : `Everything about ${id}`}</a>`])}</p>`
