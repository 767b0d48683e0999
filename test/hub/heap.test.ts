import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createHeap } from '../../hub/heap.ts'

test('whatever comes and goes in whatever order, the earliest comes out first', () => {
  const step = fc.oneof(fc.record({ at: fc.integer({ min: 0, max: 20 }) }), fc.constant('pop' as const))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const heap = createHeap<{ readonly at: number }>()
      const held: number[] = []
      for (const one of steps) {
        if (one === 'pop') assert.equal(heap.pop()?.at, held.shift())
        else {
          heap.push(one)
          held.push(one.at)
          held.sort((a, b) => a - b)
        }
        assert.equal(heap.first()?.at, held[0])
      }
    }),
  )
})
