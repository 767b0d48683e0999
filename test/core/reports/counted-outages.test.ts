import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countedOutages } from '../../../hub/core/reports/counted-outages.ts'
import { COUNTED, type Counted } from '../../../shared/availability.ts'
import { join } from '../../../shared/timeline.ts'

const seconds = fc.array(fc.constantFrom(...COUNTED), { minLength: 1, maxLength: 60 })
const timeline = (states: readonly Counted[]) => join(states.map((state, at) => ({ from: at, to: at + 1, state })))

test('outages are what somebody counts who looks at every second', () => {
  fc.assert(
    fc.property(seconds, fc.nat(59), fc.nat(59), (states, a, b) => {
      const span = { from: Math.min(a, b), to: Math.max(a, b) + 1 }
      const lengths: number[] = []
      let open = false
      for (const state of states.slice(span.from, span.to)) {
        if (state === 'down' || state === 'silent') {
          if (!open) lengths.push(0)
          open = true
          lengths.push((lengths.pop() ?? 0) + 1)
        }
        if (state === 'up' || state === 'excused-up' || state === 'out-of-service') open = false
      }
      const counted = lengths.length
      assert.deepEqual(countedOutages(timeline(states), span), { count: counted, longestS: Math.max(0, ...lengths) })
    }),
  )
})

test('an outage that nobody could see, or that was excused for a while, is one outage', () => {
  const through = (between: Counted) =>
    countedOutages(timeline(['up', 'down', between, 'silent', 'up']), { from: 0, to: 5 })
  assert.deepEqual(through('unknown'), { count: 1, longestS: 2 })
  assert.deepEqual(through('excused-down'), { count: 1, longestS: 2 })
  assert.deepEqual(through('up'), { count: 2, longestS: 1 })
})
