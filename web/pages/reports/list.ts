import type { Health } from '../../../shared/api/problem.ts'
import type { Reports } from '../../../shared/api/report.ts'
import { utc } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { banner } from '../banner.ts'
import { titleOf } from './period.ts'

/** Every period that can be reported on, and of whom. */
export const reportsMain = (
  { zone, periods, groups, vessels }: Reports,
  health: Health,
): Html => html`<main id="main" class="narrow report">
${banner(health)}
<header class="title"><h1>SLA reports</h1> <p>Of the fleet, a group or a vessel, over a month, a quarter or a year on the calendar of ${zone}.</p></header>
${periods.length === 0 && html`<p class="empty">Nothing was measured yet: the first report is of the first month with a vessel in service.</p>`}
<div class="periods">${KINDS.map(([kind, title]) => {
  const some = periods.filter((one) => one.kind === kind)
  return (
    some.length > 0 &&
    html`<section class="panel" aria-labelledby="${`of-${kind}`}"><h2 id="${`of-${kind}`}">${title}</h2>
<ul class="plain">${some.map(
      ({ label, over, frozenAt }) =>
        html`<li><a href="${`/reports/${label}`}">${titleOf(label)}</a> <span class="muted">${frozenAt !== null ? `frozen ${utc(frozenAt).slice(0, 10)}` : over ? '' : 'not over yet'}</span></li>`,
    )}</ul></section>`
  )
})}</div>
${scopes(groups, vessels, periods.find(({ over }) => over)?.label ?? periods[0]?.label ?? null)}
<p class="data">As data: <a href="/api/v1/reports">/api/v1/reports</a></p>
</main>`

const KINDS = [
  ['month', 'Months'],
  ['quarter', 'Quarters'],
  ['year', 'Years'],
] as const

const scopes = (groups: Reports['groups'], vessels: Reports['vessels'], label: string | null): Hole =>
  label !== null &&
  html`<details class="panel"><summary>One group or one vessel, ${titleOf(label)}</summary>
<ul class="plain columns">${groups.map((group) => html`<li><a href="${`/reports/${label}?group=${encodeURIComponent(group)}`}">${group}</a> <span class="muted">group</span></li>`)}
${vessels.map(({ id, name }) => html`<li><a href="${`/reports/${label}?vessel=${id}`}">${name}</a></li>`)}</ul></details>`
