import type { Health } from '../../../shared/api/problem.ts'
import type { Proposal, Proposals } from '../../../shared/api/proposal.ts'
import { type Counts, countPieces } from '../../counts.ts'
import { secondsOf } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import type { Piece } from '../../layout.ts'
import { banner } from '../banner.ts'
import { said } from '../said.ts'
import { proposalItem } from './proposal.ts'
import { spelled } from './words.ts'

export type ApprovalsView = {
  readonly proposals: Proposals
  readonly counts: Counts
  readonly health: Health
  /** Whether who looks may decide. */
  readonly mayDecide: boolean
}

/** Tickets that wait for a human, everything for the decision on one screen. */
export const approvalsMain = (view: ApprovalsView): Html => html`<main id="main" class="narrow approvals">
${banner(view.health)}
<header class="title"><h1>Approvals</h1> <p class="muted">A ticket is made only after a yes.</p></header>
${told(null).html}
${said}
${list(view)}
${view.mayDecide && together()}
</main>`

/** What changes by itself; whom somebody is just deciding about stays as it was seen. */
export const approvalsPiece = (view: ApprovalsView): Piece => ({
  id: 'approvals',
  html: list(view),
  also: [{ id: 'banner', html: banner(view.health) }, ...countPieces(view.counts)],
})

/** That somebody else was faster: it stands apart, so that the news that follows does not take it away. */
export const told = (words: string | null): Piece => ({
  id: 'told',
  html: html`<div id="told">${words !== null && html`<p class="refused" role="alert"><strong>Nothing was decided by you.</strong> ${words}</p>`}</div>`,
})

/** One by itself: where a form without script comes when it was refused, and where messages lead. */
export const approvalMain = (item: Html, title: string): Html => html`<main id="main" class="narrow approvals">
<p class="path"><a href="/approvals">All approvals</a></p>
<header class="title"><h1>${title}</h1></header>
${said}
<h2 class="aloud">The proposal</h2>
${item}
</main>`

const LATELY_S = 900
const MOST_DECIDED = 50

function list({ proposals: { proposals, at, ticketAfterS }, mayDecide }: ApprovalsView): Html {
  const items = (some: readonly Proposal[]): Hole => some.map((one) => proposalItem(one, { now: at, mayDecide }))
  const waiting = proposals.filter(({ stage }) => stage.kind === 'waiting')
  const resting = waiting.filter((one) => one.snoozedUntil !== null || one.held !== null)
  const calling = waiting.filter((one) => !resting.includes(one))
  const decided = proposals.filter(({ stage }) => stage.kind !== 'waiting')
  const stuck = decided.filter(({ ticket }) => ticket?.stage === 'refused' || ticket?.stage === 'held')
  const past = decided.filter((one) => !stuck.includes(one))
  const lately = past.filter(({ stage }) => stage.at !== null && secondsOf(at) - secondsOf(stage.at) < LATELY_S)
  const earlier = past.filter((one) => !lately.includes(one)).slice(0, MOST_DECIDED)
  return html`<div id="approvals">
${waiting.length + stuck.length === 0 && html`<p class="empty">Nothing waits for a decision. A ticket is proposed when something has been down for ${spelled(ticketAfterS)}, or misses its SLA day after day; none is ever made without a yes.</p>`}
${section('stuck', 'Not in JIRA: a person has to say how to go on', stuck, items)}
${section('waiting', 'Waiting, oldest first', calling, items)}
${section('resting', 'Snoozed or held', resting, items)}
${section('lately', 'Decided just now', lately, items)}
${earlier.length > 0 && html`<details id="history"><summary>Decided in the last weeks: ${earlier.length}</summary>${items(earlier)}</details>`}
<p class="muted">Every decision, with who and why, stays in the <a href="/audit?kind=proposal&by=people">audit trail</a>; what became of the tickets is under <a href="/tickets">Tickets</a>.</p>
</div>`
}

const section = (
  id: string,
  title: string,
  some: readonly Proposal[],
  items: (some: readonly Proposal[]) => Hole,
): Hole =>
  some.length > 0 &&
  html`<section id="${`approvals-${id}`}" aria-labelledby="${`approvals-${id}-title`}"><h2 id="${`approvals-${id}-title`}">${title} <span class="muted">${some.length}</span></h2>${items(some)}</section>`

/** Shown as soon as something is chosen. */
const together = (): Html => html`<form id="together" class="together" method="get" action="/approvals/together">
<p>With those that are chosen:</p>
<p><button type="submit" name="do" value="approve">Approve…</button> <button type="submit" name="do" value="reject">Reject…</button> <button type="submit" name="do" value="snooze">Snooze…</button></p>
</form>`
