import type { Health } from '../../../shared/api/problem.ts'
import type { Account, Report } from '../../../shared/api/report.ts'
import { percent, points, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { personName } from '../../person.ts'
import { banner } from '../banner.ts'
import { share } from '../vessel/figures.ts'
import { daysOf, titleOf } from './period.ts'
import { componentsTable, excused, groupsTable, length, restated, ticketList, vesselsTable, worst } from './tables.ts'
import { missedMark, REASONS, VERDICTS, verdictWords } from './verdict.ts'

/** One report, to be read, printed and filed. */
export function reportMain(report: Report, { health, mayFreeze }: { health: Health; mayFreeze: boolean }): Html {
  const { period, vessels, scope } = report
  const isOfOne = scope.kind === 'vessel'
  return html`<main id="main" class="narrow report" data-scope="${scope.kind}">
${banner(health)}
<header class="title"><h1>SLA report ${titleOf(period.label)}</h1> <p>${scopeWords(report)}</p></header>
<p class="covers">${daysOf(period.label)}, ${period.zone === 'UTC' ? 'UTC' : html`${period.zone} time <span class="muted">(${time(period.from)} to ${time(period.to)})</span>`}</p>
${forms(report)}
${standing(report)}
${mayFreeze && freezeForm(period.label)}
${summary(report)}
${report.frozen !== null && restated(report.restatements)}
${groupsTable(report)}
${!isOfOne && vesselsTable(report)}
${!isOfOne && worst(report.worst)}
${vessels.length === 1 && componentsTable(vessels)}
${excused(report.excuses)}
${ticketList(report.tickets)}
${explanation(report)}
</main>`
}

const unheardIn = (vessels: Report['vessels']): number => vessels.filter(({ reason }) => reason === 'unheard').length

/** What it is filed under. */
export function nameOf({ period, scope }: Report): string {
  const name = `SLA report ${titleOf(period.label)}`
  return scope.kind === 'fleet' ? name : `${name} – ${scope.kind === 'group' ? scope.group : scope.name}`
}

function scopeWords({ scope, vessels }: Report): string {
  const unheard = unheardIn(vessels)
  if (scope.kind === 'vessel') return unheard === 0 ? scope.name : `${scope.name}, never heard`
  const many = `${vessels.length} ${vessels.length === 1 ? 'vessel' : 'vessels'}`
  return [
    scope.kind === 'fleet' ? 'The whole fleet' : scope.group,
    many,
    ...(unheard === 0 ? [] : [`${unheard} never heard`]),
  ].join(', ')
}

function forms(report: Report): Html {
  const address = `/reports/${report.period.label}`
  const search = searchOf(report)
  return html`<p class="ways" role="group" aria-label="Other forms"><a href="/reports">All reports</a> ${search !== '' && html`<a href="${address}">The whole fleet</a>`} <a href="${`${address}.csv${search}`}">CSV</a> ${report.groups.length > 0 && html`<a href="${`${address}.csv?lines=groups`}">CSV of the groups</a>`} <a href="${`/api/v1${address}${search}`}">JSON</a> <span class="muted">To print, or keep as PDF, use the browser's print.</span></p>`
}

const searchOf = ({ scope }: Report): string =>
  scope.kind === 'fleet'
    ? ''
    : scope.kind === 'group'
      ? `?group=${encodeURIComponent(scope.group)}`
      : `?vessel=${scope.id}`

function standing({ status, waitingFor, frozen, at, vessels }: Report): Html {
  const asOf = html`<span class="muted">As of ${time(at)}.</span>`
  switch (status) {
    case 'running':
      return html`<p class="report-status" data-status="running" role="status"><strong>Not over yet.</strong> What is known up to ${time(at)}.</p>`
    case 'provisional':
      return html`<p class="report-status" data-status="provisional" role="status"><strong>Provisional.</strong> ${
        waitingFor.length === 1 ? 'One vessel has' : `${waitingFor.length} vessels have`
      } not told all of it yet: ${waitingFor.map(({ id, name }, nth) => html`${nth > 0 && ', '}<a href="${`/vessels/${id}`}">${name}</a>`)}. ${asOf}</p>`
    case 'final':
      return html`<p class="report-status" data-status="final" role="status"><strong>Complete.</strong> ${toldWords(vessels)} ${asOf}</p>`
    case 'frozen':
      return html`<p class="report-status" data-status="frozen" role="status"><strong>Frozen</strong> by ${frozen && personName(frozen.by)} ${frozen && time(frozen.at)}. What became known later is listed under restatements, and changes nothing else.</p>`
  }
}

function toldWords(vessels: Report['vessels']): string {
  const unheard = unheardIn(vessels)
  if (unheard === vessels.length) return 'Nothing was ever heard, and nothing is waited for.'
  return `Every vessel ${unheard === 0 ? '' : 'that was heard '}has told all of it.`
}

const freezeForm = (label: string): Html => html`<details class="freeze"><summary>Freeze this report</summary>
<form method="post" action="${`/reports/${label}/freeze`}"><p>The figures of the whole fleet for ${titleOf(label)} are kept as they stand now, under your name, for good. What is learned later is shown beside them.</p>
<button>Freeze it</button></form></details>`

function summary({ total, verdicts, before, vessels, excuses }: Report): Html {
  const one = vessels.length === 1
  const reason = one && vessels[0]?.reason
  const excusedS = excuses.reduce((sum, { excusedS: seconds }) => sum + seconds, 0)
  const target = total.slaTarget
  const facts: readonly (readonly [string, Hole, Hole])[] = [
    ['Uptime', html`<strong class="figure">${share(total.uptime)}</strong>`, against(total, before)],
    [
      `SLA of ${Number.isInteger(target) ? target : percent(target)} %`,
      one ? [total.sla === 'missed' && missedMark, VERDICTS[total.sla]] : verdictWords(verdicts),
      reason && (REASONS[reason] ?? reason),
    ],
    ['Down', length(total.downS), total.silentS > 0 && `of it silent ${length(total.silentS)}`],
    ['Outages', total.outages, total.outages > 0 && `the longest ${length(total.longestOutageS)}`],
    ['Coverage', share(total.coverage), bounds(total)],
    ['Excused', length(excusedS), excusedS > 0 && 'left out, itemised below'],
  ]
  return html`<section class="panel summary-panel" aria-labelledby="sum-title"><h2 id="sum-title">Summary</h2><dl class="report-sums">${facts.map(
    ([name, figure, more]) =>
      html`<div><dt>${name}</dt><dd>${figure}</dd>${more && html`<dd class="muted">${more}</dd>`}</div>`,
  )}</dl></section>`
}

function against(total: Account, { label, total: earlier }: Report['before']): Hole {
  if (earlier === null || earlier.uptime === null || total.uptime === null)
    return `nothing of ${titleOf(label)} to compare with`
  const change = points(earlier.uptime, total.uptime)
  return `${change === '0.0' ? 'as in' : `${change} points against`} ${titleOf(label)} (${share(earlier.uptime)})`
}

const bounds = ({ lowest, highest }: Account): Hole =>
  percent(lowest) !== percent(highest) &&
  `uptime between ${percent(lowest)} and ${percent(highest)} %, whatever was not measured`

const explanation = ({ scope }: Report): Html =>
  html`<section class="muted explanation" aria-label="How it is reckoned"><p>Uptime is up / (up + down) of the counted time. Silence counts as down until the vessel has told what was measured. Excused time and time out of service are left out, and shown. A vessel is up when all its components are.${scope.kind !== 'vessel' && ' The figure of many vessels is that of all their time together, in vessel-hours.'} Points are the difference of the two figures as they are shown. An outage begins with down and ends with up; its length is what is counted of it within the period.</p></section>`
