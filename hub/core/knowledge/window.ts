import type { Seconds } from '../../../shared/time.ts'

/** What decides where every window of a vessel ends. */
export type Told = {
  readonly now: Seconds
  /** How far it has told; null when it never has. */
  readonly watermark: Seconds | null
  readonly lastHeard: Seconds | null
  readonly silent: boolean
  /** Since when the hub has listened without a break. */
  readonly listensSince: Seconds
  readonly silentAfterS: Seconds
}

/**
 * Where every window ends: at the watermark, for what has not been told yet is no gap; at now when the vessel is silent,
 * or is heard without telling anything for as long. A hub that has just begun to listen gives it that time anew.
 */
export function windowEnd({ now, watermark, lastHeard, silent, listensSince, silentAfterS }: Told): Seconds {
  if (watermark === null || silent) return now
  const untoldS = (lastHeard ?? watermark) - Math.max(watermark, listensSince)
  return untoldS > silentAfterS ? now : Math.min(watermark, now)
}
