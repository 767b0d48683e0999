import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DOWN, measured, NO_SAMPLES, UP } from '../../shared/model.ts'
import { defaultHoldForS, sampled } from '../../shared/sampling.ts'
import { anySpan, END } from './given.ts'
import * as oracle from './oracle.ts'

const anySamples = fc.array(fc.record({ at: fc.integer({ min: -20, max: END + 20 }), up: fc.boolean() }), {
  maxLength: 30,
})

test('samples in any order, doubled and irregular, say what each second says', () => {
  fc.assert(
    fc.property(anySamples, anySpan, fc.integer({ min: 1, max: 15 }), (samples, span, holdForS) => {
      const timeline = sampled(samples, span, holdForS)
      assert.deepEqual(
        oracle.seconds(span.from, span.to, (second) => measured(oracle.pieces(timeline)(second) ?? NO_SAMPLES)),
        oracle.seconds(span.from, span.to, oracle.check(samples, holdForS)),
      )
      assert.equal(
        timeline.reduce((sum, { from, to }) => sum + to - from, 0),
        span.to - span.from,
        'every second is spoken for',
      )
    }),
  )
})

test('a sample holds until the next, at most as long as it may; then there are no samples', () => {
  const samples = [
    { at: 0, up: true },
    { at: 10, up: false },
    { at: 20, up: true },
  ]
  assert.deepEqual(sampled(samples, { from: 0, to: 100 }, 30), [
    { from: 0, to: 10, state: UP },
    { from: 10, to: 20, state: DOWN },
    { from: 20, to: 50, state: UP },
    { from: 50, to: 100, state: NO_SAMPLES },
  ])
})

test('at equal times down wins, whichever came first', () => {
  const up = { at: 5, up: true }
  const down = { at: 5, up: false }
  for (const samples of [
    [up, down],
    [down, up],
  ]) {
    assert.deepEqual(sampled(samples, { from: 5, to: 10 }, 30), [{ from: 5, to: 10, state: DOWN }])
  }
})

test('a sample from the future is not used before its time', () => {
  assert.deepEqual(sampled([{ at: 50, up: true }], { from: 0, to: 40 }, 30), [{ from: 0, to: 40, state: NO_SAMPLES }])
})

test('a sample from before the span holds into it', () => {
  assert.deepEqual(sampled([{ at: 0, up: true }], { from: 20, to: 40 }, 30), [
    { from: 20, to: 30, state: UP },
    { from: 30, to: 40, state: NO_SAMPLES },
  ])
})

test('unless configured, a sample holds three intervals, and at least twenty seconds past its own', () => {
  assert.equal(defaultHoldForS(60), 180)
  assert.equal(defaultHoldForS(5), 25)
})
