import type { Fleet, FleetComponent, FleetVessel } from '../../../shared/api/fleet.ts'
import { HOUR_S, MINUTE_S } from '../../../shared/time.ts'
import { age, percent, secondsOf, time, utcExact } from '../../format.ts'
import { flag, type Html, html } from '../../html.ts'
import { spark } from '../../spark.ts'
import { bareName, LOOKS, mark, shortName } from '../../state.ts'
import { belowTarget } from './choice.ts'

export const tileId = (vessel: string): string => `vessel-${vessel}`
export const address = (vessel: string): string => `/vessels/${vessel}`

/** The tile of each vessel of this fleet, drawn once however many pages show it. */
export function tilesOf({ at }: Fleet): (vessel: FleetVessel) => Html {
  const drawn = new Map<FleetVessel, Html>()
  return (vessel) => {
    const known = drawn.get(vessel) ?? tile(vessel, at)
    drawn.set(vessel, known)
    return known
  }
}

/** One vessel where all of them are seen at once: what is wrong, for how long, and the figures of the last 24 h. */
function tile(vessel: FleetVessel, now: string): Html {
  const oldest = oldestDowntime(vessel.components)
  const corner = oldest ?? (vessel.presence.kind === 'settling' ? 'telling' : null)
  const name = bareName(vessel.name)
  return html`<li class="tile" id="${tileId(vessel.id)}" data-state="${vessel.state}" data-below="${flag(belowTarget(vessel))}" data-presence="${vessel.presence.kind}" data-name="${vessel.name}" data-long="${longIn(name)}">
<p class="name">${corner !== null && html`<span class="age">${corner}</span>`}<a href="${address(vessel.id)}" title="${exactly(vessel)}" aria-label="${vessel.name}">${name}</a></p>
<span class="aloud">${LOOKS[vessel.state].word}.</span>
${vessel.components.length > 0 && html`<ul class="cells">${vessel.components.map((component) => row(component, oldest))}</ul>`}
<p class="heard">${lastHeard(vessel, now)}</p>
</li>`
}

/** What may want a third line: a name of many letters, or one with a word that is wider than a tile. */
const longIn = (name: string): 'name' | 'word' | 'nothing' =>
  name.length > 30 ? 'name' : name.split(/[\s-]/).some((word) => word.length > 14) ? 'word' : 'nothing'

/** The name in full, and the exact times of what the tile says in ages. */
const exactly = ({ name, lastHeard, components }: FleetVessel): string =>
  [
    name,
    ...components.flatMap((one) =>
      one.state === 'up' || one.since === null
        ? []
        : [`${one.name}: ${LOOKS[one.state].word.toLowerCase()} since ${utcExact(one.since)}`],
    ),
    lastHeard === null ? 'never heard' : `last heard ${utcExact(lastHeard)}`,
  ].join('\n')

function lastHeard(vessel: FleetVessel, now: string): Html | string {
  switch (vessel.presence.kind) {
    case 'never-heard':
      return 'never heard'
    case 'settling':
    case 'heard':
    case 'silent':
      return vessel.lastHeard === null
        ? ''
        : html`heard ${time(vessel.lastHeard, heardAgo(secondsOf(now) - secondsOf(vessel.lastHeard)))}`
  }
}

/** In steps of a heartbeat, so that a fleet that is well does not send every tile again each minute; exactly where one points. */
function heardAgo(seconds: number): string {
  if (seconds < STEP_S) return '<5m ago'
  return `${age(seconds < HOUR_S ? Math.floor(seconds / STEP_S) * STEP_S : seconds)} ago`
}

const STEP_S = 5 * MINUTE_S

/** The age on top of a tile: it stands for its rows too, and only a row of another age says its own. */
function oldestDowntime(components: readonly FleetComponent[]): string | null {
  const agesS = components.flatMap((component) => troubledS(component) ?? [])
  return agesS.length > 0 ? age(Math.max(...agesS)) : null
}

/** How long it has not been up, unless nobody waits for it. */
const troubledS = ({ downtimeS, state }: FleetComponent): number | null =>
  state === 'up' || state === 'maintenance' ? null : downtimeS

/** An age of its own takes the place of the strip, and of the tenths. */
function row(component: FleetComponent, tileAge: string | null): Html {
  const ageS = troubledS(component)
  const downFor = ageS === null || age(ageS) === tileAge ? null : age(ageS)
  const below = component.sla === 'missed'
  const share = percent(component.uptime24h)
  return html`<li class="row" data-state="${component.state}" data-below="${flag(below)}">${mark(component.state)}<abbr title="${component.name}">${shortName(component.id, component.name)}</abbr>${downFor === null ? spark(component.hours) : html`<span class="down-for">${downFor}</span>`}<span class="share">${below && html`<span class="below-mark" role="img" aria-label="below SLA">▼</span>`}${downFor === null ? share : share.replace(/\..*/, '')}</span></li>`
}
