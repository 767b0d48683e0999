import { spokenDuration } from '../../shared/spoken.ts'
import { DAY_S, MINUTE_S } from '../../shared/time.ts'
import { bytes, percent, secondsOf, utc, utcClock } from '../format.ts'
import { type Hole, type Html, html } from '../html.ts'
import type { Piece, Theme } from '../layout.ts'
import { LOOKS } from '../state.ts'
import { type Stretch, strip } from '../strip.ts'
import { type ShipTime, shipClock } from './ship-time.ts'
import { troubleKind } from './trouble.ts'
import { type Verdict, verdictOf } from './verdict.ts'
import type { CrewComponent, CrewLoss, CrewShore, CrewTrouble, CrewView } from './view.ts'
import type { CrewWords } from './words/words.ts'

/** How somebody reads the page: in which language, by which clock beside UTC, in which palette. */
export type Reader = { readonly words: CrewWords; readonly shipTime: ShipTime | null; readonly theme: Theme }

export const crewPieces = (view: CrewView, reader: Reader): readonly Piece[] => [
  { id: 'main', html: crewMain(view, reader) },
]

/** Now, by the ship's clock and by UTC. */
export const crewClock = (at: string, { words, shipTime }: Reader): string =>
  shipTime === null ? utcClock(at) : `${shipClock(at, shipTime).slice(11)} ${words.ship} · ${utcClock(at)}`

export function crewMain(view: CrewView, reader: Reader): Html {
  const { words, shipTime } = reader
  return html`<main id="main" class="narrow crew">
${headline(verdictOf(view, words, answered(view, words)))}
${wrong(view.troubles, words)}
<ul class="big-rows" aria-label="${words.components.title}">${view.components.map((component) => row(component, view.at, reader))}</ul>
${view.components.length > 0 && key(words)}
<section class="panel" aria-labelledby="shore-title"><h2 id="shore-title">${words.shore.title}</h2>${shore(view, reader)}</section>
${lost(view.losses, words)}
<p class="muted">${words.about(view.version, view.vessel)} ${words.times(shipTime)}</p>
</main>`
}

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

function row(component: CrewComponent, at: string, reader: Reader): Html {
  const { id, name, state, since, cause } = component
  const { components: words, ...common } = reader.words
  const span = { from: secondsOf(at) - DAY_S, to: secondsOf(at) }
  const stretches = component.intervals.map(stretch)
  const uptime = uptimeWords(component, reader.words)
  return html`<li id="${`component-${id}`}" data-state="${state}">
<span class="mark" data-state="${state}" aria-hidden="true">${LOOKS[state].glyph}</span>
<h2><bdi>${name}</bdi></h2>
<p class="now">${common.states[state]}${since !== null && html` <bdi>${words.lasting(lasting(since, at, reader.words))}</bdi>`}</p>
<p class="detail">${since !== null && [common.since, ' ', moment(since, at, reader)]}${since !== null && cause !== null && '. '}${cause !== null && words.causes[cause]}</p>
<div class="day" dir="ltr">${strip(span, stretches, `${name}, ${words.last24h}: ${uptime}`)}
<p class="axis" aria-hidden="true"><span>${words.axis.begin}</span><span>${words.axis.middle}</span><span>${words.axis.end}</span></p></div>
<p class="detail">${words.last24h}: <strong>${uptime}</strong></p>
</li>`
}

/** How to read the pictures; who hears the page is told in words. */
const key = ({ states }: CrewWords): Html =>
  html`<p class="key" aria-hidden="true">${STATES.map(
    (look) =>
      html`<span>${strip({ from: 0, to: 1 }, [{ from: 0, to: 1, look, excused: false }], states[look])} ${states[look]}</span> `,
  )}</p>`

const STATES = ['up', 'down', 'unknown'] as const

const stretch = ({ from, to, state }: CrewComponent['intervals'][number]): Stretch => ({
  from: secondsOf(from),
  to: secondsOf(to),
  look: state,
  excused: false,
})

function uptimeWords({ uptime24h, measured24hS }: CrewComponent, { components: words, units }: CrewWords): string {
  if (uptime24h === null) return words.notMeasured
  const part = measured24hS >= DAY_S ? '' : ` ${words.ofMeasured(spokenDuration(measured24hS, units))}`
  return `${words.up(percent(uptime24h))}${part}`
}

const wrong = (troubles: readonly CrewTrouble[], { wrong: words }: CrewWords): Hole =>
  troubles.length > 0 &&
  html`<section class="notices" aria-labelledby="wrong-title"><h2 id="wrong-title">${words.title}</h2>
<ul>${[...Map.groupBy(troubles, ({ code }) => troubleKind(code))].map(([kind, alike]) => {
    const { what, todo } = words.kinds[kind]
    const names = [...new Set(alike.flatMap((one) => one.names))]
    return html`<li>${names.length > 0 && html`<bdi>${names.join(', ')}</bdi>: `}<strong>${what}</strong> ${todo}
<details><summary>${words.technical}</summary>${alike.map(technical)}</details></li>`
  })}</ul></section>`

const technical = ({ message, hint, code }: CrewTrouble): Html =>
  html`<p lang="en" dir="ltr">${message} ${hint} <code>${code}</code></p>`

const lost = (losses: readonly CrewLoss[], { lost: words, wrong: { technical } }: CrewWords): Hole =>
  losses.length > 0 &&
  html`<section class="panel" aria-labelledby="lost-title"><h2 id="lost-title">${words.title}</h2>
<ul>${losses.map((loss) => html`<li>${words.kinds[loss.kind](loss.kind === 'day' ? loss.day : '')}</li>`)}</ul>
${losses.some(({ kind }) => kind !== 'unreadable') && html`<p>${words.again}</p>`}
<details><summary>${technical}</summary>${losses.map(({ message }) => html`<p lang="en" dir="ltr">${message}</p>`)}</details></section>`

function shore(
  { shore: { connected, since, because, lastContact, waiting, bytesToday }, measuredTo, at }: CrewView,
  reader: Reader,
): Html {
  const { shore: words, since: sinceWord } = reader.words
  const connection = [
    connected ? words.connected : words.notConnected,
    since !== null && [' ', sinceWord, ' ', moment(since, at, reader)],
    because !== null &&
      html` <span class="when">${words.because[because.kind]('hub' in because ? because.hub : '')}</span>`,
  ]
  const technical =
    because !== null &&
    html`<details><summary>${reader.words.wrong.technical}</summary><p lang="en" dir="ltr">${because.message}</p></details>`
  return html`<dl class="about">
<div><dt>${words.link}</dt><dd>${connection}${technical}</dd></div>
<div><dt>${words.answered}</dt><dd>${momentAgo(lastContact, at, words.neverAnswered, reader)}</dd></div>
<div><dt>${words.waits}</dt><dd>${waitingWords(waiting, at, reader)}</dd></div>
<div><dt>${words.carried}</dt><dd>${words.upDown(bytes(bytesToday.up), bytes(bytesToday.down))}</dd></div>
<div><dt>${words.measuredTo}</dt><dd>${momentAgo(measuredTo, at, words.nothingYet, reader)}</dd></div>
</dl>`
}

function waitingWords(waiting: CrewShore['waiting'], at: string, reader: Reader): Hole {
  const { shore: words } = reader.words
  if (waiting === 'nothing') return words.waitsNothing
  if (waiting === 'not known') return words.waitsUnknown
  const age = html` <bdi>(${lasting(waiting.since, at, reader.words)})</bdi>`
  return [words.waitsSince, ' ', moment(waiting.since, at, reader), age]
}

const momentAgo = (instant: string | null, at: string, never: string, reader: Reader): Hole =>
  instant === null
    ? never
    : html`<bdi>${reader.words.ago(lasting(instant, at, reader.words))}</bdi> <span class="when">${moment(instant, at, reader)}</span>`

/** By the ship's clock first, if there is one, and by UTC always; a date that a clock shows today is left out. */
function moment(instant: string, at: string, { words, shipTime }: Reader): Html {
  if (shipTime === null) return time(instant, utc(instant))
  const [shipDay, ...ship] = shipClock(instant, shipTime).split(' ')
  const ofShip = [shipDay !== shipClock(at, shipTime).slice(0, 10) && `${shipDay} `, ...ship, ' ', words.ship, ' ·']
  const utcDay = instant.slice(0, 10)
  const ofUtc = utcDay === at.slice(0, 10) || utcDay === shipDay ? `${instant.slice(11, 16)} UTC` : utc(instant)
  return html`<span dir="ltr"><bdi>${ofShip}</bdi> ${time(instant, ofUtc)}</span>`
}

/** Without the exact time on hover, which the browser would show in white. */
const time = (instant: string, words: string): Html => html`<bdi><time datetime="${instant}">${words}</time></bdi>`

function answered({ shore: { lastContact }, at }: CrewView, words: CrewWords): string {
  if (lastContact === null) return ''
  return words.verdict.answered(words.ago(lasting(lastContact, at, words)))
}

/** Beyond a minute without seconds, which would only flicker. */
function lasting(since: string, at: string, { units }: CrewWords): string {
  const seconds = secondsOf(at) - secondsOf(since)
  return spokenDuration(seconds < MINUTE_S ? seconds : Math.floor(seconds / MINUTE_S) * MINUTE_S, units)
}
