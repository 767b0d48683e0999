import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLeapingClock } from '../../deploy/demo/leaping-clock.ts'
import { virtualClock } from '../fakes/clock.ts'

test('it runs as the real one does, from its own beginning', async () => {
  const real = virtualClock(1_000_000)
  const clock = createLeapingClock(real, 400_000)
  assert.equal(clock.now(), 400_000)
  await real.advance(250)
  assert.equal(clock.now(), 400_250)
})

test('a leap fires what was due on the way, in order, and brings the rest nearer', async () => {
  const real = virtualClock(1_000_000)
  const clock = createLeapingClock(real, 400_000)
  const fired: string[] = []
  clock.after(5_000, () => fired.push(`second at ${clock.now()}`))
  clock.after(1_000, () => fired.push(`first at ${clock.now()}`))
  clock.after(10_000, () => fired.push(`third at ${clock.now()}`))
  clock.after(2_000, () => fired.push('never'))()
  const before = clock.monotonic()
  clock.leapTo(408_000)
  assert.equal(clock.monotonic() - before, 8_000)
  assert.deepEqual(fired, ['first at 408000', 'second at 408000'])
  await real.advance(2_000)
  assert.deepEqual(fired.slice(2), ['third at 410000'])
  assert.equal(real.pending(), 0)
})

test('it never goes back', () => {
  const clock = createLeapingClock(virtualClock(1_000_000), 1_000_000)
  clock.leapTo(999_000)
  assert.equal(clock.now(), 1_000_000)
})
