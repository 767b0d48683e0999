import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bestKnowledge } from '../../shared/layers.ts'
import { downtimeS, downtimes, stateOf, threeValued, worst } from '../../shared/spells.ts'
import { OPEN } from '../../shared/time.ts'
import { anyLayers, END, worldOf } from './given.ts'
import * as oracle from './oracle.ts'

test('the age of the present downtime is that counted second by second', () => {
  fc.assert(
    fc.property(anyLayers, (layers) => {
      const known = threeValued(bestKnowledge(layers, { from: 0, to: END }))
      assert.equal(downtimeS(known, END), oracle.downtime(oracle.bestKnowledge(worldOf(layers)), 0, END))
    }),
  )
})

test('unknown neither begins a downtime nor ends one', () => {
  assert.deepEqual(
    downtimes([
      { from: 0, to: 10, state: 'unknown' },
      { from: 10, to: 20, state: 'down' },
      { from: 20, to: 30, state: 'unknown' },
      { from: 30, to: 40, state: 'down' },
      { from: 40, to: 50, state: 'up' },
      { from: 50, to: 60, state: 'unknown' },
      { from: 60, to: 70, state: 'down' },
    ]),
    [
      { from: 10, to: 40 },
      { from: 60, to: OPEN },
    ],
  )
})

test('an excuse hides silence, silence hides what was measured', () => {
  assert.equal(stateOf({ excused: true, silent: true, measured: 'down' }), 'maintenance')
  assert.equal(stateOf({ excused: false, silent: true, measured: 'up' }), 'silent')
  assert.equal(stateOf({ excused: false, silent: false, measured: 'down' }), 'down')
})

test('the worst state by rank stands for the vessel', () => {
  assert.equal(worst(['up', 'maintenance', 'unknown', 'down']), 'down')
  assert.equal(worst(['up', 'maintenance']), 'maintenance')
  assert.equal(worst([]), 'unknown')
})
