import type { Account, Compared, Report } from '../../../shared/api/report.ts'
import { duration, points, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { categoryWords } from '../maintenance/category.ts'
import { share } from '../vessel/figures.ts'
import { titleOf } from './period.ts'
import { missedMark, REASONS, VERDICTS, verdictWords } from './verdict.ts'

/** What can be filed by itself: its heading stays with its table, and the head of the table stands on every page. */
const part = (id: string, title: Hole, table: Html, before: Hole = null): Html =>
  section(id, title, [before, html`<div class="wide">${table}</div>`])

/** Where a part would be and nothing is to be told: who reads it need not ask whether it was forgotten. */
const none = (id: string, title: string, words: string): Html => section(id, title, html`<p>${words}</p>`)

const section = (id: string, title: Hole, content: Hole): Html =>
  html`<section class="panel" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`

const counted = (title: string, count: number): Html => html`${title} <span class="muted">${count}</span>`

const th = (words: string): Html => html`<th scope="col">${words}</th>`

/** Every vessel with its figures, beside that of the period before. */
export const vesselsTable = ({ vessels, period, before }: Report): Html =>
  part(
    'vessels-title',
    counted('Vessels', vessels.length),
    html`<table class="figures-of-all">${head('Vessel', comparedWith(before))}
<tbody>${vessels.map((one) =>
      accountRow({
        name: html`<a href="${`/reports/${period.label}?vessel=${one.id}`}">${one.name}</a>`,
        verdict: verdictOf(one),
        isMissed: one.sla === 'missed',
        account: one,
        before: before.total && one.before,
      }),
    )}</tbody></table>`,
  )

/** All the time of the vessels of a group together; its verdicts are those of its vessels. */
export const groupsTable = ({ groups, period, before }: Report): Hole =>
  groups.length > 0 &&
  part(
    'groups-title',
    counted('Groups', groups.length),
    html`<table class="figures-of-all">${head('Group', comparedWith(before))}
<tbody>${groups.map((one) =>
      accountRow({
        name: html`<a href="${`/reports/${period.label}?group=${encodeURIComponent(one.group)}`}">${one.group}</a> <span class="muted">${one.vessels}</span>`,
        verdict: verdictWords(one.verdicts),
        isMissed: false,
        account: one,
        before: before.total && one.before,
      }),
    )}</tbody></table>`,
  )

export const componentsTable = (vessels: Report['vessels']): Html =>
  vessels.every(({ components }) => components.length === 0)
    ? none('components-title', 'Components', 'None: it has not named any yet.')
    : part(
        'components-title',
        'Components',
        html`<table class="figures-of-all">${head('Component', null)}
<tbody>${vessels.flatMap(({ components }) =>
          components.map((one) =>
            accountRow({
              name: html`${one.name}`,
              verdict: verdictOf(one),
              isMissed: one.sla === 'missed',
              account: one,
              before: null,
            }),
          ),
        )}</tbody></table>`,
      )

/** Where nobody has a figure of the period before, one sentence says so, and no column. */
const comparedWith = ({ label, total }: Report['before']): string | null => (total === null ? null : label)

const head = (of: string, before: string | null): Html =>
  html`<thead><tr>${[of, 'Uptime'].map(th)}${before !== null && html`<th scope="col" class="wraps">${`Points against ${titleOf(before)}`}</th>`}<th scope="col" class="verdict-words">SLA</th>${['Down', 'of it silent', 'Outages', 'Longest', 'No data', 'Excused', 'Coverage'].map(th)}</tr></thead>`

type Line = {
  readonly name: Html
  readonly verdict: Hole
  readonly isMissed: boolean
  readonly account: Account
  /** Null where the figures are not compared. */
  readonly before: Compared | null
}

const accountRow = ({ name, verdict, isMissed, account, before }: Line): Html =>
  html`<tr data-sla="${isMissed ? 'missed' : 'other'}"><th scope="row">${name}</th>
<td><strong>${share(account.uptime)}</strong></td>${before !== null && html`<td>${beforeWords(account, before)}</td>`}<td class="verdict-words">${isMissed && missedMark}${verdict}</td>
<td>${length(account.downS)}</td><td>${length(account.silentS)}</td><td>${account.outages}</td><td>${length(account.longestOutageS)}</td><td>${length(account.unknownS)}</td><td>${length(account.excusedS)}</td><td>${share(account.coverage)}</td></tr>`

const verdictOf = ({ sla, reason }: Account): Hole => [
  VERDICTS[sla],
  reason !== null && html` <span class="muted">${REASONS[reason] ?? reason}</span>`,
]

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

export const worst = (components: Report['worst']): Html =>
  components.length === 0
    ? none('worst-title', 'Down longest', 'None: no downtime is known.')
    : part(
        'worst-title',
        'Down longest',
        html`<table class="figures-of-all"><thead><tr>${['Component', 'Uptime', 'Down', 'Outages'].map(th)}</tr></thead>
<tbody>${components.map(
          ({ vessel, component, uptime, downS, outages }) =>
            html`<tr><th scope="row">${component.name} on <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></th><td>${share(uptime)}</td><td>${length(downS)}</td><td>${outages}</td></tr>`,
        )}</tbody></table>`,
      )

export const excused = (excuses: Report['excuses']): Html =>
  excuses.length === 0
    ? none('excused-title', 'Excused time, itemised', 'None: nothing was left out.')
    : part(
        'excused-title',
        'Excused time, itemised',
        html`<table><thead><tr>${['Vessel', 'Category', 'Reason'].map(th)}<th scope="col" class="figure-cell">Left out</th></tr></thead>
<tbody>${excuses.map(
          ({ vessel, category, reason, excusedS }) =>
            html`<tr><th scope="row">${vessel.name}</th><td class="short">${categoryWords(category)}</td><td class="words">${reason}</td><td class="figure-cell">${duration(excusedS)}</td></tr>`,
        )}</tbody></table>`,
      )

export const ticketList = (tickets: Report['tickets']): Html =>
  tickets.length === 0
    ? none('tickets-title', 'Tickets', 'None: no ticket was open in this time.')
    : part(
        'tickets-title',
        counted('Tickets', tickets.length),
        html`<table><thead><tr>${['Ticket', 'What', 'Severity', 'Approved', 'Closed'].map(th)}</tr></thead>
<tbody>${tickets.map(
          ({ key, url, summary, severity, wantedAt, closed, stage }) =>
            html`<tr><th scope="row" class="short">${key !== null && url !== null ? html`<a href="${url}">${key}</a>` : stage}</th>
<td class="words">${summary}</td><td class="short">${severity}</td><td class="short">${time(wantedAt)}</td><td class="short">${closed === null ? 'open' : time(closed.at)}</td></tr>`,
        )}</tbody></table>`,
      )

export const restated = (restatements: Report['restatements']): Html =>
  restatements.length === 0
    ? none('restated-title', 'Restatements', 'None: nothing is known otherwise now than when the report was frozen.')
    : part(
        'restated-title',
        counted('Restatements', restatements.length),
        html`<table class="figures-of-all"><thead><tr>${['Vessel', 'Component', 'Uptime', 'Down', 'No data', 'Excused', 'Outages'].map(th)}</tr></thead>
<tbody>${restatements.map(
          ({ vessel, component, before, after }) =>
            html`<tr><th scope="row"><a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></th><td class="words">${component?.name ?? 'the whole vessel'}</td>
<td>${changed(share(before.uptime), share(after.uptime))}</td><td>${changed(length(before.downS), length(after.downS))}</td><td>${changed(length(before.unknownS), length(after.unknownS))}</td><td>${changed(length(before.excusedS), length(after.excusedS))}</td><td>${changed(String(before.outages), String(after.outages))}</td></tr>`,
        )}</tbody></table>`,
        html`<p>What is known otherwise now than when the report was frozen.</p>`,
      )

const changed = (was: string, is: string): Hole => (was === is ? is : html`<del>${was}</del> <ins>${is}</ins>`)

/** A dash where there is none. */
export const length = (seconds: number): string => (seconds === 0 ? '—' : duration(seconds))
