import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTrafficMeter } from '../../../../agent/adapters/mqtt/traffic.ts'

const DAY_MS = 86_400_000

test('bytes belong to the UTC day in which they are counted, the latest day first, the last eight kept', () => {
  let now = 100 * DAY_MS - 1
  const meter = createTrafficMeter(() => now)
  assert.deepEqual(meter.days(), [])
  meter.add(10, 1)
  meter.add(20, 2)
  now += 1
  meter.add(5, 0)
  assert.deepEqual(meter.days(), [
    { day: 100, up: 5, down: 0 },
    { day: 99, up: 30, down: 3 },
  ])
  for (let day = 101; day < 110; day++) {
    now = day * DAY_MS
    meter.add(1, 1)
  }
  assert.deepEqual(
    meter.days().map(({ day }) => day),
    [109, 108, 107, 106, 105, 104, 103, 102],
  )
})

test('a clock that jumps back counts on in the day that it says', () => {
  let now = 100 * DAY_MS
  const meter = createTrafficMeter(() => now)
  meter.add(1, 1)
  now = 98 * DAY_MS
  meter.add(2, 2)
  now = 100 * DAY_MS
  meter.add(4, 4)
  assert.deepEqual(meter.days(), [
    { day: 100, up: 5, down: 5 },
    { day: 98, up: 2, down: 2 },
  ])
})
