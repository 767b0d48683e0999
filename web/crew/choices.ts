import { type Html, html } from '../html.ts'
import { THEMES } from '../layout.ts'
import type { Reader } from './page.ts'
import { SHIP_TIMES } from './ship-time.ts'
import { LANGUAGE_TAGS, LANGUAGES } from './words/languages.ts'

/**
 * Under the page, and never redrawn with it, so that nothing moves under a finger. What is chosen is kept by the reader's
 * own browser: the page on board changes nothing.
 */
export const crewChoices = ({ words, shipTime, theme }: Reader): Html => html`<footer class="narrow choices">
<h2>${words.choices.title}</h2>
<p class="languages" role="group" aria-label="${words.choices.language}">${LANGUAGE_TAGS.map((tag) => {
  const { name, frame } = LANGUAGES[tag]
  const current = frame.lang === words.frame.lang
  return html`<a href="${`/?lang=${tag}`}" lang="${tag}" hreflang="${tag}" aria-current="${current ? 'true' : 'false'}">${name}</a>`
})}</p>
<form method="get" action="/"><label>${words.choices.shipTime} <select name="ship">
${['', ...SHIP_TIMES].map((offset) => (offset === (shipTime ?? '') ? chosen(offset, words.choices.utcOnly) : offered(offset, words.choices.utcOnly)))}
</select></label> <button>${words.choices.set}</button></form>
<noscript><p class="languages" role="group" aria-label="${words.frame.theme}">${THEMES.map(
  (one) =>
    html`<a href="${`/?theme=${one}`}" aria-current="${one === theme ? 'true' : 'false'}">${words.frame.themes[one]}</a>`,
)}</p></noscript>
</footer>`

const offered = (offset: string, utcOnly: string): Html =>
  html`<option value="${offset}">${offset === '' ? utcOnly : `UTC${offset}`}</option>`

const chosen = (offset: string, utcOnly: string): Html =>
  html`<option value="${offset}" selected>${offset === '' ? utcOnly : `UTC${offset}`}</option>`
