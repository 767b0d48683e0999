import { DAY_S, HOUR_S, MINUTE_S } from './time.ts'

/** What days, hours, minutes and seconds are called behind a number. */
export type Units = readonly [days: string, hours: string, minutes: string, seconds: string]

export const ENGLISH_UNITS: Units = ['d', 'h', 'min', 's']

const SIZES = [DAY_S, HOUR_S, MINUTE_S, 1] as const

/** `4 d 7 h`, `12 h`, `3 min 20 s`: the two greatest units, rounded down. */
export function spokenDuration(seconds: number, units: Units = ENGLISH_UNITS): string {
  const whole = Math.max(0, Math.floor(seconds))
  const greatest = SIZES.findIndex((size) => whole >= size)
  if (greatest < 0) return `0 ${units[3]}`
  let left = whole
  const parts: string[] = []
  for (const [nth, size] of [...SIZES.entries()].slice(greatest, greatest + 2)) {
    const count = Math.floor(left / size)
    if (count > 0) parts.push(`${count} ${units[nth]}`)
    left -= count * size
  }
  return parts.join(' ')
}
