import { type Html, html } from '../html.ts'

/** Where a page says in a sentence what came of what was pressed. It is always there and news leaves it alone: only so is it read out. */
export const said: Html = html`<p id="said" class="said" role="status" data-hold="true"></p>`

/** The sentence, for the page that is open. */
export const saying = (words: Html | string): Html =>
  html`<hx-partial hx-target="#said" hx-swap="innerHTML"><span>${words}</span></hx-partial>`
