import type { Figures, FigureWindow } from '../../../shared/api/figures.ts'
import { duration, percent } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { categoryWords } from '../maintenance/category.ts'
import { reckoningAddress } from '../reckoning/reckoning.ts'

type Windows = Readonly<Record<FigureWindow, Figures>>

const WINDOWS: readonly FigureWindow[] = ['24h', '7d', '30d', '90d']

/** Of which vessel and component, and how that is called. */
export type FiguresOf = { readonly vessel: string; readonly component: string | null; readonly name: string }

/** The uptime of each window on one line, and beneath it what there is to say against it. */
export const figuresLine = (windows: Windows, of: FiguresOf): Html =>
  html`<dl class="glance">${WINDOWS.map(
    (name) =>
      html`<div><dt>${words(name)}</dt><dd class="figure">${opened(windows[name], windows[name].uptime, of)}</dd>${doubts(windows[name], of)}</div>`,
  )}</dl>${excused(windows['90d'])}`

/** Only where the figures differ, or not all of the time is known. */
function doubts(figures: Figures, of: FiguresOf): Hole {
  const { uptime, measured, observed, coverage, lowest, highest } = figures
  const said: readonly (readonly [boolean, string, Hole])[] = [
    [differs(lowest, highest), 'between ', `${percent(lowest)} and ${percent(highest)} %`],
    [
      differs(measured, uptime),
      measured === null ? 'nothing measured' : 'measured ',
      measured !== null && opened(figures, measured, of),
    ],
    [differs(observed, uptime), 'observed ', opened(figures, observed, of)],
    [coverage !== null && percent(coverage) !== '100', 'coverage ', opened(figures, coverage, of)],
  ]
  return said.map(([isSaid, name, value]) => isSaid && html`<dd class="muted">${name}${value}</dd>`)
}

const differs = (a: number | null, b: number | null): boolean => percent(a) !== percent(b)

/** The three figures told apart, their bounds, and the time that they come from; each percentage leads to its intervals. */
export function figuresTable(windows: Windows, of: FiguresOf): Html {
  const row = (name: string, what: string, cell: (figures: Figures) => Hole): Html =>
    html`<tr><th scope="row">${name} <span class="what">${what}</span></th>${WINDOWS.map((one) => html`<td>${cell(windows[one])}</td>`)}</tr>`
  const isBounded = WINDOWS.some((one) => differs(windows[one].lowest, windows[one].highest))
  return html`<details id="${`figures-${of.component ?? 'whole'}-all`}"><summary>The figures in full</summary>
<table class="figures"><caption class="aloud">${`Uptime of ${of.name}`}</caption>
<thead><tr><th scope="col">Window</th>${WINDOWS.map((name) => html`<th scope="col">${words(name)}</th>`)}</tr></thead>
<tbody>${row('Uptime', 'silence counts as down until it is told', (one) => html`<strong>${opened(one, one.uptime, of)}</strong>`)}
${isBounded && row('At least', 'if what is not known had been down', (one) => opened(one, one.lowest, of))}
${isBounded && row('At most', 'if what is not known had been up', (one) => opened(one, one.highest, of))}
${row('Measured', 'from measurements alone, silence left out', (one) => opened(one, one.measured, of))}
${row('Observed', 'as shore saw it, silence stays down for ever', (one) => opened(one, one.observed, of))}
${row('Coverage', 'how much of the counted time is known', (one) => opened(one, one.coverage, of))}
${row('Up', '', ({ upS }) => length(upS))}${row('Down', '', ({ downS }) => length(downS))}${row('of it silent', '', ({ silentS }) => length(silentS))}
${row('No data', 'counted as neither', ({ unknownS }) => length(unknownS))}${row('Not counted', 'excused, or not in service', ({ excusedS, outOfServiceS }) => length(excusedS + outOfServiceS))}</tbody></table></details>`
}

/** `24 h`. */
const words = (name: FigureWindow): string => name.replace(/(\d)([a-z])/, '$1 $2')

const opened = ({ from, to }: Figures, value: number | null, { vessel, component }: FiguresOf): Hole =>
  value === null ? share(value) : html`<a href="${reckoningAddress(vessel, component, from, to)}">${share(value)}</a>`

/** What is left out of the longest window, so that nothing is hidden. */
const excused = ({ excuses }: Figures): Hole =>
  excuses.length > 0 &&
  html`<p class="quiet">Excused in 90 d: ${excuses.map(
    ({ category, reason, excusedS }, at) =>
      html`${at > 0 && ', '}${categoryWords(category).toLowerCase()} (${reason}) ${duration(excusedS)}`,
  )}.</p>`

/** A share with its sign, or a dash where nothing is counted. */
export const share = (value: number | null): string => (value === null ? '—' : `${percent(value)} %`)
const length = (seconds: number): string => (seconds === 0 ? '—' : duration(seconds))
