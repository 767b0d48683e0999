import { DAY_S, HOUR_S, MINUTE_S } from './time.ts'

const UNITS = [
  ['d', DAY_S],
  ['h', HOUR_S],
  ['min', MINUTE_S],
  ['s', 1],
] as const

/** `4 d 7 h`, `12 h`, `3 min 20 s`: the two greatest units, rounded down. */
export function spokenDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const greatest = UNITS.findIndex(([, size]) => whole >= size)
  if (greatest < 0) return '0 s'
  let left = whole
  const parts: string[] = []
  for (const [unit, size] of UNITS.slice(greatest, greatest + 2)) {
    const units = Math.floor(left / size)
    if (units > 0) parts.push(`${units} ${unit}`)
    left -= units * size
  }
  return parts.join(' ')
}
