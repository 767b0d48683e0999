import type { Counted, Reckoned, Reckoning } from '../../../shared/api/reckoning.ts'
import { DAY_S, iso, type Seconds } from '../../../shared/time.ts'
import { type Clock, echo } from '../../echo.ts'
import { duration, percent, secondsOf, utc, whole } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { option } from '../../option.ts'
import { type Stretch, strip } from '../../strip.ts'
import { zoneTime } from '../../zone-clock.ts'
import { MOST_ROWS, reckonedTable } from './reckoned.ts'

export type ReckoningView = {
  readonly reckoning: Reckoning
  readonly components: readonly { readonly id: string; readonly name: string }[]
  /** In what the times of the form are meant. */
  readonly zone: string
}

/** The page that opens a percentage to the intervals it was computed from. */
export function reckoningMain({ reckoning, components, zone }: ReckoningView): Html {
  const { vessel, component } = reckoning
  return html`<main id="main" class="narrow">
<p class="path"><a href="/">Fleet</a> <span aria-hidden="true">›</span> <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a> <span aria-hidden="true">›</span> Figures of a period</p>
<header class="title"><h1>${component?.name ?? 'The vessel as a whole'}</h1> <p>${vessel.name}${component === null && ', up while all its components are'}</p></header>
${choice(reckoning, components, zone)}
${period(reckoning)}
${reckoning.figures.from === reckoning.until ? nothing() : answer(reckoning)}
</main>`
}

const nothing = (): Html =>
  html`<p class="empty">Nothing of this period has been told yet: there is nothing to count.</p>`

const answer = (reckoning: Reckoning): Html => html`${picture(reckoning)}
<section class="panel" aria-labelledby="figures-title"><h2 id="figures-title">The figures, and how they come about</h2>
${threeFigures(reckoning)}
<p class="verdict" data-sla="${reckoning.sla}">${verdictWords(reckoning)}</p></section>
<section class="panel" aria-labelledby="division-title"><h2 id="division-title">Where the time went</h2>${division(reckoning)}</section>
<section class="panel" aria-labelledby="intervals-title"><h2 id="intervals-title">The intervals <span class="muted">oldest first</span></h2>
${reckoning.intervals.length > MOST_ROWS && html`<p>Only the first ${MOST_ROWS} of ${reckoning.intervals.length} are shown: choose a shorter period, or take them all as a table.</p>`}
<p class="data">All of them: <a href="${addressOf(reckoning, '/reckoning.csv')}">as a table (CSV)</a> · <a href="${`/api/v1${addressOf(reckoning)}`}">as data (JSON)</a></p>
${reckonedTable(reckoning)}</section>`

/** The address of the figures of this period. */
export const reckoningAddress = (vessel: string, component: string | null, from: string, to: string): string =>
  `/vessels/${vessel}/reckoning?${new URLSearchParams({ ...(component !== null && { component }), from, to })}`

const addressOf = ({ vessel, component, from, to }: Reckoning, path = '/reckoning'): string =>
  reckoningAddress(vessel.id, component?.id ?? null, from, to).replace('/reckoning', path)

function choice({ vessel, component, from, to, at }: Reckoning, components: ReckoningView['components'], zone: string) {
  const preset = (name: string, since: Seconds, until: Seconds = secondsOf(at)): Html =>
    html`<li><a href="${reckoningAddress(vessel.id, component?.id ?? null, iso(since), iso(until))}">${name}</a></li>`
  const clocks = zone === 'UTC' ? 'UTC' : 'vessel'
  const shown = { zone: clocks, board: vessel.zone }
  const now = secondsOf(at)
  const month = secondsOf(`${at.slice(0, 7)}-01T00:00:00Z`)
  const last = secondsOf(`${iso(month - DAY_S).slice(0, 7)}-01T00:00:00Z`)
  return html`<form class="panel period" method="get" action="${`/vessels/${vessel.id}/reckoning`}">
<p class="field"><label for="component">Of</label> <select id="component" name="component">${option('', 'the vessel as a whole', component?.id ?? '')}${components.map(({ id, name }) => option(id, name, component?.id ?? ''))}</select></p>
${timeField('from', 'From', fieldTime(from, zone), shown)}
${timeField('to', 'To', fieldTime(to, zone), shown)}
<p class="field"><label for="zone">By the clocks of</label> <select id="zone" name="zone">${option('UTC', 'UTC', clocks)}${vessel.zone !== 'UTC' && option('vessel', vessel.zone, clocks)}</select></p>
<p class="field"><button type="submit">Show</button></p>
<ul class="presets" aria-label="Periods">${preset('24 h', now - DAY_S)}${preset('7 d', now - 7 * DAY_S)}${preset('30 d', now - 30 * DAY_S)}${preset('90 d', now - 90 * DAY_S)}${preset('This month', month)}${preset('Last month', last, month)}</ul>
</form>`
}

const timeField = (name: string, label: string, value: string, clock: Clock): Html =>
  html`<p class="field"><label for="${name}">${label} ${echo(name, value, clock)}</label> <input id="${name}" name="${name}" type="datetime-local" step="1" required value="${value}"></p>`

/** As a `datetime-local` field holds it. */
const fieldTime = (instant: string, zone: string): string =>
  zoneTime(instant, zone, true).slice(0, 19).replace(' ', 'T')

function period({ vessel, from, to, until }: Reckoning): Html {
  const also =
    vessel.zone !== 'UTC' &&
    `, which is ${zoneTime(from, vessel.zone)} to ${zoneTime(to, vessel.zone)} in ${vessel.zone}`
  const cut = until < to && ` Counted up to ${utc(until)}: what comes after has not been told yet.`
  return html`<p class="period-words">From ${utc(from)} to ${utc(to)}${also}. ${cut}</p>`
}

function picture({ component, intervals, figures }: Reckoning): Html {
  const span = { from: secondsOf(figures.from), to: secondsOf(figures.to) }
  const name = component?.name ?? 'The vessel'
  return html`<figure class="panel">${strip(span, intervals.flatMap(stretch), `${name}: ${duration(figures.upS)} up, ${duration(figures.downS)} down, ${duration(figures.unknownS)} without data`)}
<figcaption class="hours" aria-hidden="true"><span>${utc(figures.from)}</span><span>${utc(figures.to)}</span></figcaption></figure>`
}

function stretch({ from, to, best }: Reckoned): readonly Stretch[] {
  const span = { from: secondsOf(from), to: secondsOf(to) }
  switch (best) {
    case 'up':
    case 'down':
    case 'silent':
    case 'unknown':
      return [{ ...span, look: best, excused: false }]
    case 'excused-up':
      return [{ ...span, look: 'up', excused: true }]
    case 'excused-down':
      return [{ ...span, look: 'down', excused: true }]
    case 'excused-unknown':
      return [{ ...span, look: 'unknown', excused: true }]
    case 'out-of-service':
      return []
  }
}

type By = 'best' | 'measured' | 'observed'

const secondsIn = ({ intervals }: Reckoning, by: By, ...states: readonly Counted[]): Seconds =>
  intervals.reduce((sum, one) => sum + (states.includes(one[by]) ? one.seconds : 0), 0)

/** Summed up from the very intervals below, so that everybody can do it again. */
function threeFigures(reckoning: Reckoning): Html {
  const { figures } = reckoning
  const row = (name: string, words: string, by: By, share: number | null): Html => {
    const up = secondsIn(reckoning, by, 'up')
    const down = secondsIn(reckoning, by, 'down', 'silent')
    return html`<tr><th scope="row">${name}<span class="what">${words}</span></th><td><strong>${exactShare(share)}</strong></td><td>${whole(up)} ÷ ${whole(up + down)}</td><td>${whole(up)}</td><td>${whole(down)}</td></tr>`
  }
  const bound = (name: string, words: string, up: Seconds, share: number | null): Html => {
    const all = figures.upS + figures.downS + figures.unknownS
    return html`<tr><th scope="row">${name}<span class="what">${words}</span></th><td>${exactShare(share)}</td><td>${whole(up)} ÷ ${whole(all)}</td><td>${whole(up)}</td><td>${whole(all - up)}</td></tr>`
  }
  const known = figures.upS + figures.downS
  return html`<div class="wide"><table class="sums"><thead><tr><th scope="col">Figure</th><th scope="col">%</th><th scope="col">Up ÷ (up + down)</th><th scope="col">Up, s</th><th scope="col">Down, s</th></tr></thead><tbody>
${row('Uptime', 'By what is known best: measured on board, and silence as down until it is told. The SLA goes by this one.', 'best', figures.uptime)}
${row('Measured', 'From measurements alone: silence that was never told is left out.', 'measured', figures.measured)}
${row('Observed', 'As shore could see it at the time: a silence stays down for ever, whatever was told of it later.', 'observed', figures.observed)}
${
  figures.unknownS > 0 && [
    bound('At least', 'If all the time without data had been down.', figures.upS, figures.lowest),
    bound('At most', 'If all the time without data had been up.', figures.upS + figures.unknownS, figures.highest),
  ]
}
<tr><th scope="row">Coverage<span class="what">How much of the counted time is known, up or down.</span></th><td>${exactShare(figures.coverage)}</td><td>${whole(known)} ÷ ${whole(known + figures.unknownS)}</td><td></td><td></td></tr>
</tbody></table></div>`
}

function verdictWords({ sla, reason, slaTarget, minCoverage }: Reckoning): string {
  if (sla === 'met') return `The target of ${slaTarget} % was met.`
  if (sla === 'missed') return `▼ The target of ${slaTarget} % was missed.`
  const why: Readonly<Record<string, string>> = {
    new: `less than ${minCoverage} % of the period was in service`,
    excused: 'all of the time is excused',
    coverage: `less than ${minCoverage} % of the counted time is known, and the truth may lie on either side of the target`,
  }
  return `Not judged against the target of ${slaTarget} %: ${why[reason ?? ''] ?? 'the reason is not known'}.`
}

/** All of it, with a sum that is the period. */
function division(reckoning: Reckoning): Html {
  const { figures, excuses, intervals } = reckoning
  const row = (name: string, seconds: Seconds): Hole =>
    html`<tr><th scope="row">${name}</th><td>${whole(seconds)}</td><td>${seconds === 0 ? '—' : duration(seconds)}</td></tr>`
  const excused = excuses.map(({ id, category, reason }) =>
    row(
      `Not counted: ${category.replaceAll('-', ' ')} (${reason})`,
      intervals.reduce((sum, one) => sum + (one.excusedBy === id ? one.seconds : 0), 0),
    ),
  )
  const total = figures.upS + figures.downS + figures.unknownS + figures.excusedS + figures.outOfServiceS
  return html`<div class="wide"><table class="sums"><thead><tr><th scope="col">What</th><th scope="col">Seconds</th><th scope="col">In words</th></tr></thead><tbody>
${row('Up', figures.upS)}${row('Down, measured', figures.downS - figures.silentS)}${row('Silent, counts as down', figures.silentS)}${row('No data, counts as neither', figures.unknownS)}${excused}${row('Not counted: out of service', figures.outOfServiceS)}
</tbody><tfoot>${row('The whole period', total)}</tfoot></table></div>`
}

/** Three decimals, floored, so that a sum can be checked; a hundred only where it is one. */
function exactShare(share: number | null): string {
  if (share === null) return '—'
  return share >= 100
    ? `${percent(share)} %`
    : `${(Math.min(99_999, Math.floor(share * 1000 + 1e-7)) / 1000).toFixed(3)} %`
}
