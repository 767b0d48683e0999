import type { Counted, Reckoned, Reckoning } from '../../../shared/api/reckoning.ts'
import { duration, time, utcExact, whole } from '../../format.ts'
import { type Html, html } from '../../html.ts'
import { causeWords, plainMark } from '../../state.ts'
import { zoneTime } from '../../zone-clock.ts'
import { categoryWords } from '../maintenance/category.ts'

export const MOST_ROWS = 1000

/** Every interval with its exact bounds, in UTC and by the vessel's clock, and how it enters each of the figures. */
export function reckonedTable(reckoning: Reckoning): Html {
  const { zone } = reckoning.vessel
  const local = zone !== 'UTC'
  const total = reckoning.intervals.reduce((sum, { seconds }) => sum + seconds, 0)
  return html`<div class="wide" tabindex="0" role="region" aria-label="Intervals"><table class="intervals"><thead><tr><th scope="col">From, UTC</th><th scope="col">To, UTC</th>${local && html`<th scope="col">From, ${zone}</th>`}<th scope="col">Duration</th><th scope="col" class="number">Seconds</th><th scope="col">Uptime</th><th scope="col">Measured</th><th scope="col">Observed</th><th scope="col">Why</th></tr></thead>
<tbody>${reckoning.intervals
    .slice(0, MOST_ROWS)
    .map(
      (one) =>
        html`<tr><td>${time(one.from, utcExact(one.from).slice(0, 19))}</td><td>${time(one.to, utcExact(one.to).slice(0, 19))}</td>${local && html`<td>${zoneTime(one.from, zone, true)}</td>`}<td>${duration(one.seconds)}</td><td class="number">${whole(one.seconds)}</td><td>${look(one.best)} ${WORDS[one.best]}</td><td>${WORDS[one.measured]}</td><td>${WORDS[one.observed]}</td><td>${why(one, reckoning)}</td></tr>`,
    )}</tbody>
<tfoot><tr><th scope="row" colspan="${local ? 3 : 2}">All of them</th><td>${duration(total)}</td><td class="number">${whole(total)}</td><td colspan="4"></td></tr></tfoot></table></div>`
}

export const RECKONED_COLUMNS = ['from', 'to', 'seconds', 'uptime', 'measured', 'observed', 'why'] as const

/** The same for a table to take away. */
export const reckonedRows = (reckoning: Reckoning) =>
  reckoning.intervals.map((one) => [
    one.from,
    one.to,
    one.seconds,
    one.best,
    one.measured,
    one.observed,
    why(one, reckoning),
  ])

const WORDS: Readonly<Record<Counted, string>> = {
  up: 'up',
  down: 'down',
  silent: 'silent, as down',
  unknown: 'no data',
  'excused-up': 'excused (up)',
  'excused-down': 'excused (down)',
  'excused-unknown': 'excused (no data)',
  'out-of-service': 'out of service',
}

function look(counted: Counted): Html {
  if (counted === 'out-of-service' || counted.startsWith('excused')) return plainMark('maintenance')
  return plainMark(counted === 'up' || counted === 'down' || counted === 'silent' ? counted : 'unknown')
}

function why({ best, cause, excusedBy }: Reckoned, { excuses }: Reckoning): string {
  const excuse = excuses.find(({ id }) => id === excusedBy)
  if (excuse !== undefined) return `${categoryWords(excuse.category)}: ${excuse.reason}.`
  if (best === 'out-of-service') return 'Not in service.'
  if (best === 'silent') return 'Silent: counts as down until the vessel has told.'
  if (best === 'unknown') return cause === null ? 'Of one of its components nothing is known.' : causeWords(cause)
  return 'Measured on board.'
}
