import { type Html, html } from './html.ts'

/**
 * What a field of days or times holds, as the pages write it: browsers show it as their language does. It stands in the
 * field's label; the script keeps it up. A form with a choice of clocks (`zone`) says by which.
 */
export const echo = (field: string, value: string, clock: Clock | null): Html =>
  html`<span class="echo" aria-hidden="true" data-echo="${field}" data-board="${clock?.board}">${value !== '' && [value.replace('T', ' '), clock !== null && ` ${clock.zone === 'UTC' ? 'UTC' : clock.board}`]}</span>`

/** `zone` as the form says it, and what the clocks are called that are not UTC. */
export type Clock = { readonly zone: string; readonly board: string }
