import type { Interval, VesselTimeline } from '../../../shared/api/timeline.ts'
import type { Vessel, VesselComponent } from '../../../shared/api/vessel.ts'
import { DAY_S, iso } from '../../../shared/time.ts'
import { duration, lasting, secondsOf, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import type { Piece } from '../../layout.ts'
import { recoveryWords } from '../../recovery.ts'
import { causeWords, LOOKS, plainMark } from '../../state.ts'
import { incidentAddress } from '../history/incidents.ts'
import { dayStrip, intervalTable, lookOf } from '../reckoning/intervals.ts'
import { reckoningAddress } from '../reckoning/reckoning.ts'
import { daysOf } from './days.ts'
import { since } from './facts.ts'
import { figuresLine, figuresTable } from './figures.ts'

type Part = 'now' | 'figures' | 'day' | 'intervals' | 'downtimes' | 'days' | 'all'

/** One component, from its state now to its ninety days; each part changes by itself. */
function partsOf(vessel: Vessel, component: VesselComponent, timeline: VesselTimeline): Readonly<Record<Part, Piece>> {
  const { id, name, uptime } = component
  const span = { from: secondsOf(vessel.at) - DAY_S, to: secondsOf(vessel.at) }
  const intervals = timeline.components.find((one) => one.id === id)?.intervals ?? []
  const of = { vessel: vessel.id, component: id, name }
  const piece = (part: Part, content: Hole): Piece => ({
    id: `${part}-${id}`,
    html: html`<div id="${`${part}-${id}`}">${content}</div>`,
  })
  return {
    now: { id: `now-${id}`, html: now(vessel, component, intervals) },
    figures: piece('figures', uptime !== null && figuresLine(uptime, of)),
    day: piece('day', dayStrip(name, span, intervals)),
    intervals: { id: `intervals-${id}`, html: intervalTable(id, intervals, timeline.excuses) },
    downtimes: { id: `downtimes-${id}`, html: downtimes(vessel, component) },
    days: { id: `days-${id}`, html: daysOf(vessel, component) },
    all: piece('all', uptime !== null && figuresTable(uptime, of)),
  }
}

export const componentPieces = (vessel: Vessel, component: VesselComponent, timeline: VesselTimeline) =>
  Object.values(partsOf(vessel, component, timeline))

/** What it is now, the figures on one line, and beneath them its day and its ninety days side by side. */
export function componentPanel(vessel: Vessel, component: VesselComponent, timeline: VesselTimeline): Html {
  const { now, figures, day, intervals, downtimes, days, all } = partsOf(vessel, component, timeline)
  return html`<section class="panel" id="${`component-${component.id}`}" aria-label="${component.name}">${now.html}${figures.html}
<div class="sides"><div>${day.html}${intervals.html}${downtimes.html}</div><div>${days.html}${all.html}</div></div></section>`
}

function now(vessel: Vessel, component: VesselComponent, intervals: readonly Interval[]): Html {
  return html`<div id="${`now-${component.id}`}" data-state="${component.state}">
<header><h2>${plainMark(component.state)} ${component.name} <span class="muted">${componentWords(component, vessel, intervals.at(-1))}</span></h2>
<p class="verdict" data-sla="${component.sla}">${verdictWords(component)}</p></header>
${component.state === 'unknown' && html`<p>${causeWords(component.cause)}</p>`}
${outageWords(vessel, component)}</div>`
}

/** How long it has been in its state; and since when it has not been up, when that began earlier in another state. */
function componentWords({ state, since: begin, downtimeS, cause }: VesselComponent, vessel: Vessel, last?: Interval) {
  const word = cause === 'out-of-service' ? 'Out of service' : LOOKS[state].word
  const ageS = begin === null ? null : secondsOf(vessel.at) - secondsOf(begin)
  const age = begin !== null && html` for ${since(begin, vessel)}`
  if (state === 'maintenance') {
    const beneath = last === undefined ? null : ` · not counted; measured: ${LOOKS[lookOf(last)].word.toLowerCase()}`
    return [word, age, beneath]
  }
  const earlier = state !== 'up' && downtimeS !== null && downtimeS > (ageS ?? 0)
  return [word, age, earlier && ` · not up for ${lasting(downtimeS)}`]
}

/** Why it goes by another time than its alert and its ticket: these go by the whole outage. */
function outageWords({ id, at }: Vessel, { state, outage, downtimeS }: VesselComponent): Hole {
  if (outage === null) return null
  const link = html`<a href="${incidentAddress(id, outage.incident)}">outage</a>`
  if (outage.recovery !== null)
    return html`<p class="outage">The ${link} that began ${time(outage.began)} is not over yet: ${recoveryWords(outage.recovery)}.</p>`
  if (state !== 'down' || downtimeS === null || secondsOf(at) - downtimeS <= secondsOf(outage.began)) return null
  return html`<p class="outage">Down since ${time(iso(secondsOf(at) - downtimeS))}; the ${link} began ${time(outage.began)}, with a short recovery between.</p>`
}

function verdictWords({ sla, slaTarget, reason }: VesselComponent): string {
  switch (sla) {
    case 'met':
      return `SLA ${slaTarget} % met`
    case 'missed':
      return `▼ below SLA ${slaTarget} %`
    case 'undetermined':
      return `SLA ${slaTarget} % not judged${reason === null ? '' : `: ${REASONS[reason] ?? reason}`}`
  }
}

const REASONS: Readonly<Record<string, string>> = {
  new: 'too little of the time in service',
  excused: 'all of the time is excused',
  coverage: 'too little of the time is known',
}

/** When it counted as down in the last thirty days; each leads to what is known of that time. */
function downtimes(vessel: Vessel, { id, downtimes: all, slaTarget: _ }: VesselComponent): Html {
  const sum = all.reduce((total, { downS }) => total + downS, 0)
  return html`<details class="tells" id="${`downtimes-${id}`}"><summary>${
    all.length === 0
      ? 'No downtime in the last 30 d'
      : `${all.length} ${all.length === 1 ? 'downtime' : 'downtimes'} in the last 30 d, ${duration(sum)} in all`
  }</summary>${
    all.length > 0 &&
    html`<div class="wide"><table><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Duration</th><th scope="col">of it silent</th></tr></thead>
<tbody>${all.map((one) => downtime(vessel, id, one))}</tbody></table></div>`
  }</details>`
}

function downtime(
  vessel: Vessel,
  component: string,
  { from, to, downS, silentS }: VesselComponent['downtimes'][number],
) {
  const address = reckoningAddress(vessel.id, component, from, to ?? vessel.at)
  const silent: Hole = silentS === 0 ? '—' : duration(silentS)
  return html`<tr><td>${time(from)}</td><td>${to === null ? 'so far' : time(to)}</td><td><a href="${address}">${duration(downS)}</a></td><td>${silent}</td></tr>`
}
