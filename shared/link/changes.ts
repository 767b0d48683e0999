import type { ComponentId, StateCode } from '../model.ts'
import { OPEN, type Seconds, type Span } from '../time.ts'
import { clip, firstDifference, join, type Piece, type Timeline } from '../timeline.ts'
import type { Claimed, Full, Step } from '../wire/messages.ts'
import type { Change, Copy } from './copy.ts'

/** What a full changes in the copy: per claim the stretch from the first second that differs. */
export function replacements(
  timelines: Copy['timelines'],
  components: readonly Claimed[],
  { from, until, digest, timelines: steps }: Full,
): readonly Change[] {
  const end = digest === null ? until : OPEN
  return components.flatMap(({ id, claims }, i) => {
    const pieces = piecesOf(steps[i] ?? [], end)
    return claims.flatMap((claim) => {
      const span = { from: Math.max(claim.from, from), to: Math.min(claim.to, end) }
      return span.from < span.to ? effective(id, timelines.get(id) ?? [], span, pieces) : []
    })
  })
}

const piecesOf = (steps: readonly Step[], end: Seconds): Timeline<StateCode> =>
  join(steps.map(({ at, state }, i): Piece<StateCode> => ({ from: at, to: steps[i + 1]?.at ?? end, state })))

/**
 * Rule 17: in what the watermark passes, nothing is known of what no claim covers; nor of what comes after a closed
 * claim, or of components that are no longer listed.
 */
export function unclaimed(
  timelines: Copy['timelines'],
  components: readonly Claimed[],
  watermark: Seconds | null,
  until: Seconds,
): readonly Change[] {
  const passed = Math.min(watermark ?? -OPEN, until)
  const claims = new Map(components.map((one) => [one.id, one.claims]))
  return [...timelines].flatMap(([id, timeline]) =>
    gaps(claims.get(id) ?? [], passed).flatMap((gap) => effective(id, timeline, gap, [])),
  )
}

/** The stretches from `from` on that no claim covers. */
function gaps(claims: readonly Span[], from: Seconds): readonly Span[] {
  const begins = [from, ...claims.map(({ to }) => Math.max(to, from))]
  return begins
    .map((begin, i) => ({ from: begin, to: claims[i]?.from ?? OPEN }))
    .filter(({ from: begin, to }) => begin < to)
}

/** The change that makes the timeline say `pieces` of the span; none when it does. */
function effective(
  component: ComponentId,
  timeline: Timeline<StateCode>,
  span: Span,
  pieces: Timeline<StateCode>,
): readonly Change[] {
  const from = firstDifference(timeline, pieces, span)
  if (from === null) return []
  const rest = { from, to: span.to }
  return [{ component, span: rest, pieces: clip(pieces, rest) }]
}
