import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { firstPart } from '../../shared/link/parts.ts'
import type { StateCode } from '../../shared/model.ts'
import { join, type Timeline } from '../../shared/timeline.ts'
import { encodeSummary } from '../../shared/wire/codec.ts'
import { type Full, PART_BYTES } from '../../shared/wire/messages.ts'

const FROM = 1_790_000_000

/** A timeline that turns after each of these lengths. */
const turning = (lengths: readonly number[]): Timeline<StateCode> => {
  let at = FROM
  return join(
    lengths.map((length, i) => {
      const from = at
      at += length
      return { from, to: at, state: i % 4 }
    }),
  )
}

const anyJournal = fc.array(
  fc
    .tuple(fc.constantFrom(2, 40, 5000, 100_000), fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 0, max: 99 }))
    .map(([longest, turns, seed]) =>
      turning(Array.from({ length: turns }, (_, i) => 1 + ((i * 7919 + seed) % longest))),
    ),
  { minLength: 1, maxLength: 5 },
)

test('parts tell everything, oldest first, and none is larger than a message may be', () => {
  fc.assert(
    fc.property(anyJournal, (timelines) => {
      const to = Math.max(...timelines.map((one) => one.at(-1)?.to ?? FROM))
      const told = timelines.map((): StateCode[][] => [])
      for (let from = FROM; from < to; ) {
        const part = firstPart(timelines, from, to)
        assert.ok(part.until > from && part.until <= to)
        const message: Full = {
          kind: 'full',
          session: 2 ** 47,
          seq: 2 ** 32 - 1,
          from,
          until: part.until,
          digest: 2 ** 32 - 1,
          timelines: part.timelines,
          trouble: 'x'.repeat(32),
        }
        assert.ok(encodeSummary(message).length <= PART_BYTES)
        part.timelines.forEach((steps, i) => {
          told[i]?.push(...steps.map(({ at, state }) => [at, state]))
        })
        from = part.until
      }
      timelines.forEach((timeline, i) => {
        const begins = timeline.map(({ from, state }) => [from, state])
        // A part begins with the state that holds there, though it is none that begins.
        const turns = new Set(begins.map(([from]) => from))
        const news = told[i]?.filter(([at]) => at !== undefined && turns.has(at))
        assert.deepEqual(news, begins)
      })
    }),
    { numRuns: 30 },
  )
})

test('what fits is told in one part', () => {
  const timeline = turning(Array(1000).fill(300))
  const to = timeline.at(-1)?.to ?? FROM
  assert.equal(firstPart([timeline], FROM, to).until, to)
})
