import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { turnsAt } from '../../../hub/core/alerts/findings/sliding.ts'
import { type Counted, type Sums, sumsOf } from '../../../shared/availability.ts'
import { DEFAULT_SLA, judge } from '../../../shared/sla.ts'
import { OPEN } from '../../../shared/time.ts'
import { join } from '../../../shared/timeline.ts'

const WINDOW_S = 100
const policy = { ...DEFAULT_SLA, windowS: WINDOW_S }

/** What tiles a window back and a window ahead of second 100. */
const figure = fc
  .array(
    fc.record({
      state: fc.constantFrom<Counted>('up', 'up', 'down', 'silent', 'unknown', 'excused-down', 'out-of-service'),
      length: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((stretches) => {
    let at = 0
    const pieces = stretches.map(({ state, length }) => {
      const from = at
      at = Math.min(2 * WINDOW_S, at + length)
      return { from, to: at, state }
    })
    const last = stretches.at(-1)?.state ?? 'up'
    return join([...pieces, { from: at, to: 2 * WINDOW_S, state: last }])
  })

test('the second at which the sliding figure says something else is the one that trying every second finds', () => {
  fc.assert(
    fc.property(figure, fc.constantFrom(50, 75, 90, 95), (timeline, target) => {
      const say = (sums: Sums) => JSON.stringify(judge(sums, target, policy))
      const at = (second: number) => say(sumsOf(timeline, { from: second - WINDOW_S, to: second }))
      let expected = OPEN
      for (let second = WINDOW_S + 1; second <= 2 * WINDOW_S && expected === OPEN; second++) {
        if (at(second) !== at(WINDOW_S)) expected = second
      }
      assert.equal(turnsAt(timeline, WINDOW_S, WINDOW_S, say), expected)
    }),
    { numRuns: 500 },
  )
})
