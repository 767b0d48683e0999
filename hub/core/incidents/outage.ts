import type { Measured } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { Timeline } from '../../../shared/timeline.ts'

/** A spell of not being up in which recoveries shorter than `resolveAfter` are bridged. */
export type Outage = { readonly began: Seconds } /** It has been up for long enough since then. */ & (
  | { readonly over: true; readonly upSince: Seconds }
  /** Up since then without a break, not yet for long enough; null while it is not up. */
  | { readonly over: false; readonly upSince: Seconds | null }
)

/**
 * The outages of a timeline whose last state is held on. Up is believed for good only as far as it was told: a state
 * held on past `told` ends nothing. Unknown begins none and ends none, and breaks a recovery.
 */
export function outages(timeline: Timeline<Measured>, told: Seconds, resolveAfterS: number): readonly Outage[] {
  const found: Outage[] = []
  let open: { began: Seconds; upSince: Seconds | null } | null = null
  for (const { from, to, state } of timeline) {
    if (state === 'down') open ??= { began: from, upSince: null }
    if (open === null) continue
    open.upSince = state === 'up' ? from : null
    if (state === 'up' && Math.min(to, told) - from >= resolveAfterS) {
      found.push({ began: open.began, upSince: from, over: true })
      open = null
    }
  }
  return open === null ? found : [...found, { ...open, over: false }]
}

/** The begin of the last stretch of up before `at` that is long enough to part what came before it from what comes after. */
export function partedAt<S>(timeline: Timeline<S>, up: S, at: Seconds, resolveAfterS: number): Seconds {
  const parting = timeline.findLast(
    ({ from, to, state }) => state === up && from < at && Math.min(to, at) - from >= resolveAfterS,
  )
  return parting?.from ?? timeline[0]?.from ?? at
}
