import type { Preview, Proposal } from '../../../shared/api/proposal.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { option } from '../../option.ts'
import { previewHtml } from './evidence.ts'
import { type Decision, REJECTIONS, spelled } from './words.ts'

/** What somebody tried and what came of it: said where it was tried, with what was entered. */
export type TriedDecision = {
  readonly decision: Decision
  readonly values: Readonly<Record<string, string>>
  /** Per field; `''` for the whole. */
  readonly errors: Readonly<Record<string, string>>
  /** What is different from what was seen. */
  readonly differences?: readonly Difference[]
  /** Of what was edited. */
  readonly preview?: Preview | null
}

export type Difference = { readonly what: string; readonly before: string; readonly now: string }

export const SNOOZES = [
  ['4h', '4 hours'],
  ['1d', '1 day'],
  ['3d', '3 days'],
  ['7d', '7 days'],
] as const

const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const

/** Two taps for each: the one that opens it shows what the other one will do. */
export function decisionForms(proposal: Proposal, id: string, tried?: TriedDecision): Html {
  return html`<div class="decisions">
${panel(proposal, id, 'approve', 'Approve', approveFields(proposal, id, tried), tried)}
${panel(proposal, id, 'reject', 'Reject', rejectFields(proposal, id, tried), tried)}
${
  proposal.snoozedUntil === null
    ? panel(proposal, id, 'snooze', 'Snooze', snoozeFields(tried), tried?.decision === 'wake' ? asSnooze(tried) : tried)
    : panel(proposal, id, 'wake', 'End snooze', wakeFields(), tried)
}
${panel(proposal, id, 'link', 'Link', linkFields(proposal, id, tried), tried)}
</div>`
}

/** Where the snooze is over, what was said of ending it stands with what takes its place. */
const asSnooze = (tried: TriedDecision): TriedDecision => ({ ...tried, decision: 'snooze' })

function panel(
  { vessel, id: proposal, revision }: Proposal,
  id: string,
  decision: Decision,
  title: string,
  fields: Hole,
  tried?: TriedDecision,
): Html {
  const address = `/vessels/${vessel.id}/proposals/${proposal}/${decision}`
  const mine = tried?.decision === decision ? tried : undefined
  const inside = html`<summary>${title}</summary>
<form method="post" action="${address}" hx-post="${address}" hx-target="${`#${id}`}" hx-swap="outerHTML" hx-disable="findAll button">
<input type="hidden" name="revision" value="${revision}">
${mine !== undefined && refusalHtml(mine)}
${fields}
</form>`
  return mine === undefined
    ? html`<details class="decide" name="${`${id}-decide`}" id="${`${id}-${decision}`}">${inside}</details>`
    : // Of a group it would be shut when it takes the place of the one that is open.
      html`<details class="decide" id="${`${id}-${decision}`}" open>${inside}</details>`
}

function refusalHtml({ errors, differences = [] }: TriedDecision): Hole {
  const whole = errors['']
  if (whole === undefined) return null
  return html`<div class="refused" role="alert"><p><strong>Nothing was decided.</strong> ${whole}</p>
${differences.length > 0 && html`<dl class="differences">${differences.map(({ what, before, now }) => html`<div><dt>${what}</dt><dd><del>${before}</del> <span aria-hidden="true">→</span><span class="aloud">now</span> <ins>${now}</ins></dd></div>`)}</dl>`}</div>`
}

/** What is edited is sent with the yes; what it becomes can be looked at before. */
function approveFields(proposal: Proposal, id: string, tried?: TriedDecision): Hole {
  const { draft, vessel, preview } = proposal
  const mine = tried?.decision === 'approve' ? tried : undefined
  const values = mine?.values ?? {}
  const isEdited = mine?.preview !== undefined
  const address = `/vessels/${vessel.id}/proposals/${proposal.id}/preview`
  const severity = values.severity ?? draft.severity
  const inside = html`<summary>Edit summary, severity, description</summary>
${field(`${id}-summary`, 'Summary', mine?.errors.summary, (more) => html`<input id="${`${id}-summary`}" name="summary" value="${values.summary ?? draft.summary}" maxlength="255" aria-invalid="${flag(more)}" aria-describedby="${`${id}-summary-error`}">`)}
${field(`${id}-severity`, 'Severity', mine?.errors.severity, () => html`<select id="${`${id}-severity`}" name="severity">${SEVERITIES.map((one) => option(one, one, severity))}</select>`)}
${field(`${id}-description`, 'Description', mine?.errors.description, (more) => html`<textarea id="${`${id}-description`}" name="description" rows="8" maxlength="20000" aria-invalid="${flag(more)}" aria-describedby="${`${id}-description-error`}">${values.description ?? draft.text}</textarea>`)}
<p class="hint">An empty line begins a paragraph, “- ” an item, “# ” a heading.</p>
<p><button type="submit" formaction="${address}" hx-post="${address}" hx-target="${`#${id}`}" hx-swap="outerHTML">Show what JIRA will get</button></p>`
  return [
    previewHtml(proposal, mine?.preview ?? preview, isEdited),
    mine === undefined
      ? html`<details class="edit" id="${`${id}-edit`}">${inside}</details>`
      : html`<details class="edit" id="${`${id}-edit`}" open>${inside}</details>`,
    html`<p class="confirm"><button type="submit" class="yes">Create the ticket</button></p>`,
  ]
}

function rejectFields({ raiseAgainAfterS }: Proposal, id: string, tried?: TriedDecision): Hole {
  const mine = tried?.decision === 'reject' ? tried : undefined
  return [
    html`<p class="hint">For this outage only. It is proposed again when it has become graver, or is still down after ${spelled(raiseAgainAfterS)}.</p>`,
    field(
      `${id}-note`,
      'Note (optional)',
      mine?.errors.note,
      (more) =>
        // Of several lines, so that Enter does not press the first of the reasons.
        html`<textarea id="${`${id}-note`}" name="note" rows="1" maxlength="500" aria-invalid="${flag(more)}" aria-describedby="${`${id}-note-error`}">${mine?.values.note ?? ''}</textarea>`,
    ),
    choices('why', 'Reject because', REJECTIONS, mine?.errors.why),
  ]
}

const snoozeFields = (tried?: TriedDecision): Hole => [
  html`<p class="hint">Nobody is reminded meanwhile; it comes back by itself, sooner when it becomes graver.</p>`,
  choices('for', 'Snooze for', SNOOZES, tried?.decision === 'snooze' ? tried.errors.for : undefined),
]

const wakeFields = (): Hole => [
  html`<p class="hint">It waits for a decision again, is counted, and people are reminded of it.</p>`,
  html`<p><button type="submit">End the snooze</button></p>`,
]

/** Each choice decides at once. */
const choices = (
  name: string,
  label: string,
  all: readonly (readonly [string, string])[],
  error: string | undefined,
): Html =>
  html`<div class="codes" role="group" aria-label="${label}">${error !== undefined && html`<p class="error">${error}</p>`}${all.map(([value, words]) => html`<button type="submit" name="${name}" value="${value}">${words}</button>`)}</div>`

function linkFields({ similar }: Proposal, id: string, tried?: TriedDecision): Hole {
  const mine = tried?.decision === 'link' ? tried : undefined
  const found = similar?.issues ?? []
  return [
    html`<p class="hint">No issue is created: the evidence becomes a comment in the one that you name, and it is followed from here.</p>`,
    field(
      `${id}-key`,
      'Key of the issue, as in OPS-123',
      mine?.errors.key,
      (more) =>
        html`<input id="${`${id}-key`}" name="key" value="${mine?.values.key ?? ''}" maxlength="40" autocapitalize="characters" autocomplete="off" aria-invalid="${flag(more)}" aria-describedby="${`${id}-key-error`}">`,
    ),
    // Before those that were found, so that Enter takes the key that was typed.
    html`<p><button type="submit">Link to this issue</button></p>`,
    found.length > 0 &&
      html`<div class="codes" role="group" aria-label="Link to one that is open">${found.map(({ key, summary }) => html`<button type="submit" name="found" value="${key}" formnovalidate>${key}: ${summary}</button>`)}</div>`,
  ]
}

function field(id: string, label: string, error: string | undefined, input: (invalid: boolean) => Html): Html {
  return html`<p class="field"><label for="${id}">${label}</label> ${input(error !== undefined)} <span class="error" id="${`${id}-error`}">${error}</span></p>`
}
