import type { Health } from '../../shared/api/problem.ts'
import type { Proposal, Proposals } from '../../shared/api/proposal.ts'
import { type Counts, countPieces } from '../counts.ts'
import { ago, lasting, percent, secondsOf, time } from '../format.ts'
import { flag, type Hole, type Html, html } from '../html.ts'
import type { Piece } from '../layout.ts'
import { banner } from './banner.ts'
import { proposalAnchor, ticketHtml } from './ticket.ts'

export type ApprovalsView = { readonly proposals: Proposals; readonly counts: Counts; readonly health: Health }
export type Decision = 'approve' | 'reject' | 'snooze' | 'link'

/** What somebody tried and what came of it: said where it was tried, with what was entered. */
export type TriedDecision = {
  readonly decision: Decision
  readonly values: Readonly<Record<string, string>>
  /** Per field; `''` for the whole. */
  readonly errors: Readonly<Record<string, string>>
}

/** Tickets that wait for a human, everything for the decision on one screen. */
export const approvalsMain = (view: ApprovalsView): Html => html`<main id="main" class="narrow alerts">
${banner(view.health)}
<header class="title"><h1>Approvals</h1></header>
${list(view)}
</main>`

/** What changes by itself. */
export const approvalsPiece = (view: ApprovalsView): Piece => ({
  id: 'approvals',
  html: list(view),
  also: [{ id: 'banner', html: banner(view.health) }, ...countPieces(view.counts)],
})

const list = ({ proposals }: ApprovalsView): Html => html`<div id="approvals">
${
  proposals.waiting === 0 &&
  html`<p class="empty">Nothing waits for a decision. A ticket is proposed when something has been down for as long as ticketAfter says (three days unless it is configured otherwise); none is ever opened without a yes.</p>`
}
${proposals.proposals.map((proposal) => proposalItem(proposal, proposals.at))}
</div>`

/** When it was refused and there is no script to say so in its place. */
export const approvalMain = (item: Html): Html => html`<main id="main" class="narrow alerts">
<p class="path"><a href="/approvals">Back without deciding</a></p>
<header class="title"><h1>Not done</h1></header>
${item}
</main>`

export const proposalElement = ({ vessel, id }: Proposal): string => proposalAnchor(vessel.id, id)

export function proposalItem(proposal: Proposal, now: string, tried?: TriedDecision): Html {
  const { vessel, severity, since, stage, draft } = proposal
  const what =
    proposal.components.length === 0 ? 'not heard' : `${proposal.components.map(({ name }) => name).join(', ')} down`
  return html`<article class="alert" id="${proposalElement(proposal)}" data-kind="${proposal.reason}" data-state="${stage.kind}" data-severity="${severity}" data-hold="${flag(tried !== undefined)}">
<header><h2><a href="${`/vessels/${vessel.id}`}">${vessel.name}</a>: ${proposal.reason === 'chronic' ? `${what} again and again` : what}</h2>
<p><strong>${time(since, lasting(secondsOf(now) - secondsOf(since)))}</strong></p></header>
${tried?.errors[''] !== undefined && html`<p class="refused" role="alert"><strong>Nothing was decided.</strong> ${tried.errors['']}</p>`}
<p><strong class="severity">${severity}</strong> · since ${time(since)} · ${proposal.seen === 'silent' ? 'concluded from silence: the vessel was not heard' : 'measured on board'}${proposal.missedDays !== null && ` · missed its SLA on ${proposal.missedDays} of the last days`}</p>
<p class="quiet">Uptime when it was proposed: 24 h ${share(proposal.uptime['24h'])} · 7 d ${share(proposal.uptime['7d'])} · 30 d ${share(proposal.uptime['30d'])}</p>
${standing(proposal, now)}
<details id="${`${proposalElement(proposal)}-draft`}"><summary>The ticket: ${draft.summary}</summary>${draft.blocks.map(blockHtml)}</details>
${stage.kind === 'waiting' && decisionForms(proposal, tried)}
</article>`
}

const share = (uptime: number | null): string => (uptime === null ? '—' : `${percent(uptime)} %`)

function blockHtml(block: Proposal['draft']['blocks'][number]): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h3>${block.text}</h3>`
    case 'text':
      return html`<p>${block.text}</p>`
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`
    case 'link':
      return html`<p>${block.text}: ${block.href}</p>`
  }
}

const ENDS: Readonly<Record<Proposal['stage']['kind'], string>> = {
  waiting: 'Waits for a decision',
  approved: 'Approved',
  linked: 'Linked to an issue that was there',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn by itself',
  expired: 'Expired without a decision',
}

const WITHDRAWN: Readonly<Record<string, string>> = {
  recovered: 'it works again',
  'link-only': 'the vessel is heard again, and nothing was down behind its silence',
  told: 'the vessel has told what was measured meanwhile',
  'never-was': 'what the vessel told later says that it never was',
  'not-watched': 'it is not watched any more',
  'too-young': 'it is younger than was thought',
  excused: 'all of its time is excused',
}

function standing(proposal: Proposal, now: string): Hole {
  const { stage, snoozedUntil } = proposal
  const why = stage.kind === 'withdrawn' ? (WITHDRAWN[stage.why ?? ''] ?? stage.why) : stage.why
  return [
    stage.kind !== 'waiting' &&
      html`<p class="kept" role="status">${ENDS[stage.kind]}${stage.by !== null && ` by ${stage.by}`} ${stage.at !== null && ago(stage.at, now)}${why !== null && `: ${why}`}</p>`,
    snoozedUntil !== null && stage.kind === 'waiting' && html`<p class="kept">Snoozed until ${time(snoozedUntil)}</p>`,
    ticketHtml(proposal),
  ]
}

const REJECTIONS = [
  ['known', 'Known: somebody is on it'],
  ['planned', 'Planned work'],
  ['not-ours', 'Not ours'],
  ['false-alarm', 'False alarm'],
  ['handled', 'Handled already'],
  ['other', 'Another reason (say which)'],
] as const

const SNOOZES = [
  ['4h', '4 hours'],
  ['1d', '1 day'],
  ['3d', '3 days'],
  ['7d', '7 days'],
] as const

function decisionForms(proposal: Proposal, tried?: TriedDecision): Html {
  return html`<div class="actions">
${form(proposal, 'approve', 'Approve and create the ticket', [['summary', 'Summary', proposal.draft.summary, 255]], tried)}
${form(proposal, 'link', 'Link to an issue that exists', [['key', 'Its key, as in OPS-123', '', 40]], tried)}
${form(
  proposal,
  'reject',
  'Reject',
  [
    ['why', 'Why', REJECTIONS],
    ['note', 'Note', '', 500],
  ],
  tried,
)}
${form(proposal, 'snooze', 'Snooze', [['for', 'For', SNOOZES]], tried)}
</div>`
}

type FieldSpec =
  | readonly [name: string, label: string, value: string, most: number]
  | readonly [name: string, label: string, options: readonly (readonly [string, string])[]]

function form(
  proposal: Proposal,
  decision: Decision,
  title: string,
  fields: readonly FieldSpec[],
  tried?: TriedDecision,
): Html {
  const element = proposalElement(proposal)
  const address = `/vessels/${proposal.vessel.id}/proposals/${proposal.id}/${decision}`
  const mine = tried?.decision === decision ? tried : undefined
  const inside = html`<summary>${title}</summary>
<form method="post" action="${address}" hx-post="${address}" hx-target="${`#${element}`}" hx-swap="outerHTML">
<input type="hidden" name="revision" value="${proposal.revision}">
${fields.map((field) => fieldHtml(field, `${element}-${decision}`, mine))}
<button type="submit">${title}</button>
</form>`
  return mine === undefined
    ? html`<details id="${`${element}-${decision}`}">${inside}</details>`
    : html`<details id="${`${element}-${decision}`}" open>${inside}</details>`
}

function fieldHtml(field: FieldSpec, formId: string, tried: TriedDecision | undefined): Html {
  const [name, label] = field
  const id = `${formId}-${name}`
  const error = tried?.errors[name]
  const given = tried?.values[name]
  const input =
    field.length === 4
      ? html`<input id="${id}" name="${name}" value="${given ?? field[2]}" maxlength="${field[3]}" aria-invalid="${flag(error !== undefined)}" aria-describedby="${`${id}-error`}">`
      : html`<select id="${id}" name="${name}">${field[2].map(([value, words]) => option(value, words, given))}</select>`
  return html`<p class="field"><label for="${id}">${label}</label> ${input} <span class="error" id="${`${id}-error`}">${error}</span></p>`
}

const option = (value: string, words: string, given: string | undefined): Html =>
  value === given
    ? html`<option value="${value}" selected>${words}</option>`
    : html`<option value="${value}">${words}</option>`
