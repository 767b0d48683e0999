import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createWatch } from '../../hub/watch.ts'
import { OPEN } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'

test('a deadline comes due at its second, once', async () => {
  const clock = virtualClock(1_000_000)
  const due: [string, number][] = []
  const watch = createWatch<string>(clock, async (key, now) => {
    due.push([key, now])
    return OPEN
  })
  watch.expect('mv-aurora', 1_060)
  await clock.advance(59_000)
  assert.deepEqual(due, [])
  await clock.advance(600_000)
  assert.deepEqual(due, [['mv-aurora', 1_060]])
})

test('a beat that moves the deadline later keeps the watch asleep', async () => {
  const clock = virtualClock(0)
  let asked = 0
  const watch = createWatch<string>(clock, async () => {
    asked++
    return OPEN
  })
  for (let beat = 0; beat < 100; beat++) {
    watch.expect('mv-aurora', beat * 10 + 900)
    await clock.advance(10_000)
  }
  assert.equal(asked, 0)
  assert.ok(clock.pending() <= 1)
})

test('a deadline that moves earlier, or goes, is obeyed', async () => {
  const clock = virtualClock(0)
  const due: string[] = []
  const watch = createWatch<string>(clock, async (key) => {
    due.push(key)
    return OPEN
  })
  watch.expect('a', 1_000)
  watch.expect('a', 10)
  watch.expect('b', 20)
  watch.expect('b', OPEN)
  await clock.advance(30_000)
  assert.deepEqual(due, ['a'])
})

test('whatever is expected and moved, each key comes due exactly at its last deadline', async () => {
  const move = fc.record({ key: fc.integer({ min: 0, max: 5 }), at: fc.integer({ min: 1, max: 500 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
      const clock = virtualClock(0)
      const due = new Map<number, number>()
      const watch = createWatch<number>(clock, async (key, now) => {
        due.set(key, now)
        return OPEN
      })
      const last = new Map<number, number>()
      for (const { key, at } of moves) {
        watch.expect(key, at)
        last.set(key, at)
      }
      await clock.advance(600_000)
      assert.deepEqual([...due].sort(), [...last].sort())
    }),
    { numRuns: 50 },
  )
})

test('the earliest deadline is the one not seen to, also while it is being seen to', async () => {
  const clock = virtualClock(0)
  const seeing = Promise.withResolvers<number>()
  const watch = createWatch<string>(clock, () => seeing.promise)
  assert.equal(watch.earliest(), OPEN)
  watch.expect('a', 10)
  watch.expect('b', 500)
  await clock.advance(100_000)
  assert.equal(watch.earliest(), 10)
  seeing.resolve(OPEN)
  await clock.advance(0)
  assert.equal(watch.earliest(), 500)
})

test('once it is stopped nothing wakes it, whatever was still under way', async () => {
  const clock = virtualClock(0)
  const answer = Promise.withResolvers<number>()
  const watch = createWatch<string>(clock, () => answer.promise)
  watch.expect('mv-aurora', 10)
  await clock.advance(10_000)
  watch.stop()
  answer.resolve(60)
  await clock.advance(1_000)
  watch.expect('mv-borealis', 20)
  assert.equal(clock.pending(), 0)
})
