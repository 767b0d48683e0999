import { iso } from '../shared/time.ts'
import { secondsOf } from './format.ts'
import { type Hole, type Html, html } from './html.ts'

/** What the address of a list asks for, as it stands there. */
export type Asked = Readonly<Record<string, string>>

type Option = readonly [value: string, words: string]

/** One field of a filter: one of these, or all. */
export function choice(name: string, label: string, chosen: string | undefined, options: readonly Option[]): Html {
  const option = ([value, words]: Option): Hole =>
    value === (chosen ?? '')
      ? html`<option value="${value}" selected>${words}</option>`
      : html`<option value="${value}">${words}</option>`
  // What was chosen by the address alone is not lost when the form is sent.
  const unknown = chosen !== undefined && chosen !== '' && !options.some(([value]) => value === chosen)
  const all: readonly Option[] = [['', 'all'], ...(unknown ? [[chosen, chosen] as const] : []), ...options]
  return html`<p class="field"><label for="${`filter-${name}`}">${label}</label> <select id="${`filter-${name}`}" name="${name}">${all.map(option)}</select></p>`
}

/** The first day that is shown, in UTC. */
export const day = (name: string, label: string, value = ''): Html =>
  html`<p class="field"><label for="${`filter-${name}`}">${label}</label> <input type="date" id="${`filter-${name}`}" name="${name}" value="${value.slice(0, 10)}"></p>`

/** The last one: the day before a midnight. */
export const lastDay = (name: string, label: string, value = ''): Html =>
  day(name, label, value.endsWith('T00:00:00Z') ? iso(secondsOf(value) - 1) : value)

export const word = (name: string, label: string, value = ''): Html =>
  html`<p class="field"><label for="${`filter-${name}`}">${label}</label> <input type="text" id="${`filter-${name}`}" name="${name}" value="${value}" maxlength="100"></p>`

export const filterForm = (action: string, fields: Hole): Html =>
  html`<form class="filter panel" method="get" action="${action}">${fields}<p class="field"><button type="submit">Show</button> <a href="${action}">All</a></p></form>`

/** The address of a list with these parameters; empty ones are left out. */
export function addressWith(path: string, asked: Asked): string {
  const given = Object.entries(asked).filter(([, value]) => value !== '')
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
