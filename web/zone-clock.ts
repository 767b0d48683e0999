import { MINUTE_S } from '../shared/time.ts'
import { wallAt } from '../shared/zone.ts'
import { secondsOf } from './format.ts'

/** `2026-11-23 18:31 UTC+1`: what a clock in the zone shows, never without saying how far it is from UTC. */
export function zoneTime(instant: string, zone: string, seconds = false): string {
  const at = secondsOf(instant)
  const wall = wallAt(at, zone)
  const shown = new Date(wall * 1000).toISOString()
  return `${shown.slice(0, 10)} ${shown.slice(11, seconds ? 19 : 16)} ${offset(wall - at)}`
}

/** `UTC+1`, `UTC-3:30`, `UTC`. */
function offset(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / MINUTE_S)
  if (minutes === 0) return 'UTC'
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60]
  return `UTC${seconds < 0 ? '-' : '+'}${whole}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
