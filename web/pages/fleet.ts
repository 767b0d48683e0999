import type { Fleet, FleetComponent, FleetVessel } from '../../shared/api/fleet.ts'
import type { Health } from '../../shared/api/problem.ts'
import { STATES } from '../../shared/model.ts'
import { MINUTE_S } from '../../shared/time.ts'
import { attention, type Concern } from '../attention.ts'
import { age, lasting, percent, secondsOf, time } from '../format.ts'
import { flag, type Html, html } from '../html.ts'
import type { Piece } from '../layout.ts'
import { bareName, LOOKS, mark, neverHeard, plainMark, shortName } from '../state.ts'
import { banner } from './banner.ts'

export type FleetView = { readonly fleet: Fleet; readonly health: Health }

/** Everything on the page that changes by itself, in pieces, so that news of one vessel costs one tile. */
export const fleetPieces = ({ fleet, health }: FleetView): readonly Piece[] => [
  { id: 'banner', html: banner(health) },
  { id: 'counts', html: counts(fleet) },
  { id: 'attention', html: attentionList(fleet) },
  { id: 'waiting', html: waitingList(fleet) },
  ...fleet.vessels.map((vessel) => ({ id: tileId(vessel.id), html: tile(vessel, fleet.at) })),
]

/** The list of what to act on stands before the grid, also for whoever has the page read aloud. */
export const fleetMain = ({ fleet, health }: FleetView): Html => html`<main id="main" class="fleet">
<h1 class="aloud">Fleet</h1>
${banner(health)}
${counts(fleet)}
<aside aria-label="What to look at">
${attentionList(fleet)}
${waitingList(fleet)}
</aside>
<section class="grid" aria-labelledby="all-vessels">
<h2 class="aloud" id="all-vessels">All vessels</h2>
${
  fleet.vessels.length === 0
    ? html`<div class="empty"><p><strong>Nothing heard yet.</strong></p>
<p>No vessel is known. Add one with <code>watchkeeper vessel add ID</code>, install its kit on board, and it appears here at its first message.</p></div>`
    : html`<ul class="tiles">${fleet.vessels.map((vessel) => tile(vessel, fleet.at))}</ul>`
}
</section>
</main>`

const tileId = (vessel: string): string => `vessel-${vessel}`

function counts(fleet: Fleet): Html {
  const missed = fleet.vessels.filter(belowTarget).length
  return html`<div id="counts"><ul class="counts" aria-label="Vessels by state">
${STATES.map(
  (state) =>
    html`<li data-state="${state}" data-none="${flag(fleet.counts[state] === 0)}">${plainMark(state)} <strong>${fleet.counts[state]}</strong> ${LOOKS[state].word}</li>`,
)}
<li class="below" data-none="${flag(missed === 0)}"><span class="mark low" aria-hidden="true">▼</span> <strong>${missed}</strong> Below SLA</li>
</ul><p class="legend">${legend(fleet)}</p></div>`
}

/** What the letters and figures on the tiles stand for. */
function legend({ vessels }: Fleet): string {
  const components = vessels.flatMap((vessel) => vessel.components)
  const words = new Map(components.map(({ id, name }) => [id, `${shortName(id, name)} ${name}`]))
  return words.size === 0 ? '' : [...words.values(), '% up in the last 24 h'].join(' · ')
}

function attentionList(fleet: Fleet): Html {
  const concerns = attention(fleet)
  return html`<section id="attention" aria-labelledby="attention-title">
<h2 id="attention-title">Needs attention <span class="muted">oldest first</span></h2>
${
  concerns.length === 0
    ? html`<p class="quiet">Nothing: no vessel is silent, down or below its SLA.</p>`
    : html`<ol class="concerns">${concerns.map((concern) => concernItem(concern))}</ol>`
}
</section>`
}

const concernItem = (concern: Concern): Html => html`<li id="${`concern-${concern.vessel.id}`}">
${concern.state === 'up' ? html`<span class="mark low" role="img" aria-label="Below SLA">▼</span>` : mark(concern.state)}
<a href="${address(concern.vessel.id)}">${concern.vessel.name}</a>
<span class="age">${concern.ageS !== null && lasting(concern.ageS)}</span>
<span class="what">${concern.what}</span>
</li>`

function waitingList(fleet: Fleet): Html {
  const waiting = fleet.vessels.filter(({ presence }) => neverHeard(presence))
  return html`<section id="waiting" aria-labelledby="waiting-title" data-none="${flag(waiting.length === 0)}">
<h2 id="waiting-title">Waiting for first contact</h2>
${
  waiting.length === 0
    ? html`<p class="quiet">No vessel: each has been heard.</p>`
    : html`<ul class="concerns">${waiting.map(
        ({ id, name }) => html`<li>${plainMark('unknown')} <a href="${address(id)}">${name}</a></li>`,
      )}</ul>`
}
</section>`
}

const address = (vessel: string): string => `/vessels/${vessel}`
const belowTarget = (vessel: FleetVessel): boolean => vessel.components.some(({ sla }) => sla === 'missed')

function tile(vessel: FleetVessel, now: string): Html {
  const oldest = oldestDowntime(vessel.components)
  return html`<li class="tile" id="${tileId(vessel.id)}" data-state="${vessel.state}" data-below="${flag(belowTarget(vessel))}" data-presence="${vessel.presence.kind}">
<a href="${address(vessel.id)}" title="${vessel.name}" aria-label="${vessel.name}">${bareName(vessel.name)}</a>
<span class="age">${oldest ?? (vessel.presence.kind === 'settling' && 'telling')}</span>
<span class="aloud">${LOOKS[vessel.state].word}.</span>
<ul class="rows">${vessel.components.map((component) => row(component, oldest))}</ul>
<p class="heard">${lastHeard(vessel, now)}</p>
</li>`
}

function lastHeard(vessel: FleetVessel, now: string): Html | string {
  switch (vessel.presence.kind) {
    case 'never-heard':
      return 'never heard'
    case 'settling':
      return html`${time(vessel.presence.heardAt, 'still telling')}`
    case 'heard':
    case 'silent':
      return vessel.lastHeard === null
        ? ''
        : html`heard ${time(vessel.lastHeard, heardAgo(secondsOf(now) - secondsOf(vessel.lastHeard)))}`
  }
}

const heardAgo = (seconds: number): string => (seconds < MINUTE_S ? 'just now' : `${age(seconds)} ago`)

/** The age on top of a tile: it stands for its rows too, and only a row of another age says its own. */
function oldestDowntime(components: readonly FleetComponent[]): string | null {
  const agesS = components.flatMap((component) => troubledS(component) ?? [])
  return agesS.length > 0 ? age(Math.max(...agesS)) : null
}

/** How long it has not been up, unless nobody waits for it. */
const troubledS = ({ downtimeS, state }: FleetComponent): number | null =>
  state === 'up' || state === 'maintenance' ? null : downtimeS

function row(component: FleetComponent, tileAge: string | null): Html {
  const ageS = troubledS(component)
  const downFor = ageS === null ? null : age(ageS)
  const below = component.sla === 'missed'
  return html`<li class="row" data-state="${component.state}" data-below="${flag(below)}">${mark(component.state)}<abbr title="${component.name}">${shortName(component.id, component.name)}</abbr><span class="down-for">${downFor !== tileAge && downFor}</span><span class="share">${below && html`<span class="below-mark" role="img" aria-label="below SLA">▼</span>`}${percent(component.uptime24h)}</span></li>`
}
