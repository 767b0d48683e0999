import { type Asked, addressWith } from '../../filter.ts'
import { type Hole, type Html, html } from '../../html.ts'

/** What all lists of the past are drawn from. */
export type ListView = {
  readonly asked: Asked
  readonly vessels: readonly { readonly id: string; readonly name: string }[]
  readonly groups: readonly string[]
}

const TABS = [
  ['incidents', 'Incidents', '/incidents'],
  ['alerts', 'Alerts', '/alerts?state=resolved'],
  ['audit', 'Audit', '/audit'],
] as const

/** Between the lists of what was. */
export const historyTabs = (current: (typeof TABS)[number][0] | null): Html =>
  html`<nav class="tabs" aria-label="History">${TABS.map(
    ([id, name, href]) => html`<a href="${href}" aria-current="${id === current ? 'page' : 'false'}">${name}</a>`,
  )}</nav>`

/** To the next page, and back to the first. */
export function pager(path: string, asked: Asked, next: string | null): Hole {
  const { after = '', ...first } = asked
  if (after === '' && next === null) return null
  return html`<nav class="pager" aria-label="Pages">${after !== '' && html`<a href="${addressWith(path, first)}">First page</a>`}${next !== null && html`<a rel="next" href="${addressWith(path, { ...first, after: next })}">Next page</a>`}</nav>`
}

/** All that fits the filter, to be taken away. */
export function takeaway(list: string, asked: Asked): Html {
  const { after: _, size: __, ...filter } = asked
  const address = (suffix: string) => addressWith(`/api/v1/${list}${suffix}`, filter)
  return html`<p class="data">All that fits: <a href="${address('.csv')}">as a table (CSV)</a> · <a href="${address('.jsonl')}">as lines (JSON)</a> · <a href="${address('')}">as data</a></p>`
}

/** What a list says when there is nothing in it. */
export const nothing = (asked: Asked, never: string): Html =>
  html`<p class="empty">${Object.values(asked).every((value) => value === '') ? never : 'Nothing fits what is chosen above: take a part of it out, or clear all.'}</p>`
