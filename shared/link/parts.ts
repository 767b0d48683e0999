import type { StateCode } from '../model.ts'
import type { Seconds } from '../time.ts'
import { clip, type Timeline } from '../timeline.ts'
import { PART_BYTES, type Step } from '../wire/messages.ts'

export type Part = { readonly until: Seconds; readonly timelines: readonly (readonly Step[])[] }

/** As much of what there is to tell from `from` up to `to` as fits into one part, oldest first. */
export function firstPart(timelines: readonly Timeline<StateCode>[], from: Seconds, to: Seconds): Part {
  const told = timelines.map((timeline) => stepsOf(timeline, from, to))
  const until = fittingUntil(told, from, to)
  return { until, timelines: until === to ? told : told.map((steps) => steps.filter(({ at }) => at < until)) }
}

const stepsOf = (timeline: Timeline<StateCode>, from: Seconds, to: Seconds): readonly Step[] =>
  clip(timeline, { from, to }).map((piece) => ({ at: piece.from, state: piece.state }))

/** Everything of a full but its steps: head, numbers, digest, trouble. */
const FRAME_BYTES = 96
const LIST_BYTES = 3

/** The time before which all steps fit; those at `from` itself always do. */
function fittingUntil(timelines: readonly (readonly Step[])[], from: Seconds, to: Seconds): Seconds {
  const costs = timelines.flatMap((steps) =>
    steps.map(({ at, state }, i) => ({ at, bytes: uintBytes((at - (steps[i - 1]?.at ?? from)) * 8 + state) })),
  )
  let room = PART_BYTES - FRAME_BYTES - LIST_BYTES * timelines.length
  for (const { at, bytes } of costs.sort((a, b) => a.at - b.at)) {
    room -= bytes
    if (room < 0 && at > from) return at
  }
  return to
}

/** The size of an unsigned integer in CBOR (RFC 8949, 3). */
function uintBytes(value: number): number {
  if (value < 24) return 1
  if (value < 0x100) return 2
  if (value < 0x1_0000) return 3
  return value < 0x1_0000_0000 ? 5 : 9
}
