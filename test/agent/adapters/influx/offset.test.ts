import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createOffset } from '../../../../agent/adapters/influx/offset.ts'

const START = Date.parse('2026-11-01T00:00:00Z')
/** What a server whose clock is ahead by so much writes, to the second. */
const dateAt = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toUTCString()

test('is bounded from below by the dates of answers, and 0 while there may be none', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -3_600_000, max: 3_600_000 }),
      fc.array(fc.record({ gap: fc.nat(40_000), travel: fc.nat(900) }), { minLength: 1, maxLength: 80 }),
      (aheadMs, answers) => {
        const offset = createOffset()
        let now = START
        for (const { gap, travel } of answers) {
          const sent = now + gap
          now = sent + travel
          offset.seen(dateAt(sent + travel / 2 + aheadMs), sent, now)
        }
        const ms = offset.seconds() * 1000
        assert.ok(Math.abs(ms) <= Math.abs(aheadMs) && Math.abs(aheadMs - ms) <= 2000, `${ms} for ${aheadMs}`)
        assert.ok(ms === 0 || Math.sign(ms) === Math.sign(aheadMs))
      },
    ),
  )
})

test('forgets what it knew when somebody sets a clock', () => {
  const offset = createOffset()
  for (let i = 0; i < 5; i++) offset.seen(dateAt(START + i * 1000), START + i * 1000, START + i * 1000 + 5)
  assert.equal(offset.seconds(), 0)
  offset.seen(dateAt(START + 605_000), START + 5000, START + 5005)
  assert.ok(offset.seconds() > 598 && offset.seconds() <= 600)
})

test('answers without a date, or with a strange one, say nothing', () => {
  const offset = createOffset()
  offset.seen(null, START, START)
  offset.seen('yesterday', START, START)
  assert.equal(offset.seconds(), 0)
})
