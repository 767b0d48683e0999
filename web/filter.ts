import { iso } from '../shared/time.ts'
import { echo } from './echo.ts'
import { secondsOf } from './format.ts'
import { type Html, html } from './html.ts'
import { option } from './option.ts'

/** What the address of a list asks for, as it stands there. */
export type Asked = Readonly<Record<string, string>>

type Option = readonly [value: string, words: string]

/** One field of a filter, and what was chosen with it in words; null for all. */
export type FilterField = {
  readonly name: string
  readonly label: string
  readonly chosen: string | null
  readonly input: Html
  /** Beside its label. */
  readonly echo?: Html
}

/** One of these, or all. */
export function choice(name: string, label: string, chosen = '', options: readonly Option[]): FilterField {
  const known = options.find(([value]) => value === chosen)
  // What was chosen by the address alone is not lost when the form is sent.
  const unknown: readonly Option[] = known === undefined && chosen !== '' ? [[chosen, chosen]] : []
  const all: readonly Option[] = [['', 'all'], ...unknown, ...options]
  return {
    name,
    label,
    chosen: chosen === '' ? null : (known?.[1] ?? chosen),
    input: html`<select id="${`filter-${name}`}" name="${name}">${all.map(([value, words]) => option(value, words, chosen))}</select>`,
  }
}

export const vesselChoice = (asked: Asked, vessels: readonly { readonly id: string; readonly name: string }[]) =>
  choice(
    'vessel',
    'Vessel',
    asked.vessel,
    vessels.map(({ id, name }) => [id, name]),
  )

/** The groups that there are to choose from. */
export const groupsOf = (vessels: readonly { readonly group: string | null }[]): readonly string[] =>
  [...new Set(vessels.flatMap(({ group }) => group ?? []))].sort()

export const groupChoice = (asked: Asked, groups: readonly string[]) =>
  choice(
    'group',
    'Group',
    asked.group,
    groups.map((group) => [group, group]),
  )

/** The first and the last day that is shown: the last ends with the midnight that the address may name. */
export const days = ({ from = '', to = '' }: Asked): readonly FilterField[] => [
  day('from', 'From, UTC', from),
  day('to', 'To, UTC', to.endsWith('T00:00:00Z') ? iso(secondsOf(to) - 1) : to),
]

const day = (name: string, label: string, value: string): FilterField => ({
  name,
  label,
  chosen: value.slice(0, 10) || null,
  echo: echo(`filter-${name}`, value.slice(0, 10), null),
  input: html`<input type="date" id="${`filter-${name}`}" name="${name}" value="${value.slice(0, 10)}">`,
})

export const word = (name: string, label: string, value = ''): FilterField => ({
  name,
  label,
  chosen: value || null,
  input: html`<input type="text" id="${`filter-${name}`}" name="${name}" value="${value}" maxlength="100">`,
})

/** Its fields, on a phone behind a word; and always in sight what was chosen, each to be taken out. */
export function filterForm(path: string, asked: Asked, fields: readonly FilterField[]): Html {
  const chosen = fields.filter((field) => field.chosen !== null)
  const { after: _, ...rest } = asked
  return html`<details class="filter panel"><summary>Filter</summary><form method="get" action="${path}">
${fields.map(({ name, label, input, echo }) => html`<p class="field"><label for="${`filter-${name}`}">${label} ${echo}</label> ${input}</p>`)}
<p class="field"><button type="submit">Show</button></p></form></details>
${
  chosen.length > 0 &&
  html`<ul class="chosen" aria-label="Chosen">${chosen.map(
    ({ name, label, chosen: words }) =>
      html`<li><a href="${addressWith(path, { ...rest, [name]: '' })}"><span class="aloud">Without</span> <span class="muted">${label}</span> ${words} <span aria-hidden="true">×</span></a></li>`,
  )}<li><a href="${path}">Clear all</a></li></ul>`
}`
}

/** The address of a list with these parameters; empty ones are left out. */
export function addressWith(path: string, asked: Asked): string {
  const given = Object.entries(asked).filter(([, value]) => value !== '')
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
