import type { Proposal } from '../../shared/api/proposal.ts'
import { type Hole, type Html, html } from '../html.ts'

type Ticket = NonNullable<Proposal['ticket']>

/** Where the proposal of a ticket stands on the page of approvals. */
export const proposalAnchor = (vessel: string, proposal: string): string => `proposal-${vessel}-${proposal}`

const STAGES: Readonly<Record<Ticket['stage'], string>> = {
  ready: 'The ticket waits to be sent',
  sending: 'The ticket is being sent',
  unknown: 'JIRA may have made the ticket or not: that is looked into before anything is sent again',
  refused: 'JIRA refused the ticket',
  parked: 'JIRA lets nobody in: the ticket waits',
  held: 'It was over before the ticket was sent, so nothing of it is in JIRA',
  dropped: 'No ticket was made',
  linked: 'Ticket',
  closed: 'Closed ticket',
}

const DOUBTS: Readonly<Record<NonNullable<Ticket['doubt']>, string>> = {
  recovering: 'it is up just now, so that is waited for; if it stays up, you are asked again',
  settling: 'the vessel is heard again, and is telling what was measured meanwhile',
}

/** How the ticket of a proposal stands, and what a person can do where JIRA has none. */
export function ticketHtml({ id, vessel, ticket, draft }: Proposal, mayDecide: boolean): Hole {
  if (ticket === null) return null
  const { stage, key, url, why, looks, doubt, stillDown } = ticket
  const issue = key !== null && url !== null && html` <a href="${url}">${key}</a>`
  return [
    html`<p class="kept" data-ticket="${stage}">${STAGES[stage]}${issue}${looks !== null && ` (looked ${looks.done} of ${looks.of} times)`}${doubt === null ? why !== null && stage !== 'held' && `: ${why}` : `: ${DOUBTS[doubt]}`}</p>`,
    stillDown && html`<p class="kept refused"><strong>Closed in JIRA while it is still down.</strong></p>`,
    (stage === 'refused' || stage === 'held') &&
      (mayDecide
        ? deedForms(`/vessels/${vessel.id}/tickets/${id}`, id, draft.summary)
        : html`<p class="muted">Whoever has the role approver decides what becomes of it.</p>`),
  ]
}

const deedForms = (address: string, id: string, summary: string): Html => html`<div class="actions">
<details><summary>Send it</summary><form method="post" action="${`${address}/send`}">
<p class="field"><label for="${`${id}-again`}">Summary</label> <input id="${`${id}-again`}" name="summary" value="${summary}" maxlength="255"></p>
<button type="submit">Send it</button>
</form></details>
<details><summary>Make no ticket</summary><form method="post" action="${`${address}/drop`}">
<p class="field"><label for="${`${id}-why`}">Why</label> <input id="${`${id}-why`}" name="reason" maxlength="500"></p>
<button type="submit">Make no ticket</button>
</form></details>
</div>`
