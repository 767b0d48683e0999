import type { Health } from '../../shared/api/problem.ts'
import type { Account, Compared, Report, Reports } from '../../shared/api/report.ts'
import { duration, percent, points, time, utc } from '../format.ts'
import { type Hole, type Html, html } from '../html.ts'
import { personName } from '../person.ts'
import { banner } from './banner.ts'
import { categoryWords } from './maintenance/category.ts'
import { share } from './vessel/figures.ts'

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

/** One report, to be read, printed and filed. */
export function reportMain(report: Report, { health, mayFreeze }: { health: Health; mayFreeze: boolean }): Html {
  const { period, vessels } = report
  const address = `/reports/${period.label}`
  return html`<main id="main" class="narrow report">
${banner(health)}
<header class="title"><h1>SLA report ${titleOf(period.label)}</h1> <p>${scopeWords(report)} · ${time(period.from)} to ${time(period.to)}, a ${period.kind} on the calendar of ${period.zone}</p></header>
<p class="ways" role="group" aria-label="Other forms"><a href="/reports">All reports</a> <a href="${`${address}.csv${searchOf(report)}`}">CSV</a> <a href="${`/api/v1${address}${searchOf(report)}`}">JSON</a> <span class="muted">To print, or keep as PDF, use the browser's print.</span></p>
${standing(report)}
${mayFreeze && freezeForm(period.label)}
${summary(report)}
${restated(report.restatements)}
${groupsTable(report)}
<section class="panel" aria-labelledby="vessels-title"><h2 id="vessels-title">Vessels <span class="muted">${vessels.length}</span></h2>${vesselsTable(report)}</section>
${worst(report.worst)}
${excused(report.excuses)}
${vessels.length === 1 && componentsTable(vessels)}
${ticketList(report.tickets)}
${explanation(report)}
</main>`
}

const scopeWords = ({ scope }: Report): string =>
  scope.kind === 'fleet' ? 'The whole fleet' : scope.kind === 'group' ? `Group ${scope.group}` : scope.name

const searchOf = ({ scope }: Report): string =>
  scope.kind === 'fleet'
    ? ''
    : scope.kind === 'group'
      ? `?group=${encodeURIComponent(scope.group)}`
      : `?vessel=${scope.id}`

function standing({ status, waitingFor, frozen, at }: Report): Html {
  switch (status) {
    case 'running':
      return html`<p class="report-status" data-status="running" role="status"><strong>Not over yet.</strong> What is known up to ${time(at)}.</p>`
    case 'provisional':
      return html`<p class="report-status" data-status="provisional" role="status"><strong>Provisional.</strong> ${
        waitingFor.length === 1 ? 'One vessel has' : `${waitingFor.length} vessels have`
      } not told all of it yet: ${waitingFor.map(({ id, name }, nth) => html`${nth > 0 && ', '}<a href="${`/vessels/${id}`}">${name}</a>`)}.</p>`
    case 'final':
      return html`<p class="report-status" data-status="final" role="status"><strong>Complete.</strong> Every vessel has told all of it.</p>`
    case 'frozen':
      return html`<p class="report-status" data-status="frozen" role="status"><strong>Frozen</strong> by ${frozen && personName(frozen.by)} ${frozen && time(frozen.at)}. What became known later is listed under restatements, and changes nothing above it.</p>`
  }
}

const freezeForm = (label: string): Html => html`<details class="freeze"><summary>Freeze this report</summary>
<form method="post" action="${`/reports/${label}/freeze`}"><p>The figures of the whole fleet for ${titleOf(label)} are kept as they stand now, under your name, for good. What is learned later is shown beside them.</p>
<button>Freeze it</button></form></details>`

function summary({ total, verdicts, before, vessels, excuses }: Report): Html {
  const one = vessels.length === 1
  const excusedS = excuses.reduce((sum, { excusedS: seconds }) => sum + seconds, 0)
  return html`<section class="panel" aria-labelledby="sum-title"><h2 id="sum-title">Summary</h2><dl class="about">
<div><dt>Uptime</dt><dd><strong class="figure">${share(total.uptime)}</strong> ${against(total, before)}</dd></div>
<div><dt>SLA of ${percent(total.slaTarget)} %</dt><dd>${one ? VERDICTS[total.sla] : verdictWords(verdicts)}</dd></div>
<div><dt>Down</dt><dd>${length(total.downS)}${total.silentS > 0 && html` <span class="muted">of it silent ${length(total.silentS)}</span>`}</dd></div>
<div><dt>Outages</dt><dd>${total.outages}${total.outages > 0 && html` <span class="muted">the longest ${length(total.longestOutageS)}</span>`}</dd></div>
<div><dt>Coverage</dt><dd>${share(total.coverage)} ${bounds(total)}</dd></div>
<div><dt>Excused</dt><dd>${length(excusedS)}</dd></div>
</dl></section>`
}

const VERDICTS: Readonly<Record<Account['sla'], string>> = {
  met: 'met',
  missed: 'missed',
  undetermined: 'undetermined',
}

const verdictWords = ({ met, missed, undetermined }: Report['verdicts']): string =>
  [
    `met by ${met}`,
    ...(missed > 0 ? [`missed by ${missed}`] : []),
    ...(undetermined > 0 ? [`undetermined for ${undetermined}`] : []),
  ].join(', ')

function against(total: Account, { label, total: earlier }: Report['before']): Hole {
  if (earlier === null || earlier.uptime === null || total.uptime === null) return null
  const change = points(earlier.uptime, total.uptime)
  return html`<span class="muted">${change === '0.0' ? 'as in' : `${change} points against`} ${titleOf(label)} (${share(earlier.uptime)})</span>`
}

const bounds = ({ lowest, highest }: Account): Hole =>
  percent(lowest) !== percent(highest) &&
  html`<span class="muted">uptime between ${percent(lowest)} and ${percent(highest)} %, whatever was not measured</span>`

const restated = (restatements: Report['restatements']): Hole =>
  restatements.length > 0 &&
  html`<section class="panel" aria-labelledby="restated-title"><h2 id="restated-title">Restatements <span class="muted">${restatements.length}</span></h2>
<p>What is known otherwise now than when the report was frozen.</p>
<div class="wide"><table><thead><tr><th scope="col">Vessel</th><th scope="col">Component</th><th scope="col">Uptime</th><th scope="col">Down</th><th scope="col">No data</th><th scope="col">Excused</th><th scope="col">Outages</th></tr></thead>
<tbody>${restatements.map(
    ({
      vessel,
      component,
      before,
      after,
    }) => html`<tr><th scope="row"><a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></th><td>${component?.name ?? 'the whole vessel'}</td>
<td>${changed(share(before.uptime), share(after.uptime))}</td><td>${changed(length(before.downS), length(after.downS))}</td><td>${changed(length(before.unknownS), length(after.unknownS))}</td><td>${changed(length(before.excusedS), length(after.excusedS))}</td><td>${changed(String(before.outages), String(after.outages))}</td></tr>`,
  )}</tbody></table></div></section>`

const changed = (was: string, is: string): Hole => (was === is ? is : html`<del>${was}</del> <ins>${is}</ins>`)

const head = (of: string, before: string | null): Html =>
  html`<thead><tr><th scope="col">${of}</th><th scope="col">Uptime</th>${before !== null && html`<th scope="col">${`Points against ${titleOf(before)}`}</th>`}<th scope="col">SLA</th><th scope="col">Down</th><th scope="col">of it silent</th><th scope="col">Outages</th><th scope="col">Longest</th><th scope="col">No data</th><th scope="col">Excused</th><th scope="col">Coverage</th></tr></thead>`

const vesselsTable = ({
  vessels,
  period,
  before,
}: Report): Html => html`<div class="wide"><table>${head('Vessel', before.label)}
<tbody>${vessels.map((vessel) => accountRow(html`<a href="${`/reports/${period.label}?vessel=${vessel.id}`}">${vessel.name}</a>`, VERDICTS[vessel.sla], vessel, vessel.before))}</tbody></table></div>`

const groupsTable = ({ groups, period, before }: Report): Hole =>
  groups.length > 0 &&
  html`<section class="panel" aria-labelledby="groups-title"><h2 id="groups-title">Groups <span class="muted">${groups.length}</span></h2><div class="wide"><table>${head('Group', before.label)}
<tbody>${groups.map((one) => accountRow(html`<a href="${`/reports/${period.label}?group=${encodeURIComponent(one.group)}`}">${one.group}</a>`, verdictWords(one.verdicts), { ...one, sla: one.verdicts.missed > 0 ? one.sla : 'met', reason: null }, one.before))}</tbody></table></div></section>`

const componentsTable = (
  vessels: Report['vessels'],
): Html => html`<section class="panel" aria-labelledby="components-title"><h2 id="components-title">Components</h2><div class="wide"><table>${head('Component', null)}
<tbody>${vessels.flatMap(({ components }) => components.map((one) => accountRow(html`${one.name}`, VERDICTS[one.sla], one)))}</tbody></table></div></section>`

const accountRow = (
  name: Html,
  verdict: string,
  one: Account,
  before?: Compared,
): Html => html`<tr data-sla="${one.sla}"><th scope="row">${name}</th>
<td><strong>${share(one.uptime)}</strong></td>${before !== undefined && html`<td>${beforeWords(one, before)}</td>`}<td>${verdict}${one.reason !== null && html` <span class="muted">${REASONS[one.reason] ?? one.reason}</span>`}</td>
<td>${length(one.downS)}</td><td>${length(one.silentS)}</td><td>${one.outages}</td><td>${length(one.longestOutageS)}</td><td>${length(one.unknownS)}</td><td>${length(one.excusedS)}</td><td>${share(one.coverage)}</td></tr>`

/** The change first, then the figure that it is from; or why there is none. */
function beforeWords({ uptime }: Account, { uptime: was, reason }: Compared): Hole {
  if (was === null) return html`<span class="muted">${reason === null ? '—' : NO_FIGURE[reason]}</span>`
  return [uptime === null ? '—' : points(was, uptime), html` <span class="muted">from ${share(was)}</span>`]
}

const NO_FIGURE: Readonly<Record<NonNullable<Compared['reason']>, string>> = {
  'not-kept': 'not kept',
  'not-in-service': 'not in service then',
  excused: 'all excused then',
  'not-measured': 'not measured then',
}

const REASONS: Readonly<Record<string, string>> = {
  new: 'too short in service',
  excused: 'all of it excused',
  coverage: 'too little measured',
}

const worst = (components: Report['worst']): Hole =>
  components.length > 0 &&
  html`<section class="panel" aria-labelledby="worst-title"><h2 id="worst-title">Down longest</h2><div class="wide"><table>
<thead><tr><th scope="col">Component</th><th scope="col">Uptime</th><th scope="col">Down</th><th scope="col">Outages</th></tr></thead>
<tbody>${components.map(
    ({ vessel, component, uptime, downS, outages }) =>
      html`<tr><th scope="row">${component.name} on <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></th><td>${share(uptime)}</td><td>${length(downS)}</td><td>${outages}</td></tr>`,
  )}</tbody></table></div></section>`

const excused = (excuses: Report['excuses']): Hole =>
  excuses.length > 0 &&
  html`<section class="panel" aria-labelledby="excused-title"><h2 id="excused-title">Excused time, itemised</h2><div class="wide"><table>
<thead><tr><th scope="col">Vessel</th><th scope="col">Category</th><th scope="col">Reason</th><th scope="col">Left out</th></tr></thead>
<tbody>${excuses.map(
    ({ vessel, category, reason, excusedS }) =>
      html`<tr><th scope="row">${vessel.name}</th><td>${categoryWords(category)}</td><td>${reason}</td><td>${duration(excusedS)}</td></tr>`,
  )}</tbody></table></div></section>`

const ticketList = (tickets: Report['tickets']): Hole =>
  tickets.length > 0 &&
  html`<section class="panel" aria-labelledby="tickets-title"><h2 id="tickets-title">Tickets <span class="muted">${tickets.length}</span></h2><div class="wide"><table>
<thead><tr><th scope="col">Ticket</th><th scope="col">What</th><th scope="col">Severity</th><th scope="col">Approved</th><th scope="col">Closed</th></tr></thead>
<tbody>${tickets.map(
    ({
      key,
      url,
      summary,
      severity,
      wantedAt,
      closed,
      stage,
    }) => html`<tr><th scope="row">${key !== null && url !== null ? html`<a href="${url}">${key}</a>` : stage}</th>
<td class="words">${summary}</td><td>${severity}</td><td>${time(wantedAt)}</td><td>${closed === null ? '—' : time(closed.at)}</td></tr>`,
  )}</tbody></table></div></section>`

const explanation = ({ scope }: Report): Html =>
  html`<section class="muted explanation" aria-label="How it is reckoned"><p>Uptime is up / (up + down) of the counted time. Silence counts as down until the vessel has told what was measured. Excused time and time out of service are left out, and shown. A vessel is up when all its components are.${scope.kind !== 'vessel' && ' The figure of many vessels is that of all their time together.'} An outage begins with down and ends with up; its length is what is counted of it within the period.</p></section>`

const length = (seconds: number): string => (seconds === 0 ? '—' : duration(seconds))

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `October 2026`, `Q4 2026`, `2026`. */
function titleOf(label: string): string {
  const [year, part] = label.split('-')
  if (part === undefined) return label
  return part.startsWith('Q') ? `${part} ${year}` : `${MONTHS[Number(part) - 1]} ${year}`
}
