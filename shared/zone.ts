import { DAY_S, type Seconds } from './time.ts'

/**
 * The first instant at which a clock in the zone shows this time; one that a clock change skips is the first instant after
 * it, so that nothing that was planned for then is dropped. `wall` counts the seconds as if the clock showed UTC.
 */
export function instantAt(wall: Seconds, zone: string): Seconds {
  const format = formatOf(zone)
  const first = wall - offsetS(format, wall - DAY_S)
  if (shown(format, first) === wall) return first
  let [before, after] = [wall - 2 * DAY_S, wall + 2 * DAY_S]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (shown(format, middle) >= wall) after = middle
    else before = middle
  }
  return after
}

/** What a clock in the zone shows at the instant, in seconds as if it showed UTC. */
export const wallAt = (at: Seconds, zone: string): Seconds => shown(formatOf(zone), at)

/** A name that the tables of time zones know; an offset is none, since it knows no summer. */
export function isZone(zone: string): boolean {
  try {
    return zone !== '' && !/^[+-]/.test(zone) && Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

const formatOf = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })

const offsetS = (format: Intl.DateTimeFormat, at: Seconds): number => shown(format, at) - at

/** What a clock there shows, as if it showed UTC. */
function shown(format: Intl.DateTimeFormat, at: Seconds): Seconds {
  const parts = new Map(format.formatToParts(at * 1000).map(({ type, value }) => [type, Number(value)]))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) / 1000
}
