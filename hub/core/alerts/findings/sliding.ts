import { type Counted, type Sums, sumsOf } from '../../../../shared/availability.ts'
import { OPEN, type Seconds } from '../../../../shared/time.ts'
import type { Timeline } from '../../../../shared/timeline.ts'

/**
 * The first second after `now` at which the figure over the `windowS` before it says something else. The timeline reaches
 * a window back and a window ahead. Between two edges every sum grows or shrinks steadily, so that what is said turns there
 * at most once: it is enough to look at the edges, and to halve where the two ends differ.
 */
export function turnsAt<S>(
  timeline: Timeline<Counted>,
  now: Seconds,
  windowS: number,
  say: (sums: Sums) => S,
): Seconds {
  const at = (second: Seconds) => say(sumsOf(timeline, { from: second - windowS, to: second }))
  const present = at(now)
  let before = now
  for (const edge of edgesOf(timeline, now, windowS)) {
    if (at(edge) !== present) return firstTurn(before, edge, (second) => at(second) !== present)
    before = edge
  }
  return OPEN
}

/** Where something new enters the window at its end, or leaves it at its begin. */
function edgesOf(timeline: Timeline<Counted>, now: Seconds, windowS: number): readonly Seconds[] {
  const edges = timeline.flatMap(({ from, to }) => [from, to, from + windowS, to + windowS])
  return [...new Set(edges)].filter((edge) => edge > now && edge <= now + windowS).sort((a, b) => a - b)
}

function firstTurn(before: Seconds, after: Seconds, turned: (second: Seconds) => boolean): Seconds {
  let [low, high] = [before, after]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (turned(middle)) high = middle
    else low = middle
  }
  return high
}
