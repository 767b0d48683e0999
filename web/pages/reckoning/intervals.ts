import type { Interval, VesselTimeline } from '../../../shared/api/timeline.ts'
import type { Span } from '../../../shared/time.ts'
import { duration, secondsOf, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { causeWords, LOOKS, plainMark } from '../../state.ts'
import { type Stretch, type StretchLook, strip } from '../../strip.ts'
import { categoryWords } from '../maintenance/category.ts'

type Excuses = VesselTimeline['excuses']

/** The last 24 hours of a component as a picture with its hours below. */
export function dayStrip(name: string, span: Span, intervals: readonly Interval[]): Html {
  const stretches = intervals.map(stretch)
  const label = `${name}, last 24 hours: ${summary(stretches)}`
  return html`<figure class="day">${strip(span, stretches, label)}
<figcaption class="hours" aria-hidden="true"><span>24 h ago</span><span>18 h</span><span>12 h</span><span>6 h</span><span>now</span></figcaption></figure>`
}

/** A week of it, where there is room for no more than the picture. */
export function weekStrip(name: string, span: Span, intervals: readonly Interval[]): Html {
  const stretches = intervals.map(stretch)
  return strip(span, stretches, `${name}, last 7 days: ${summary(stretches)}`)
}

/** The same in words and exact times, for who has to check it; only what was not up. */
export function intervalTable(component: string, intervals: readonly Interval[], excuses: Excuses): Html {
  const latest = intervals.at(-1)
  const troubles = intervals.filter(({ state, excusedBy }) => state !== 'up' || excusedBy !== null).reverse()
  return html`<details class="tells" id="${`intervals-${component}`}"><summary>${
    troubles.length === 0
      ? 'Up without a break in the last 24 h'
      : `${troubles.length} ${troubles.length === 1 ? 'interval' : 'intervals'} in the last 24 h when it was not up`
  }</summary>
${
  troubles.length > 0 &&
  html`<div class="wide"><table><thead><tr><th scope="col">State</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Duration</th><th scope="col">Why</th></tr></thead>
<tbody>${troubles.map((interval) => row(interval, interval === latest, excuses))}</tbody></table></div>`
}</details>`
}

const stretch = (interval: Interval): Stretch => ({
  from: secondsOf(interval.from),
  to: secondsOf(interval.to),
  look: lookOf(interval),
  excused: interval.excusedBy !== null,
})

/** How an interval looks: silence is told from what was measured as down. */
export const lookOf = ({ state, source }: Interval): StretchLook => (source === 'silent' ? 'silent' : state)

function row(interval: Interval, goesOn: boolean, excuses: Excuses): Html {
  const kind = lookOf(interval)
  const lengthS = secondsOf(interval.to) - secondsOf(interval.from)
  return html`<tr><td>${plainMark(kind)} ${LOOKS[kind].word}</td><td>${time(interval.from, exact(interval.from))}</td>
<td>${goesOn ? 'so far' : time(interval.to, exact(interval.to))}</td><td>${duration(lengthS)}</td><td>${why(interval, excuses)}</td></tr>`
}

const exact = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`

function why(interval: Interval, excuses: Excuses): Hole {
  const excuse = interval.excusedBy === null ? '' : ` Excused: ${excuseWords(interval.excusedBy, excuses)}.`
  if (interval.source === 'silent') return `Silent: counts as down until the vessel has told.${excuse}`
  if (interval.state === 'unknown') return `${causeWords(interval.cause)}${excuse}`
  return `Measured on board.${excuse}`
}

function excuseWords(excusedBy: string, excuses: Excuses): string {
  const excuse = excuses.find(({ id }) => id === excusedBy)
  return excuse === undefined ? excusedBy : `${categoryWords(excuse.category).toLowerCase()} (${excuse.reason})`
}

function summary(stretches: readonly Stretch[]): string {
  const parts = (['down', 'silent', 'unknown'] as const).flatMap((kind) => {
    const total = stretches.filter((one) => one.look === kind).reduce((sum, { from, to }) => sum + to - from, 0)
    return total > 0 ? [`${LOOKS[kind].word.toLowerCase()} ${duration(total)}`] : []
  })
  return parts.length > 0 ? parts.join(', ') : stretches.length > 0 ? 'up without a break' : 'nothing known'
}
