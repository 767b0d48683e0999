import { spokenDuration } from '../shared/spoken.ts'
import { DAY_S, HOUR_S, MINUTE_S, type Seconds } from '../shared/time.ts'
import { type Html, html } from './html.ts'

/** ISO 8601 to seconds. */
export const secondsOf = (instant: string): Seconds => Math.floor(Date.parse(instant) / 1000)

export { spokenDuration as duration }

/** How long something has lasted so far: beyond a minute without seconds, which would only flicker. */
export const lasting = (seconds: number): string =>
  spokenDuration(seconds < MINUTE_S ? seconds : Math.floor(seconds / MINUTE_S) * MINUTE_S)

/** `4d`, `12h`, `5m`: for where there is no room. */
export function age(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < MINUTE_S) return '<1m'
  if (whole < HOUR_S) return `${Math.floor(whole / MINUTE_S)}m`
  if (whole < 2 * DAY_S) return `${Math.floor(whole / HOUR_S)}h`
  return `${Math.floor(whole / DAY_S)}d`
}

/** One decimal, floored: nothing but 100 is shown as 100. */
export function percent(share: number | null): string {
  if (share === null) return '—'
  if (share >= 100) return '100'
  // The tiny addend undoes a binary fraction just below a tenth, the bound keeps it from making a hundred.
  return (Math.min(999, Math.floor(share * 10 + 1e-9)) / 10).toFixed(1)
}

/** `+0.3`, `−1.2`, `0.0`: from one share to another in points, by the figures as `percent` shows them. */
export function points(from: number, to: number): string {
  const tenths = Math.round((Number(percent(to)) - Number(percent(from))) * 10)
  return `${tenths > 0 ? '+' : tenths < 0 ? '−' : ''}${(Math.abs(tenths) / 10).toFixed(1)}`
}

/** `2026-11-23 17:31 UTC`. */
export const utc = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`

/** `17:31:05 UTC`. */
export const utcClock = (instant: string): string => `${instant.slice(11, 19)} UTC`

/** `2026-11-23 17:31:05 UTC`. */
export const utcExact = (instant: string): string => `${instant.slice(0, 10)} ${utcClock(instant)}`

/** The instant as an element that carries it exactly. */
export const time = (instant: string, words: string = utc(instant)): Html =>
  html`<time datetime="${instant}" title="${utcExact(instant)}">${words}</time>`

/** `6 min ago`, with the exact time on hover and on focus. */
export const ago = (instant: string, now: string, exact?: string): Html =>
  aged(instant, `${lasting(secondsOf(now) - secondsOf(instant))} ago`, exact)

/** An age or a time in words, with the exact time on hover and on focus. */
export const aged = (instant: string, words: string, exact: string = utcExact(instant)): Html =>
  html`<time class="aged" datetime="${instant}" data-exact="${exact}" tabindex="0">${words}</time>`

/** `640 B`, `1.2 KB`, `3.4 MB`, `5.0 GB`: thousands, rounded up, for what is paid by volume. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`
  const [unit, size] = UNITS.find(([, size]) => count >= size) ?? (['KB', 1000] as const)
  return `${(Math.ceil((count / size) * 10) / 10).toFixed(1)} ${unit}`
}

/** `86,400`: for who wants to sum it up. */
export const whole = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

const UNITS = [
  ['GB', 1_000_000_000],
  ['MB', 1_000_000],
] as const
