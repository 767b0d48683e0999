import { excusedS, type Sums, uptime } from '../../../shared/availability.ts'

/** Why there is nothing to compare with: `not-kept` when nobody knows any more, or it was not frozen with the report. */
export type NoComparison = 'not-kept' | 'not-in-service' | 'excused' | 'not-measured'

/** The uptime of the period before, and by how many points that of this one is above it. */
export type Compared = {
  readonly uptime: number | null
  readonly points: number | null
  readonly reason: NoComparison | null
}

/** `earlier` is undefined of who did not serve then, and null when that is known of nobody. */
export function compared(now: Sums, earlier: Sums | null | undefined): Compared {
  const was = earlier ? uptime(earlier) : null
  if (was === null) return { uptime: null, points: null, reason: reasonOf(earlier) }
  const is = uptime(now)
  return { uptime: was, points: is === null ? null : is - was, reason: null }
}

function reasonOf(earlier: Sums | null | undefined): NoComparison {
  if (earlier === null) return 'not-kept'
  if (earlier === undefined) return 'not-in-service'
  return earlier.unknown > 0 ? 'not-measured' : excusedS(earlier) > 0 ? 'excused' : 'not-in-service'
}
