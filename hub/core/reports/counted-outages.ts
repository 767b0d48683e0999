import type { Counted } from '../../../shared/availability.ts'
import type { Seconds, Span } from '../../../shared/time.ts'
import { clip, type Timeline } from '../../../shared/timeline.ts'
import type { Outages } from './report.ts'

/**
 * The outages of what is counted within the span: each begins with down or silence and ends with up; unknown and excused time neither
 * begins nor ends one, and adds nothing to its length. Nothing of what lies out of service belongs to one.
 */
export function countedOutages(counted: Timeline<Counted>, span: Span): Outages {
  let [count, longestS, lengthS] = [0, 0, 0 as Seconds]
  for (const { from, to, state } of clip(counted, span)) {
    if (state === 'down' || state === 'silent') {
      if (lengthS === 0) count++
      lengthS += to - from
      longestS = Math.max(longestS, lengthS)
    } else if (state === 'up' || state === 'excused-up' || state === 'out-of-service') lengthS = 0
  }
  return { count, longestS }
}
