import type { Excuse } from '../../shared/api/maintenance.ts'
import { CATEGORIES } from '../../shared/excuse.ts'
import { flag, type Hole, type Html, html } from '../html.ts'
import { categoryWords } from './category.ts'

/** What can be entered about maintenance, as the forms name it. */
export const MAINTENANCE_FIELDS = [
  'vessel',
  'component',
  'category',
  'reason',
  'from',
  'to',
  'reviewAt',
  'zone',
  'sure',
] as const
export type MaintenanceField = (typeof MAINTENANCE_FIELDS)[number]

type Fields = Readonly<Partial<Record<MaintenanceField, string>>>

/** What was given, and what is wrong with it. */
export type Given = { readonly values: Fields; readonly errors: Fields }

/** What stands above a form whose wish was not done, beside what is wrong at single fields. */
export type Entry = Given & { readonly refusal: string | null }

export type EntryForm = Entry & {
  readonly vessel: {
    readonly id: string
    readonly name: string
    readonly zone: string
    readonly components: readonly { readonly id: string; readonly name: string }[]
  }
}

export type ExcuseAction = 'change' | 'withdraw'

/** What somebody wanted to do with one of the list, and what came of it. */
export type Refused = Entry & { readonly vessel: string; readonly excuse: string; readonly action: ExcuseAction }

/** How long a reason may be. */
export const MOST_REASON = 500

/** First the vessel: what can be excused of it depends on it. */
export const vesselChoice = (
  vessels: readonly { readonly id: string; readonly name: string }[],
  chosen: string | null,
): Html => html`<form class="filter panel" method="get" action="/maintenance">
<p class="field"><label for="maintenance-vessel">Vessel</label> <select id="maintenance-vessel" name="vessel">${option('', 'all', chosen ?? '')}${vessels.map(({ id, name }) => option(id, name, chosen ?? ''))}</select></p>
<p class="field"><button type="submit">Show</button>${chosen === null && ' Choose a vessel to enter maintenance for it.'}</p>
</form>`

export function entryForm({ vessel, ...given }: EntryForm): Html {
  const { values } = given
  const of = (id: string) =>
    html`<select id="${id}" name="component">${option('', 'the whole vessel', values.component ?? '')}${vessel.components.map((one) => option(one.id, one.name, values.component ?? ''))}</select>`
  const categories = (id: string) =>
    html`<select id="${id}" name="category">${CATEGORIES.map((one) => option(one, categoryWords(one), values.category ?? ''))}</select>`
  const inside = html`<summary>Enter maintenance of ${vessel.name}</summary>
<form method="post" action="/maintenance">
<input type="hidden" name="vessel" value="${vessel.id}">
${refusal(given)}
${field(given, 'entry', 'component', 'Of', of)}
${field(given, 'entry', 'category', 'Category', categories)}
${text(given, 'entry', 'reason', 'Why')}
${extent(given, 'entry', vessel.zone)}
<button type="submit">Enter</button>
</form>`
  return html`<section class="panel">${details('entry', inside, isTried(given))}</section>`
}

/** What can be done with one that stands: other times, or taken back with two answers, why and yes. */
export function excuseForms(excuse: Excuse, element: string, refused: Refused | null): Html {
  const of = (action: ExcuseAction) => (refused?.action === action ? refused : null)
  const values = { from: utcField(excuse.from), to: utcField(excuse.to), reviewAt: utcField(excuse.reviewAt) }
  const change = of('change') ?? { ...fresh, values }
  const withdraw = of('withdraw') ?? fresh
  const sure = (id: string) => html`<input id="${id}" type="checkbox" name="sure" value="yes" required>`
  return html`<div class="actions">${form(excuse, element, 'change', 'Change its times', change, (id) => extent(change, id, excuse.vessel.zone))}${form(excuse, element, 'withdraw', 'Withdraw', withdraw, (id) => field(withdraw, id, 'sure', 'Yes: all of this time counts again', sure))}</div>`
}

function form(
  { vessel, id: excuse }: Excuse,
  element: string,
  action: ExcuseAction,
  title: string,
  given: Entry,
  more: (id: string) => Hole,
): Html {
  const id = `${element}-${action}`
  const inside = html`<summary>${title}</summary>
<form method="post" action="${`/vessels/${vessel.id}/maintenance/${excuse}/${action}`}">
${more(id)}
${text(given, id, 'reason', 'Why')}
<button type="submit">${title}</button>
</form>`
  return details(id, inside, isTried(given))
}

const fresh: Entry = { values: {}, errors: {}, refusal: null }
const isTried = ({ refusal: words, errors }: Entry): boolean => words !== null || Object.keys(errors).length > 0

/** As a field of a form shows it. */
const utcField = (instant: string | null): string => instant?.slice(0, 16) ?? ''

function extent(given: Entry, form: string, zone: string): Hole {
  const chosen = given.values.zone ?? ''
  return [
    moment(given, form, 'from', 'From'),
    moment(given, form, 'to', 'To, empty while nobody knows'),
    moment(given, form, 'reviewAt', 'Without an end: look at it again'),
    field(
      given,
      form,
      'zone',
      'These times are',
      (id) =>
        html`<select id="${id}" name="zone">${option('UTC', 'UTC', chosen)}${option('vessel', `of the vessel (${zone})`, chosen)}</select>`,
    ),
  ]
}

const details = (id: string, inside: Html, open: boolean): Html =>
  open ? html`<details id="${id}" open>${inside}</details>` : html`<details id="${id}">${inside}</details>`

export const refusal = ({ refusal: words }: Entry): Hole =>
  words !== null && html`<p class="refused" role="alert"><strong>Nothing was changed.</strong> ${words}</p>`

function field(
  { errors }: Entry,
  form: string,
  name: MaintenanceField,
  label: string,
  input: (id: string) => Html,
): Html {
  const id = `${form}-${name}`
  return html`<p class="field"><label for="${id}">${label}</label> ${input(id)} <span class="error" id="${`${id}-error`}">${errors[name]}</span></p>`
}

const text = (given: Entry, form: string, name: 'reason', label: string): Html =>
  field(
    given,
    form,
    name,
    label,
    (id) =>
      html`<input id="${id}" name="${name}" value="${given.values[name] ?? ''}" maxlength="${MOST_REASON}" required autocomplete="off" aria-invalid="${flag(given.errors[name] !== undefined)}" aria-describedby="${`${id}-error`}">`,
  )

const moment = (given: Entry, form: string, name: 'from' | 'to' | 'reviewAt', label: string): Html =>
  field(
    given,
    form,
    name,
    label,
    (id) =>
      html`<input id="${id}" type="datetime-local" name="${name}" value="${given.values[name] ?? ''}" aria-invalid="${flag(given.errors[name] !== undefined)}" aria-describedby="${`${id}-error`}">`,
  )

const option = (value: string, words: string, chosen: string): Hole =>
  value === chosen
    ? html`<option value="${value}" selected>${words}</option>`
    : html`<option value="${value}">${words}</option>`
