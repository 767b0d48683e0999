import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayDigests, rootDigest } from '../../shared/link/digest.ts'
import { DOWN, type StateCode, UP } from '../../shared/model.ts'
import { DAY_S, OPEN } from '../../shared/time.ts'
import { clip, type Timeline } from '../../shared/timeline.ts'
import { DIGEST_DAYS } from '../../shared/wire/messages.ts'
import { anyTimeline } from '../core/given.ts'

const DAY = 20_000
const begin = DAY * DAY_S

const onThatDay = anyTimeline<StateCode>(UP, DOWN, 0).map((timeline) =>
  timeline.map(({ from, to, state }) => ({ from: begin + from, to: begin + to, state })),
)

test('a day of which nothing is claimed is 0, and the last of 35 days is the one that is asked for', () => {
  const days = dayDigests([[{ from: begin, to: OPEN, state: UP }]], DAY)
  assert.equal(days.length, DIGEST_DAYS)
  assert.deepEqual(days.slice(0, -1), Array(DIGEST_DAYS - 1).fill(0))
  assert.notEqual(days.at(-1), 0)
})

test('the last state is held on: more of the same time changes no digest of that day', () => {
  const held: Timeline<StateCode> = [{ from: begin, to: OPEN, state: DOWN }]
  const told: Timeline<StateCode> = [{ from: begin, to: begin + DAY_S, state: DOWN }]
  assert.deepEqual(dayDigests([held], DAY), dayDigests([told], DAY))
})

test('two copies have one digest exactly when they say the same in the same order', () => {
  fc.assert(
    fc.property(fc.array(onThatDay, { maxLength: 3 }), fc.array(onThatDay, { maxLength: 3 }), (a, b) => {
      const says = (claims: readonly Timeline<StateCode>[]) =>
        JSON.stringify(claims.map((one, i) => [i, one]).filter(([, one]) => (one as unknown[]).length > 0))
      const root = (claims: readonly Timeline<StateCode>[]) => rootDigest(dayDigests(claims, DAY))
      assert.equal(root(a) === root(b), says(a) === says(b))
    }),
  )
})

test('what lies before the 35 days or after them does not count', () => {
  const timeline: Timeline<StateCode> = [
    { from: begin - 40 * DAY_S, to: begin - 36 * DAY_S, state: DOWN },
    { from: begin, to: OPEN, state: UP },
  ]
  const within = clip(timeline, { from: begin - 34 * DAY_S, to: begin + DAY_S })
  assert.deepEqual(dayDigests([timeline], DAY), dayDigests([within], DAY))
})
