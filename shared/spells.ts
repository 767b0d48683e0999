import { isUnknown, type Known } from './layers.ts'
import { type Measured, STATES, type State } from './model.ts'
import { OPEN, type Seconds, type Span } from './time.ts'
import { map, type Timeline } from './timeline.ts'

/** Best knowledge without its source: silence is down. */
export const threeValued = (known: Timeline<Known>): Timeline<Measured> =>
  map(known, (state) => (isUnknown(state) ? 'unknown' : state === 'up' ? 'up' : 'down'))

/** The spells of not being up: each begins with down and ends with up; unknown begins none and ends none. The last may be `OPEN`. */
export function downtimes(timeline: Timeline<Measured>): readonly Span[] {
  const spells: Span[] = []
  let since: Seconds | null = null
  for (const { from, state } of timeline) {
    if (state === 'down') since ??= from
    if (state === 'up' && since !== null) {
      spells.push({ from: since, to: from })
      since = null
    }
  }
  return since === null ? spells : [...spells, { from: since, to: OPEN }]
}

/** How long the present downtime lasts, at `now`; null when there is none. */
export function downtimeS(timeline: Timeline<Measured>, now: Seconds): Seconds | null {
  const last = downtimes(timeline).at(-1)
  return last?.to === OPEN ? now - last.from : null
}

/** An excuse hides what lies beneath, silence what was measured before it. */
export const stateOf = (component: { excused: boolean; silent: boolean; measured: Measured }): State =>
  component.excused ? 'maintenance' : component.silent ? 'silent' : component.measured

/** The worst by rank; a vessel of which nothing is known is unknown. */
export const worst = (states: readonly State[]): State => STATES.find((state) => states.includes(state)) ?? 'unknown'
