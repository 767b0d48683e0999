import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { combined } from '../../shared/combination.ts'
import { AGENT_OFF, DATABASE, DOWN, measured, NO_SAMPLES, type StateCode, UP } from '../../shared/model.ts'
import { anySpan, anyTimeline } from './given.ts'
import * as oracle from './oracle.ts'

const threeValued = { any: oracle.any, all: oracle.all }
const one = { from: 0, to: 1 }
const holding = (...states: StateCode[]) => states.map((state) => [{ ...one, state }])

test('checks combine by any and all in three-valued logic at every second', () => {
  const anyChecks = fc.array(anyTimeline(UP, DOWN, NO_SAMPLES, DATABASE, AGENT_OFF, 6), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(anyChecks, anySpan, fc.constantFrom('any' as const, 'all' as const), (checks, span, by) => {
      const timeline = combined(checks, span, by)
      assert.deepEqual(
        oracle.seconds(span.from, span.to, (second) => measured(oracle.pieces(timeline)(second) ?? NO_SAMPLES)),
        oracle.seconds(span.from, span.to, (second) =>
          threeValued[by](checks.map((check) => measured(oracle.pieces(check)(second) ?? NO_SAMPLES))),
        ),
      )
    }),
  )
})

test('where no check says anything, nothing is said', () => {
  assert.deepEqual(combined([[], []], one, 'all'), [])
  assert.deepEqual(combined([], one, 'all'), [])
})

test('a component that is not known tells the cause that explains most', () => {
  const cause = (...states: StateCode[]) => combined(holding(...states), one, 'any')[0]?.state
  assert.equal(cause(NO_SAMPLES, DATABASE), DATABASE)
  assert.equal(cause(DATABASE, AGENT_OFF), AGENT_OFF)
  assert.equal(cause(6, NO_SAMPLES), 6)
  assert.equal(cause(DOWN, NO_SAMPLES), NO_SAMPLES)
})
