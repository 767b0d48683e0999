import { DAY_S } from '../../shared/time.ts'
import { bytes, duration, lasting, percent, secondsOf, time, utc, utcClock } from '../format.ts'
import { type Hole, type Html, html } from '../html.ts'
import type { Piece } from '../layout.ts'
import { LOOKS } from '../state.ts'
import { type Stretch, strip } from '../strip.ts'
import { type Verdict, verdictOf } from './crew-verdict.ts'
import type { CrewComponent, CrewShore, CrewState, CrewTrouble, CrewView } from './crew-view.ts'

export const crewPieces = (view: CrewView): readonly Piece[] => [{ id: 'main', html: crewMain(view) }]

export const crewMain = (view: CrewView): Html => html`<main id="main" class="narrow crew">
${headline(verdictOf(view))}
${wrong(view.troubles)}
<ul class="big-rows" aria-label="Components">${view.components.map((component) => row(component, view.at))}</ul>
<section class="panel" aria-labelledby="shore-title"><h2 id="shore-title">Contact with shore</h2>${shore(view)}</section>
${lost(view.losses)}
<p class="muted">Agent ${view.version} on ${view.vessel}. All times are UTC.</p>
</main>`

const headline = ({ look, sentence, next }: Verdict): Html => html`<header class="headline" data-look="${look}">
<span class="mark" data-state="${look === 'care' ? 'unknown' : look}" aria-hidden="true">${GLYPHS[look]}</span>
<div><h1>${sentence}</h1><p>${next}</p></div></header>`

const GLYPHS: Readonly<Record<Verdict['look'], string>> = {
  up: LOOKS.up.glyph,
  down: LOOKS.down.glyph,
  unknown: LOOKS.unknown.glyph,
  silent: LOOKS.silent.glyph,
  care: '!',
}

const WORDS: Readonly<Record<CrewState, string>> = { up: 'Up', down: 'Down', unknown: 'No measurement' }

function row(component: CrewComponent, at: string): Html {
  const { id, name, state, since, why } = component
  const span = { from: secondsOf(at) - DAY_S, to: secondsOf(at) }
  const stretches = component.intervals.map(stretch)
  const label = `${name}, last 24 hours: ${uptimeWords(component)}`
  return html`<li id="${`component-${id}`}" data-state="${state}">
<span class="mark" data-state="${state}" aria-hidden="true">${LOOKS[state].glyph}</span>
<h2>${name}</h2>
<p class="now">${WORDS[state]}${since !== null && html` for <bdi>${lasting(secondsOf(at) - secondsOf(since))}</bdi>`}</p>
<p class="detail">${since !== null && html`since ${time(since)}`}${since !== null && why !== null && '. '}${why}</p>
${strip(span, stretches, label)}
<p class="detail">Last 24 h: <strong>${uptimeWords(component)}</strong></p>
</li>`
}

const stretch = ({ from, to, state }: CrewComponent['intervals'][number]): Stretch => ({
  from: secondsOf(from),
  to: secondsOf(to),
  look: state,
  excused: false,
})

function uptimeWords({ uptime24h, measured24hS }: CrewComponent): string {
  if (uptime24h === null) return 'not measured'
  const part = measured24hS >= DAY_S ? '' : ` of the ${duration(measured24hS)} that were measured`
  return `up ${percent(uptime24h)} %${part}`
}

const wrong = (troubles: readonly CrewTrouble[]): Hole =>
  troubles.length > 0 &&
  html`<section class="notices" aria-labelledby="wrong-title"><h2 id="wrong-title">What is wrong, and what to do</h2>
<ul>${troubles.map(({ message, hint, code }) => html`<li><strong>${message}</strong> ${hint} <code>${code}</code></li>`)}</ul></section>`

const lost = (losses: readonly string[]): Hole =>
  losses.length > 0 &&
  html`<section class="panel" aria-labelledby="lost-title"><h2 id="lost-title">What was lost</h2>
<ul>${losses.map((loss) => html`<li>${loss}</li>`)}</ul></section>`

function shore({
  shore: { connected, since, because, lastContact, waiting, bytesToday },
  measuredTo,
  at,
}: CrewView): Html {
  const connection = [
    connected ? 'connected' : 'not connected',
    since !== null && html` since ${time(since)}`,
    because !== null && html`: ${because}`,
  ]
  return html`<dl class="about">
<div><dt>Link</dt><dd>${connection}</dd></div>
<div><dt>Shore last answered</dt><dd>${moment(lastContact, at, 'not since the agent was started')}</dd></div>
<div><dt>Waits to be sent</dt><dd>${waitingWords(waiting, at)}</dd></div>
<div><dt>Carried by the link today</dt><dd>${bytes(bytesToday.up)} up · ${bytes(bytesToday.down)} down</dd></div>
<div><dt>Measured up to</dt><dd>${moment(measuredTo, at, 'nothing yet')}</dd></div>
</dl>`
}

const moment = (instant: string | null, at: string, never: string): Hole =>
  instant === null
    ? never
    : [time(instant, `${utc(instant).slice(0, 10)} ${utcClock(instant)}`), html` <bdi>(${age(instant, at)} ago)</bdi>`]

function waitingWords(waiting: CrewShore['waiting'], at: string): Hole {
  if (waiting === 'nothing') return 'nothing: shore has it all'
  if (waiting === 'not known') return 'not known until shore has answered'
  return ['what was measured since ', time(waiting.since), html` <bdi>(${age(waiting.since, at)})</bdi>`]
}

const age = (instant: string, at: string): string => lasting(secondsOf(at) - secondsOf(instant))
