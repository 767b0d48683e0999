import type { Fleet, FleetVessel } from '../../../shared/api/fleet.ts'
import type { Health } from '../../../shared/api/problem.ts'
import { STATES, type State } from '../../../shared/model.ts'
import type { MissedSince } from '../../attention.ts'
import { groupsOf } from '../../filter.ts'
import { flag, type Html, html } from '../../html.ts'
import type { Piece } from '../../layout.ts'
import { option } from '../../option.ts'
import { bareName, LOOKS, plainBelowSla, plainMark, shortName } from '../../state.ts'
import { banner } from '../banner.ts'
import { attentionList, waitingList } from './attention-list.ts'
import { belowTarget, type Chosen, choose, type FleetChoice, fleetAddress, TURN_S, WHOLE_FLEET } from './choice.ts'
import { measureOf, nameWords, sizeOf } from './measure.ts'
import { tileId } from './tile.ts'

export type FleetView = {
  readonly fleet: Fleet
  /** Drawn once, however many choices of this fleet are shown. */
  readonly tileOf: (vessel: FleetVessel) => Html
  readonly missedSince: MissedSince
  readonly health: Health
  readonly choice: FleetChoice
}

/**
 * The page, and everything on it that changes by itself in pieces, so that news of one vessel costs one tile. The
 * list of what to act on stands before the grid, also for whoever has the page read aloud.
 */
export function drawFleet({ fleet, tileOf, missedSince, health, choice }: FleetView): {
  pieces: readonly Piece[]
  main: Html
} {
  const chosen = choose(fleet, choice)
  const parts = {
    banner: banner(health),
    counts: counts(chosen, choice),
    news: news(chosen),
    attention: attentionList(chosen.among, missedSince, choice.wall),
    waiting: waitingList(chosen.among),
    chosen: chosenWords(fleet, chosen, choice),
  }
  const main = html`<main id="main" class="fleet" data-wall="${flag(choice.wall)}" data-size="${sizeOf(placesIn(chosen.shown, choice))}">
<h1 class="aloud">Fleet</h1>
${parts.banner}
${parts.news}
<div class="top">${parts.counts}${!choice.wall && tools(fleet, choice)}</div>
<aside aria-label="What to look at">
${parts.attention}
${parts.waiting}
<p class="legend">${legend(fleet)}</p>
</aside>
<section class="grid" aria-labelledby="all-vessels">
<h2 class="aloud" id="all-vessels">Vessels</h2>
${parts.chosen}
${!choice.wall && unfound(fleet, chosen)}
${fleet.vessels.length === 0 ? noVessels() : chosen.shown.length === 0 ? noneFits() : tiles(chosen.shown, tileOf, choice)}
</section>
</main>`
  const pieces = [
    ...Object.entries(parts).map(([id, html]) => ({ id, html })),
    ...chosen.shown.map((vessel) => ({ id: tileId(vessel.id), html: tileOf(vessel) })),
  ]
  return { pieces, main }
}

const noVessels = (): Html => html`<div class="empty"><p><strong>Nothing heard yet.</strong></p>
<p>No vessel is known. Add one with <code>watchkeeper vessel add ID</code>, install its kit on board, and it appears here at its first message.</p></div>`

/** Stands by for a name that is being typed. */
const unfound = (fleet: Fleet, { shown }: Chosen): Html =>
  html`<p class="empty unfound" hidden>No vessel with this in its name${
    shown.length < fleet.vessels.length
      ? html` is shown here. <strong>Enter</strong> looks through the whole fleet.`
      : '.'
  }</p>`

const noneFits = (): Html =>
  html`<div class="empty"><p><strong>No vessel fits.</strong></p><p><a href="/">Show the whole fleet</a></p></div>`

/** In groups the heading of each is a place among the tiles, where the screen has room for all of them. */
const placesIn = (vessels: readonly FleetVessel[], { by }: FleetChoice): number =>
  vessels.length + (by === null ? 0 : new Set(vessels.map(({ group }) => group)).size)

function tiles(vessels: readonly FleetVessel[], tileOf: (vessel: FleetVessel) => Html, choice: FleetChoice): Html {
  const { columns, rows, saves, names, cells } = measureOf({
    names: vessels.map(({ name }) => bareName(name)),
    cells: vessels.map(({ components }) => components.length),
    places: placesIn(vessels, choice),
    wall: choice.wall,
  })
  const inside =
    choice.by === null
      ? html`<ul class="tiles">${vessels.map(tileOf)}</ul>`
      : [...Map.groupBy(vessels, ({ group }) => group)].map(
          ([
            group,
            members,
          ]) => html`<section class="group"><h3>${nameWords(group ?? 'In no group')} <span class="muted">${members.length}</span></h3>
<ul class="tiles">${members.map(tileOf)}</ul></section>`,
        )
  return html`<div class="places" data-columns="${columns ?? 'any'}" data-rows="${rows}" data-saves="${flag(saves)}" data-names="${names}" data-cells="${cells}">${inside}</div>`
}

/** Read aloud when it changes, for who does not see the tiles turn. */
const news = ({ among: { counts: of } }: Chosen): Html =>
  html`<p class="aloud" id="news" role="status">${of.silent} silent, ${of.down} down, ${of.unknown} without data.</p>`

/** Each count is a filter, and the one that is chosen is the way back. */
function counts({ among }: Chosen, choice: FleetChoice): Html {
  const count = (state: State | 'below', number: number, look: Html, word: string): Html => {
    const isChosen = choice.state === state
    const inside = html`${look} <strong>${number}</strong> ${word}`
    const to = fleetAddress({ ...choice, state: isChosen ? null : state, page: 1 })
    return html`<li data-state="${state}" data-none="${flag(number === 0)}" data-small="${flag(number < 10)}">${
      choice.wall
        ? inside
        : html`<a href="${to}" aria-current="${flag(isChosen)}" title="${isChosen ? 'Show all again' : `Show only these`}">${inside}</a>`
    }</li>`
  }
  return html`<ul class="counts" id="counts" aria-label="Vessels by state">
${STATES.map((state) => count(state, among.counts[state], plainMark(state), LOOKS[state].word))}
${count('below', among.vessels.filter(belowTarget).length, plainBelowSla, 'Below SLA')}
</ul>`
}

const MOST_LETTERS = 100

/** What is being typed is nobody's to replace, so news leaves the form alone. */
function tools({ vessels }: Fleet, choice: FleetChoice): Html {
  const groups = groupsOf(vessels)
  return html`<form class="tools" method="get" action="/" role="search" data-hold="true">
${choice.state !== null && html`<input type="hidden" name="state" value="${choice.state}">`}
${choice.by !== null && html`<input type="hidden" name="by" value="${choice.by}">`}
<input type="search" name="q" value="${choice.q}" maxlength="${MOST_LETTERS}" placeholder="Name of a vessel" aria-label="Name of a vessel" autocomplete="off" data-narrows="true">
${groups.length > 0 && html`<select name="group" aria-label="Group">${option('', 'All groups', choice.group ?? '')}${groups.map((group) => option(group, group, choice.group ?? ''))}</select>`}
<button type="submit">Show</button>
${groups.length > 0 && html`<a href="${fleetAddress({ ...choice, by: choice.by === null ? 'group' : null })}">${choice.by === null ? 'By group' : 'By name'}</a>`}
<a href="${fleetAddress({ ...choice, wall: true })}">Wall</a>
</form>`
}

/** What was chosen, in words, and the way through its pages. */
function chosenWords(fleet: Fleet, { fitting, page, pages }: Chosen, choice: FleetChoice): Html {
  const isAll = choice.state === null && choice.q === '' && choice.group === null
  const words = [
    choice.state !== null && (choice.state === 'below' ? 'below SLA' : LOOKS[choice.state].word.toLowerCase()),
    choice.group !== null && `in ${choice.group}`,
    choice.q !== '' && `with “${choice.q}” in the name`,
  ].filter((word) => word !== false)
  return html`<div id="chosen">${
    !isAll &&
    html`<p>${fitting} of ${fleet.vessels.length} vessels: ${words.join(', ')}. ${!choice.wall && html`<a href="${fleetAddress({ ...WHOLE_FLEET, by: choice.by })}">Show all</a>`}</p>`
  }${pages.length > 1 && (choice.wall ? wallPage(pages, page) : pageLinks(pages, page, choice))}</div>`
}

/** Nobody can press anything there, so it turns by itself. */
const wallPage = (pages: Chosen['pages'], page: number): Html =>
  html`<p>Page ${page} of ${pages.length}: ${pages[page - 1]?.first} to ${pages[page - 1]?.last}. It turns every ${TURN_S} s; what needs attention stays.</p>`

const pageLinks = (pages: Chosen['pages'], page: number, choice: FleetChoice): Html =>
  html`<nav class="pages" aria-label="Pages of vessels"><ol>${pages.map(
    ({ first, last }, at) =>
      html`<li><a href="${fleetAddress({ ...choice, page: at + 1 })}" title="${`${first} to ${last}`}" aria-current="${at + 1 === page ? 'page' : 'false'}">${at + 1}</a></li>`,
  )}</ol><p>${pages[page - 1]?.first} to ${pages[page - 1]?.last}</p></nav>`

/** What the letters and figures on the tiles stand for. */
function legend({ vessels }: Fleet): string {
  const names = new Map(vessels.flatMap(({ components }) => components.map(({ id, name }) => [id, name])))
  const words = [...names].map(([id, name]) => `${shortName(id, name)} ${name}`)
  return words.length === 0
    ? ''
    : [...words, 'strip and % up: the last 24 h', 'last heard: below on the right'].join(' · ')
}
