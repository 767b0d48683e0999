import fc from 'fast-check'
import type { Sums } from '../../shared/availability.ts'
import type { Layers } from '../../shared/layers.ts'
import { DATABASE, DOWN, NO_SAMPLES, UP } from '../../shared/model.ts'
import { join, type Timeline } from '../../shared/timeline.ts'
import * as oracle from './oracle.ts'

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

/** Everything that can bear on a component at once, in any mixture. */
export const anyLayers: fc.Arbitrary<Layers> = fc.record({
  measured: anyTimeline(UP, DOWN, NO_SAMPLES, DATABASE),
  watermark: fc.option(fc.integer({ min: 0, max: 2 * END })),
  silence: anyTimeline(true as const),
  listening: anyTimeline(true as const),
  excused: anyTimeline('yard', 'weather'),
  inService: anyTimeline(true as const),
})

/** The same layers as the oracle sees them. */
export function worldOf(layers: Layers): oracle.World {
  const is = (timeline: Timeline<unknown>) => (second: number) => oracle.pieces(timeline)(second) !== undefined
  return {
    measured: (second) => {
      const code = oracle.pieces(layers.measured)(second)
      return code === undefined ? undefined : code === UP ? 'up' : code === DOWN ? 'down' : null
    },
    watermark: layers.watermark ?? 0,
    silent: is(layers.silence),
    listening: is(layers.listening),
    excused: is(layers.excused),
    inService: is(layers.inService),
  }
}

/** Two windows as one: sums are additive. */
export const together = (a: Sums, b: Sums): Sums => ({
  up: a.up + b.up,
  down: a.down + b.down,
  silent: a.silent + b.silent,
  unknown: a.unknown + b.unknown,
  'excused-up': a['excused-up'] + b['excused-up'],
  'excused-down': a['excused-down'] + b['excused-down'],
  'excused-unknown': a['excused-unknown'] + b['excused-unknown'],
  'out-of-service': a['out-of-service'] + b['out-of-service'],
})
