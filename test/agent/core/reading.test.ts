import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTo, joined, type MeasuredComponent, speaksFrom, timelinesOf } from '../../../agent/core/reading.ts'
import { DOWN, NO_SAMPLES, UP } from '../../../shared/model.ts'
import { givenId, givenPing } from '../given-source.ts'

const [a, b, c] = [givenPing('a'), givenPing('b'), givenPing('c', 60)]
const [one, two] = [givenId('one'), givenId('two')]
const components: MeasuredComponent[] = [
  { id: one, combination: 'any', checks: [a] },
  { id: two, combination: 'all', checks: [b, c] },
]
const up = (...times: number[]) => times.map((at) => ({ at, up: true }))
const down = (...times: number[]) => times.map((at) => ({ at, up: false }))

test('each component gets the samples of its own checks, combined', () => {
  const timelines = timelinesOf(components, [up(0, 10), up(0, 10, 20), down(10)], { from: 0, to: 30 })
  assert.deepEqual(timelines.get(one), [{ from: 0, to: 30, state: UP }])
  assert.deepEqual(timelines.get(two), [
    { from: 0, to: 10, state: NO_SAMPLES },
    { from: 10, to: 30, state: DOWN },
  ])
})

test('slices in any order make one timeline, cut to the window', () => {
  const slice = (from: number, to: number) => timelinesOf(components, [up(0, 20, 40), [], []], { from, to })
  const whole = joined([slice(40, 60), slice(0, 40)], { from: 0, to: 55 })
  assert.deepEqual(whole.get(one), [{ from: 0, to: 55, state: UP }])
})

test('is complete to the newest sample of the check that lags most', () => {
  assert.equal(completeTo([a, b], [up(80, 90), up(85)], 100), 86)
})

test('a sample that has not come when it must have been visible is a gap', () => {
  assert.equal(completeTo([a, b], [up(995), up(500)], 1000), 965)
  assert.equal(completeTo([c], [[]], 1000), 915)
})

test('is never complete past now', () => {
  assert.equal(completeTo([a], [up(100)], 100), 100)
  assert.equal(completeTo([], [], 100), 100)
})

test('the database speaks for a component from its oldest point and what that holds, of several checks the latest', () => {
  const from = speaksFrom(components, [100, 100, 200])
  assert.deepEqual(
    [...from],
    [
      [one, 130],
      [two, 380],
    ],
  )
  assert.deepEqual([...speaksFrom(components, [null, 100, null])], [[two, 130]])
})
