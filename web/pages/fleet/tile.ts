import type { Fleet, FleetComponent, FleetVessel } from '../../../shared/api/fleet.ts'
import { HOUR_S, MINUTE_S } from '../../../shared/time.ts'
import type { MissedSince } from '../../attention.ts'
import { age, percent, secondsOf, time, utcExact } from '../../format.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { spark } from '../../spark.ts'
import { bareName, LOOKS, mark, shortName } from '../../state.ts'
import { belowTarget } from './choice.ts'
import { isLong, nameWords } from './measure.ts'

export const tileId = (vessel: string): string => `vessel-${vessel}`
export const address = (vessel: string): string => `/vessels/${vessel}`

/** The tile of each vessel of this fleet, drawn once however many pages show it. */
export function tilesOf({ at }: Fleet, missedSince: MissedSince): (vessel: FleetVessel) => Html {
  const drawn = new Map<FleetVessel, Html>()
  return (vessel) => {
    const known = drawn.get(vessel) ?? tile(vessel, at, missedSince)
    drawn.set(vessel, known)
    return known
  }
}

/**
 * One vessel where all of them are seen at once: the figures of the last 24 h, and below them what is wrong, for how
 * long, and when it was last heard. What its state changes has a place that is kept for it.
 */
function tile(vessel: FleetVessel, now: string, missedSince: MissedSince): Html {
  const trouble = troubleOf(vessel, now, missedSince)
  const name = bareName(vessel.name)
  return html`<li class="tile" id="${tileId(vessel.id)}" data-state="${vessel.state}" data-below="${flag(belowTarget(vessel))}" data-presence="${vessel.presence.kind}" data-name="${vessel.name}" data-long="${flag(isLong(name))}">
<p class="name"><a href="${address(vessel.id)}" title="${exactly(vessel)}" aria-label="${vessel.name}">${nameWords(name)}</a></p>
<span class="aloud">${LOOKS[vessel.state].word}.</span>
${vessel.components.length > 0 && html`<ul class="cells">${vessel.components.map((component) => row(component, trouble?.age ?? null, now))}</ul>`}
<p class="foot"><span class="age">${trouble === null ? vessel.presence.kind === 'settling' && 'telling' : `${trouble.what} ${trouble.age}`}</span>${lastHeard(vessel, now)}</p>
</li>`
}

type Trouble = { readonly what: string; readonly age: string }

/** What is wrong with the vessel, and the age that stands for its rows too. */
function troubleOf({ id, state, presence, components }: FleetVessel, now: string, missedSince: MissedSince) {
  const since = (what: string, instant: string): Trouble => ({ what, age: age(secondsOf(now) - secondsOf(instant)) })
  const agesS = components.flatMap((one) => (one.state === state ? (troubledS(one, now) ?? []) : []))
  switch (state) {
    case 'silent':
      return presence.kind === 'silent' ? since('silent', presence.since) : null
    case 'down':
    case 'unknown':
      return agesS.length === 0 ? null : { what: state === 'down' ? 'down' : 'no data', age: age(Math.max(...agesS)) }
    case 'maintenance':
    case 'up': {
      const missed = missedSince.get(id)
      return state === 'up' && missed !== undefined ? since('below', missed) : null
    }
  }
}

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

/** Of a silent vessel the silence says it. */
function lastHeard({ state, presence, lastHeard }: FleetVessel, now: string): Hole {
  const heard = (instant: string): Html =>
    html`<span class="heard"><span class="aloud">heard </span>${time(instant, heardFor(secondsOf(now) - secondsOf(instant)))}<span class="aloud"> ago</span></span>`
  switch (presence.kind) {
    case 'never-heard':
      return html`<span class="heard">never heard</span>`
    case 'silent':
      return state !== 'silent' && lastHeard !== null && heard(lastHeard)
    case 'settling':
    case 'heard':
      return lastHeard !== null && heard(lastHeard)
  }
}

/** In steps of a heartbeat, so that a fleet that is well does not send every tile again each minute; exactly where one points. */
function heardFor(seconds: number): string {
  if (seconds < STEP_S) return '<5m'
  return age(seconds < HOUR_S ? Math.floor(seconds / STEP_S) * STEP_S : seconds)
}

const STEP_S = 5 * MINUTE_S

/** How long it has not been up, or nothing is known of it, unless nobody waits for it. */
function troubledS({ downtimeS, state, since }: FleetComponent, now: string): number | null {
  if (state === 'up' || state === 'maintenance') return null
  return downtimeS ?? (since === null ? null : secondsOf(now) - secondsOf(since))
}

/** An age of its own takes the place of the strip. */
function row(component: FleetComponent, tileAge: string | null, now: string): Html {
  const ageS = troubledS(component, now)
  const own = ageS === null || age(ageS) === tileAge ? null : age(ageS)
  const below = component.sla === 'missed'
  return html`<li class="row" data-state="${component.state}" data-below="${flag(below)}">${mark(component.state)}<abbr title="${component.name}">${shortName(component.id, component.name)}</abbr>${own === null ? spark(component.hours) : html`<span class="own-age">${own}</span>`}<span class="share">${below && html`<span class="below-mark" role="img" aria-label="below SLA">▼</span>`}${percent(component.uptime24h)}</span></li>`
}
