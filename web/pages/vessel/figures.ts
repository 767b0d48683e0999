import type { Figures, FigureWindow } from '../../../shared/api/figures.ts'
import { duration, percent } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { categoryWords } from '../maintenance/category.ts'
import { reckoningAddress } from '../reckoning/reckoning.ts'

const WINDOWS: readonly FigureWindow[] = ['24h', '7d', '30d', '90d']

/** Of which vessel and component, and how that is called. */
export type FiguresOf = { readonly vessel: string; readonly component: string | null; readonly name: string }

/** Each window with the three figures told apart; each percentage leads to the intervals that it comes from. */
export const figuresTable = (windows: Readonly<Record<FigureWindow, Figures>>, of: FiguresOf): Html =>
  html`<div class="wide"><table class="figures"><caption class="aloud">${`Uptime of ${of.name}`}</caption>
<thead><tr><th scope="col">Window</th>
<th scope="col" title="What was measured; silence counts as down until it is told">Uptime</th>
<th scope="col" title="From measurements alone; silence is left out">Measured</th>
<th scope="col" title="What shore could see; silence stays down for ever">Observed</th>
<th scope="col" title="How much of the counted time is known">Coverage</th>
<th scope="col">Up</th><th scope="col">Down</th><th scope="col">of it silent</th><th scope="col">No data</th><th scope="col" title="Before it was in service, out of service, or excused">Not counted</th></tr></thead>
<tbody>${WINDOWS.map((name) => row(name, windows[name], of))}</tbody></table></div>${excused(windows['90d'])}`

/** What is left out of the longest window, so that nothing is hidden. */
const excused = ({ excuses }: Figures): Hole =>
  excuses.length > 0 &&
  html`<p class="quiet">Excused in 90 d: ${excuses.map(
    ({ category, reason, excusedS }, at) =>
      html`${at > 0 && ', '}${categoryWords(category).toLowerCase()} (${reason}) ${duration(excusedS)}`,
  )}.</p>`

function row(name: FigureWindow, figures: Figures, { vessel, component }: FiguresOf): Html {
  const address = reckoningAddress(vessel, component, figures.from, figures.to)
  const opened = (value: number | null): Hole =>
    value === null ? share(value) : html`<a href="${address}">${share(value)}</a>`
  return html`<tr><th scope="row">${name.replace(/(\d)([a-z])/, '$1 $2')}</th>
<td><strong>${opened(figures.uptime)}</strong>${bounds(figures)}</td><td>${opened(figures.measured)}</td><td>${opened(figures.observed)}</td><td>${opened(figures.coverage)}</td>
<td>${length(figures.upS)}</td><td>${length(figures.downS)}</td><td>${length(figures.silentS)}</td><td>${length(figures.unknownS)}</td><td>${length(figures.excusedS + figures.outOfServiceS)}</td></tr>`
}

/** A share with its sign, or a dash where nothing is counted. */
export const share = (value: number | null): string => (value === null ? '—' : `${percent(value)} %`)
const length = (seconds: number): string => (seconds === 0 ? '—' : duration(seconds))

/** With unknown time the truth lies between two bounds. */
function bounds({ lowest, highest }: Figures): Html | null {
  if (percent(lowest) === percent(highest)) return null
  return html` <span class="muted">${percent(lowest)}–${percent(highest)}</span>`
}
