import { DAYS, NTH_WORDS, NTHS, WEEKDAYS } from '../../../shared/pattern.ts'
import { echo } from '../../echo.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { option } from '../../option.ts'

/** What can be entered about maintenance, as the forms name it. */
export const MAINTENANCE_FIELDS = [
  'vessel',
  'group',
  'component',
  'category',
  'reason',
  'repeats',
  'from',
  'to',
  'every',
  'weekdays',
  'day',
  'nth',
  'firstDay',
  'lastDay',
  'begins',
  'ends',
  'reviewAt',
  'zone',
  'sure',
] as const
export type MaintenanceField = (typeof MAINTENANCE_FIELDS)[number]

type Fields = Readonly<Partial<Record<MaintenanceField, string>>>

/** What was given, what is wrong with it, and what stands above when it was not done. */
export type Entry = { readonly values: Fields; readonly errors: Fields; readonly refusal: string | null }

/** How long a reason may be. */
export const MOST_REASON = 500

export const isTried = ({ refusal: words, errors }: Entry): boolean => words !== null || Object.keys(errors).length > 0

export const refusal = ({ refusal: words }: Entry): Hole =>
  words !== null && html`<p class="refused" role="alert"><strong>Nothing was changed.</strong> ${words}</p>`

/** A label, what is given with it, and what is wrong with that. */
export function field(
  { errors }: Entry,
  form: string,
  name: MaintenanceField,
  label: Hole,
  input: (id: string) => Html,
): Html {
  const id = `${form}-${name}`
  return html`<p class="field"><label for="${id}">${label}</label> ${input(id)} <span class="error" id="${`${id}-error`}">${errors[name]}</span></p>`
}

/** A day or a time, by the clocks that the form says. */
const input = (given: Entry, form: string, name: MaintenanceField, label: string, type: string): Html =>
  field(
    given,
    form,
    name,
    [
      label,
      ' ',
      echo(`${form}-${name}`, given.values[name] ?? '', { zone: given.values.zone ?? 'vessel', board: 'on board' }),
    ],
    (id) =>
      html`<input id="${id}" type="${type}" name="${name}" value="${given.values[name] ?? ''}" aria-invalid="${flag(given.errors[name] !== undefined)}" aria-describedby="${`${id}-error`}">`,
  )

export const why = (given: Entry, form: string): Html =>
  field(
    given,
    form,
    'reason',
    'Why',
    (id) =>
      html`<input id="${id}" name="reason" value="${given.values.reason ?? ''}" maxlength="${MOST_REASON}" required autocomplete="off" aria-invalid="${flag(given.errors.reason !== undefined)}" aria-describedby="${`${id}-error`}">`,
  )

export const choice = (
  given: Entry,
  form: string,
  name: MaintenanceField,
  label: string,
  options: readonly (readonly [value: string, words: string])[],
): Html =>
  field(
    given,
    form,
    name,
    label,
    (id) =>
      html`<select id="${id}" name="${name}">${options.map(([value, words]) => option(value, words, given.values[name] ?? ''))}</select>`,
  )

/** Once: from and to. */
export const onceFields = (given: Entry, form: string): Html => html`<div class="when once">
${input(given, form, 'from', 'From', 'datetime-local')}
${input(given, form, 'to', 'To (empty: no end is known)', 'datetime-local')}
</div>`

const REPEATS = [
  ['once', 'Once'],
  ['daily', 'Every day'],
  ['weekly', 'Every week'],
  ['monthly', 'Every month on a date'],
  ['monthly-weekday', 'Every month on a weekday'],
] as const

/** How often; what does not belong to the choice is hidden by the style of the page. */
export function repeatFields(given: Entry, form: string, withOnce: boolean): Html {
  const chosen = given.values.repeats || 'once'
  const radio = ([value, words]: (typeof REPEATS)[number]): Html => {
    const id = `${form}-repeats-${value}`
    return html`<label for="${id}">${
      value === chosen
        ? html`<input id="${id}" type="radio" name="repeats" value="${value}" checked>`
        : html`<input id="${id}" type="radio" name="repeats" value="${value}">`
    } ${words}</label>`
  }
  const offered = REPEATS.filter(([value]) => withOnce || value !== 'once')
  return html`<fieldset class="picks"><legend>How often</legend> ${offered.map(radio)} <span class="error">${given.errors.repeats}</span></fieldset>`
}

/** Again and again: on which days, from when to when. */
export const recurringFields = (given: Entry, form: string): Html => html`<div class="when recurring">
<div class="of-weekdays">${weekdayFields(given, form)}</div>
<div class="of-nth">${choice(
  given,
  form,
  'nth',
  'Which one of the month',
  NTHS.map((nth) => [String(nth), `the ${NTH_WORDS[nth]}`]),
)}</div>
<div class="of-day">${number(given, form, 'day', 'Day of the month (a shorter month: its last day)', 31)}</div>
<div class="pair">${input(given, form, 'begins', 'Begins', 'time')}${input(given, form, 'ends', 'Ends (if earlier: on the day after)', 'time')}</div>
<div class="pair">${input(given, form, 'firstDay', 'First day', 'date')}${input(given, form, 'lastDay', 'Last day (empty: none is known)', 'date')}</div>
${number(given, form, 'every', 'Every how many (1: each time, 2: every second)', 52)}
</div>`

const number = (given: Entry, form: string, name: 'day' | 'every', label: string, most: number): Html =>
  field(
    given,
    form,
    name,
    label,
    (id) =>
      html`<input id="${id}" type="number" class="short" min="1" max="${most}" name="${name}" value="${given.values[name] ?? '1'}" aria-invalid="${flag(given.errors[name] !== undefined)}" aria-describedby="${`${id}-error`}">`,
  )

function weekdayFields({ values, errors }: Entry, form: string): Html {
  const on = (values.weekdays ?? '').split(',')
  const box = (day: (typeof WEEKDAYS)[number]): Html => {
    const id = `${form}-${day}`
    return html`<label for="${id}">${
      on.includes(day)
        ? html`<input id="${id}" type="checkbox" name="${`on-${day}`}" aria-label="${DAYS[day]}" value="yes" checked>`
        : html`<input id="${id}" type="checkbox" name="${`on-${day}`}" aria-label="${DAYS[day]}" value="yes">`
    } ${DAYS[day].slice(0, 3)}</label>`
  }
  return html`<fieldset class="picks"><legend>On</legend> ${WEEKDAYS.map(box)} <span class="error">${errors.weekdays}</span></fieldset>`
}

/** By which clocks all the times of the form are meant. */
export const clocksField = (given: Entry, form: string, clocks: string): Html =>
  choice(given, form, 'zone', 'Times are by the clocks of', [
    ['vessel', clocks],
    ['UTC', 'UTC'],
  ])

/** What has no end is looked at again. */
export const reviewField = (given: Entry, form: string): Html =>
  input(given, form, 'reviewAt', 'If without an end: review on', 'datetime-local')
