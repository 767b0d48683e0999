import fc from 'fast-check'
import { join, type Timeline } from '../../shared/timeline.ts'

/** Arbitrary worlds of the domain, small enough that a second-by-second oracle stays quick. */

export const END = 60

/** Any span within `[0, END)`, empty ones too. */
export const anySpan = fc
  .tuple(fc.integer({ min: 0, max: END }), fc.integer({ min: 0, max: END }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))

/** Any timeline over the given states, with holes. */
export const anyTimeline = <S>(...states: S[]): fc.Arbitrary<Timeline<S>> =>
  fc
    .array(
      fc.record({
        gap: fc.integer({ min: 0, max: 9 }),
        length: fc.integer({ min: 0, max: 12 }),
        state: fc.constantFrom(...states),
      }),
      { maxLength: 9 },
    )
    .map((steps) => {
      let at = 0
      return join(
        steps.map(({ gap, length, state }) => {
          const from = at + gap
          at = from + length
          return { from, to: at, state }
        }),
      )
    })
