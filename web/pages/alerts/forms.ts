import type { Alert } from '../../../shared/api/alert.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { option } from '../../option.ts'

export type AlertAction = 'acknowledge' | 'release' | 'snooze' | 'wake' | 'note'
export type Field = 'for' | 'reason' | 'owner' | 'note'

/** What somebody tried, and what came of it. */
export type Attempt = {
  readonly action: AlertAction
  readonly values: Readonly<Partial<Record<Field, string>>>
  readonly errors: Readonly<Partial<Record<Field, string>>>
  /** Somebody else was faster. */
  readonly conflict: boolean
}

/** For how long, as the forms offer it. */
export const LENGTHS = [
  ['1h', '1 hour'],
  ['4h', '4 hours'],
  ['8h', '8 hours'],
  ['1d', '1 day'],
  ['3d', '3 days'],
  ['7d', '7 days'],
  ['30d', '30 days'],
] as const

type Form = {
  readonly action: AlertAction
  /** Of what opens it, where there is little room. */
  readonly short: string
  readonly title: string
  readonly fields: readonly Field[]
}

/** What fits the alert as it is: what stands can be taken back, what does not can be said. */
const formsFor = ({ acknowledged, snoozed }: Alert): readonly Form[] => [
  acknowledged === null
    ? { action: 'acknowledge', short: 'Acknowledge', title: 'Acknowledge', fields: ['for', 'reason'] }
    : { action: 'release', short: 'Take back', title: 'Take back the acknowledgement', fields: ['reason'] },
  snoozed === null
    ? { action: 'snooze', short: 'Snooze', title: 'Snooze', fields: ['for', 'reason'] }
    : { action: 'wake', short: 'End snooze', title: 'End the snooze', fields: ['reason'] },
  { action: 'note', short: 'Note', title: 'Keep owner and note', fields: ['owner', 'note'] },
]

/** Where the forms of an alert stand, so that what takes their place is drawn as it was. */
export type FormPlace = { readonly back: string; readonly isLine: boolean; readonly attempt?: Attempt | undefined }

/** The forms of an alert, each behind its title; with and without script. */
export const actionForms = (alert: Alert, element: string, place: FormPlace): Html =>
  html`<div class="actions">${formsFor(alert).map((form) => actionForm(alert, form, element, place))}</div>`

function actionForm(alert: Alert, form: Form, element: string, { back, isLine, ...place }: FormPlace): Html {
  const attempt = place.attempt?.action === form.action ? place.attempt : undefined
  const id = `${element}-${form.action}`
  const address = `/vessels/${alert.vessel.id}/alerts/${alert.id}/${form.action}`
  const inside = html`<summary>${form.short}</summary>
<form method="post" action="${address}" hx-post="${address}" hx-target="${`#${element}`}" hx-swap="outerHTML">
<input type="hidden" name="back" value="${back}">${isLine && html`<input type="hidden" name="line" value="yes">`}
${form.fields.map((field) => fieldFor(field, form.action, id, alert, attempt))}
<button type="submit" class="yes">${form.title}</button>
</form>`
  return attempt === undefined
    ? html`<details id="${id}" name="${`${element}-do`}">${inside}</details>`
    : // Of a group it would be shut when it takes the place of the one that is open.
      html`<details id="${id}" open>${inside}</details>`
}

const LABELS: Readonly<Record<Field, string>> = {
  for: 'For',
  reason: 'Why (optional)',
  owner: 'Owner',
  note: 'Note',
}

/** All of a vessel at once: those that were seen, and of them those that nobody has acknowledged. */
export function acknowledgeAll(alerts: readonly Alert[], element: string, back: string): Hole {
  const [first, ...rest] = alerts.filter(({ acknowledged }) => acknowledged === null)
  if (first === undefined || rest.length === 0) return null
  const address = `/vessels/${first.vessel.id}/alerts/acknowledge`
  const all = `Acknowledge ${rest.length + 1 === alerts.length ? 'all' : 'the other'} ${rest.length + 1}`
  const id = `${element}-acknowledge`
  return html`<div class="actions"><details id="${id}"><summary>${all}</summary>
<form method="post" action="${address}" hx-post="${address}" hx-target="${`#${element}`}" hx-swap="outerHTML">
<input type="hidden" name="back" value="${back}">${alerts.map((one) => html`<input type="hidden" name="shown" value="${one.id}">`)}${[first, ...rest].map((one) => html`<input type="hidden" name="alert" value="${one.id}">`)}
${(['for', 'reason'] as const).map((field) => fieldFor(field, 'acknowledge', id, first))}
<button type="submit" class="yes">${all}</button>
</form></details></div>`
}

function fieldFor(field: Field, action: AlertAction, form: string, alert: Alert, attempt?: Attempt): Html {
  const id = `${form}-${field}`
  const error = attempt?.errors[field]
  const given = attempt?.values[field]
  const known = field === 'owner' ? alert.owner : field === 'note' ? alert.note : null
  const input =
    field === 'for'
      ? lengthChoice(id, action, given)
      : html`<input id="${id}" name="${field}" value="${given ?? known ?? ''}" maxlength="${MOST[field]}" autocomplete="off" aria-invalid="${flag(error !== undefined)}" aria-describedby="${`${id}-error`}">`
  return html`<p class="field"><label for="${id}">${LABELS[field]}</label> ${input} <span class="error" id="${`${id}-error`}">${error}</span></p>`
}

/** How long a text may be. */
export const MOST: Readonly<Record<Exclude<Field, 'for'>, number>> = { reason: 500, note: 500, owner: 60 }

function lengthChoice(id: string, action: AlertAction, given: string | undefined): Html {
  const chosen = given ?? (action === 'snooze' ? '8h' : '')
  return html`<select id="${id}" name="for">${action === 'acknowledge' && option('', 'until somebody takes it back', chosen)}${LENGTHS.map(([value, words]) => option(value, words, chosen))}</select>`
}
