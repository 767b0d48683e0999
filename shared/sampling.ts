import { DOWN, NO_SAMPLES, type StateCode, UP } from './model.ts'
import type { Seconds, Span } from './time.ts'
import { clip, join, type Piece, type Timeline } from './timeline.ts'

/** One measured point of a check, floored to the second. */
export type Sample = { readonly at: Seconds; readonly up: boolean }

/**
 * What the samples of one check, in any order, say of every second of `span`: each holds from its time until the next,
 * at most for `holdForS`; past that there are no samples. At equal times down wins. Those from before the span are
 * needed as far back as `holdForS`; those at or after its end say nothing.
 */
export function sampled(samples: readonly Sample[], span: Span, holdForS: number): Timeline<StateCode> {
  const ordered = samples.toSorted((a, b) => a.at - b.at || Number(b.up) - Number(a.up))
  const pieces: Piece<StateCode>[] = [{ from: -Infinity, to: ordered[0]?.at ?? Infinity, state: NO_SAMPLES }]
  ordered.forEach(({ at, up }, index) => {
    const next = ordered[index + 1]?.at ?? Infinity
    const until = Math.min(next, at + holdForS)
    pieces.push({ from: at, to: until, state: up ? UP : DOWN }, { from: until, to: next, state: NO_SAMPLES })
  })
  return clip(join(pieces), span)
}

/** How long a sample holds unless it is configured: one lost sample, or two short ones, make no gap. */
export const defaultHoldForS = (intervalS: number): number => Math.max(3 * intervalS, intervalS + 20)
