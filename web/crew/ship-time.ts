import { HOUR_S, iso, MINUTE_S } from '../../shared/time.ts'
import { secondsOf } from '../format.ts'

/** The clock that the ship goes by, as its distance from UTC: `+05:30`. */
export type ShipTime = string & { readonly brand: 'ship-time' }

const STEP_S = 30 * MINUTE_S
const WEST_S = -12 * HOUR_S
const EAST_S = 14 * HOUR_S
/** Nepal, part of Australia, the Chatham Islands. */
const QUARTERS = ['+05:45', '+08:45', '+12:45']

/** From the west to the east, all that clocks on land are set to but UTC itself. */
export const SHIP_TIMES: readonly ShipTime[] = [
  ...Array.from({ length: (EAST_S - WEST_S) / STEP_S + 1 }, (_, step) => written(WEST_S + step * STEP_S)),
  ...QUARTERS,
]
  .filter(isShipTime)
  .filter((offset) => offsetS(offset) !== 0)
  .sort((a, b) => offsetS(a) - offsetS(b))

export function isShipTime(text: string): text is ShipTime {
  const [, hours, minutes] = /^[+-](\d{2}):(00|15|30|45)$/.exec(text) ?? []
  if (hours === undefined || minutes === undefined) return false
  return offsetS(text) >= WEST_S && offsetS(text) <= EAST_S
}

/** `2026-11-23 19:31` on the ship's clock. */
export function shipClock(instant: string, shipTime: ShipTime): string {
  const local = iso(secondsOf(instant) + offsetS(shipTime))
  return `${local.slice(0, 10)} ${local.slice(11, 16)}`
}

function offsetS(text: string): number {
  const size = Number(text.slice(1, 3)) * HOUR_S + Number(text.slice(4, 6)) * MINUTE_S
  return text.startsWith('-') ? -size : size
}

function written(seconds: number): string {
  const size = Math.abs(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(size / HOUR_S))}:${two((size % HOUR_S) / MINUTE_S)}`
}
