import { IANAZone } from 'luxon'
import { DAY_S, MINUTE_S, type Seconds } from './time.ts'

/*
 * `wall` counts the seconds of what a clock on a wall shows, as if it showed UTC. A time that a clock change skips is the
 * first instant after it, so that nothing that was planned for then is dropped. Of an hour that is shown twice, what
 * begins then begins with the first and what ends then ends with the second: nothing that was planned is left out.
 */

/** When what begins at this time in the zone begins. */
export const instantAt = (wall: Seconds, zone: string): Seconds => shownAt(wall, zone, wall - DAY_S)

/** When what ends at this time in the zone ends. */
export const lastInstantAt = (wall: Seconds, zone: string): Seconds => shownAt(wall, zone, wall + DAY_S)

/** What a clock in the zone shows. */
export const wallAt = (at: Seconds, zone: string): Seconds => at + offsetS(at, zone)

/** By the offset that holds around then, if the clock shows the time with it; else the first instant that shows it or a later one. */
function shownAt(wall: Seconds, zone: string, around: Seconds): Seconds {
  const usual = wall - offsetS(around, zone)
  if (wallAt(usual, zone) === wall) return usual
  let [before, after] = [wall - 2 * DAY_S, wall + 2 * DAY_S]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallAt(middle, zone) >= wall) after = middle
    else before = middle
  }
  return after
}

/** A name that the tables of time zones know; an offset is none, since it knows no summer. */
export function isZone(zone: string): boolean {
  try {
    return zone !== '' && !/^[+-]/.test(zone) && Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

/** A zone that this machine does not know goes by UTC. */
function offsetS(at: Seconds, zone: string): number {
  const known = IANAZone.create(zone)
  return known.isValid ? Math.round(known.offset(at * 1000) * MINUTE_S) : 0
}
