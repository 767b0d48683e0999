import type { Proposal } from '../../../shared/api/proposal.ts'
import { lasting, secondsOf, time } from '../../format.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { previewHtml } from './evidence.ts'
import { SNOOZES } from './forms.ts'
import { REJECTIONS, titleWords } from './words.ts'

/** What can be decided about several at once. */
export const TOGETHER = ['approve', 'reject', 'snooze'] as const
export type Together = (typeof TOGETHER)[number]

/** No more than somebody looks at one by one. */
export const MOST_TOGETHER = 20

export type TogetherView = {
  readonly now: string
  readonly what: Together
  readonly proposals: readonly Proposal[]
  /** Of those that were chosen, how many do not wait any more. */
  readonly gone: number
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

const TITLES: Readonly<Record<Together, string>> = {
  approve: 'Approve these',
  reject: 'Reject these',
  snooze: 'Snooze these',
}

/** Each one is listed as it is now, and one confirmation decides them all. */
export const togetherMain = (view: TogetherView): Html => html`<main id="main" class="narrow approvals">
<p class="path"><a href="/approvals">Back without deciding</a></p>
<header class="title"><h1>${TITLES[view.what]}: ${view.proposals.length}</h1></header>
${view.gone > 0 && html`<p class="refused">${view.gone} of those that were chosen ${view.gone === 1 ? 'does' : 'do'} not wait any more, and ${view.gone === 1 ? 'is' : 'are'} left out.</p>`}
${view.errors[''] !== undefined && html`<p class="refused" role="alert">${view.errors['']}</p>`}
${
  view.proposals.length === 0
    ? html`<p class="empty">Nothing that waits was chosen. Tick what belongs together on the page of approvals.</p>`
    : form(view)
}
</main>`

function form(view: TogetherView): Html {
  const { what, proposals, now } = view
  return html`<form method="post" action="/approvals/together">
<input type="hidden" name="do" value="${what}">
<ol class="listed">${proposals.map((one) => listed(one, what, now))}</ol>
${reason(view)}
<p class="confirm"><button type="submit" class="yes">${confirmWords(what, proposals.length)}</button></p>
</form>`
}

function confirmWords(what: Together, count: number): string {
  const all = count === 1 ? 'this one' : count === 2 ? 'both' : `all ${count}`
  if (what === 'approve') return `Create ${count === 1 ? 'the ticket' : `the ${count} tickets`}`
  return what === 'reject' ? `Reject ${all}` : `Snooze ${all}`
}

function listed(proposal: Proposal, what: Together, now: string): Html {
  const { vessel, id, revision, since, severity, similar } = proposal
  const found = similar?.issues ?? []
  return html`<li class="proposal" data-severity="${severity}"><input type="hidden" name="item" value="${`${vessel.id}/${id}/${revision}`}">
<h2>${vessel.name}: ${titleWords(proposal)}</h2>
<p class="gist"><strong class="severity">${severity}</strong> · ${time(since, lasting(secondsOf(now) - secondsOf(since)))} · since ${time(since)}</p>
${found.length > 0 && html`<p class="note">Open in JIRA about it: ${found.map(({ key }) => key).join(', ')}. To link it, decide about it by itself.</p>`}
${what === 'approve' && html`<details><summary>What JIRA will get: ${proposal.draft.summary}</summary>${previewHtml(proposal, proposal.preview, false)}</details>`}</li>`
}

function reason({ what, values, errors }: TogetherView): Hole {
  if (what === 'approve') return null
  if (what === 'snooze') return radios('for', 'For how long', SNOOZES, values.for ?? '1d', errors.for)
  return [
    radios('why', 'Why', REJECTIONS, values.why ?? '', errors.why),
    html`<p class="field"><label for="together-note">Note (optional)</label> <input id="together-note" name="note" value="${values.note ?? ''}" maxlength="500" aria-invalid="${flag(errors.note !== undefined)}" aria-describedby="together-note-error"> <span class="error" id="together-note-error">${errors.note}</span></p>`,
  ]
}

function radios(
  name: string,
  legend: string,
  all: readonly (readonly [string, string])[],
  chosen: string,
  error: string | undefined,
): Html {
  const one = ([value, words]: readonly [string, string]): Html =>
    value === chosen
      ? html`<label class="radio"><input type="radio" name="${name}" value="${value}" checked> ${words}</label>`
      : html`<label class="radio"><input type="radio" name="${name}" value="${value}"> ${words}</label>`
  return html`<fieldset><legend>${legend}</legend>${error !== undefined && html`<p class="error" role="alert">${error}</p>`}${all.map(one)}</fieldset>`
}

export type Outcome = { readonly proposal: Proposal; readonly done: boolean; readonly words: string }

/** What came of each. */
export const outcomesMain = (what: Together, outcomes: readonly Outcome[]): Html => {
  const done = outcomes.filter((one) => one.done).length
  return html`<main id="main" class="narrow approvals">
<p class="path"><a href="/approvals">All approvals</a></p>
<header class="title"><h1>${DONE[what]}: ${done} of ${outcomes.length}</h1></header>
<ol class="listed">${outcomes.map(
    ({ proposal, done: isDone, words }) =>
      html`<li class="proposal decided" data-done="${flag(isDone)}"><h2><a href="${`/approvals/${proposal.vessel.id}/${proposal.id}`}">${proposal.vessel.name}: ${titleWords(proposal)}</a></h2><p>${!isDone && html`<strong>Nothing was decided.</strong> `}${words}</p></li>`,
  )}</ol>
</main>`
}

const DONE: Readonly<Record<Together, string>> = { approve: 'Approved', reject: 'Rejected', snooze: 'Snoozed' }
