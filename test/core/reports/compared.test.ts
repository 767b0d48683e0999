import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compared } from '../../../hub/core/reports/compared.ts'
import { NOTHING, plus, type Sums, uptime } from '../../../shared/availability.ts'

const seconds = fc.oneof(fc.constant(0), fc.nat(40 * 86_400))
const anySums: fc.Arbitrary<Sums> = fc.record({
  up: seconds,
  down: seconds,
  silent: seconds,
  unknown: seconds,
  'excused-up': seconds,
  'excused-down': seconds,
  'excused-unknown': seconds,
  'out-of-service': seconds,
})

test('the points lead from the uptime of the period before to that of this one', () => {
  fc.assert(
    fc.property(anySums, anySums, (now, earlier) => {
      const { uptime: was, points, reason } = compared(now, earlier)
      assert.equal(was, uptime(earlier))
      assert.equal(was === null, reason !== null)
      assert.equal(points === null, was === null || uptime(now) === null)
      if (was !== null && points !== null) assert.ok(Math.abs(was + points - (uptime(now) ?? 0)) < 1e-9)
    }),
  )
})

test('to compare the other way round turns the sign, and of many as one the sums are what is compared', () => {
  fc.assert(
    fc.property(anySums, anySums, anySums, (a, b, c) => {
      const [there, back] = [compared(a, b).points, compared(b, a).points]
      if (there !== null && back !== null) assert.equal(there + back, 0)
      assert.equal(compared(a, plus(b, c)).uptime, uptime(plus(b, c)))
      assert.deepEqual(compared(a, plus(b, NOTHING)), compared(a, b))
    }),
  )
})

for (const [what, earlier, reason] of [
  ['is kept no more', null, 'not-kept'],
  ['is of another time in service', undefined, 'not-in-service'],
  ['lies out of service', { ...NOTHING, 'out-of-service': 86_400 }, 'not-in-service'],
  ['was all excused', { ...NOTHING, 'excused-down': 3600, 'out-of-service': 1 }, 'excused'],
  ['was not measured', { ...NOTHING, unknown: 60, 'excused-up': 3600 }, 'not-measured'],
] as const)
  test(`where the period before ${what} there is no figure, and a reason`, () => {
    assert.deepEqual(compared({ ...NOTHING, up: 9, down: 1 }, earlier), { uptime: null, points: null, reason })
  })

test('a period in which nothing counts has an uptime before, and no points', () => {
  assert.deepEqual(compared(NOTHING, { ...NOTHING, up: 3, down: 1 }), { uptime: 75, points: null, reason: null })
})
