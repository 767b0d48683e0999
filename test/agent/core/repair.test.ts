import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hourOf, printsOf, slices, toReadAgain, within } from '../../../agent/core/repair.ts'
import { HOUR_S } from '../../../shared/time.ts'

const hour = (n: number) => n * HOUR_S
const prints = (...texts: string[]) => new Map(texts.map((text, n) => [hour(n), text]))
const recent = { from: hour(5) - 300, to: hour(5) + 30 }

test('reads only what is recent when no hour has changed', () => {
  assert.deepEqual(toReadAgain(prints('a', 'b'), prints('a', 'b'), recent, 30), [recent])
})

test('reads a changed hour again, as far as its samples hold, after what is recent', () => {
  assert.deepEqual(toReadAgain(prints('a', 'b', 'c'), prints('a', 'B', 'c'), recent, 30), [
    recent,
    { from: hour(1), to: hour(2) + 30 },
  ])
})

test('an hour that was never read has changed; neighbours are one stretch; nothing is read past the present', () => {
  assert.deepEqual(toReadAgain(prints('a'), prints('a', 'b', '', 'd', 'e'), recent, 30), [
    { from: hour(1), to: hour(5) + 30 },
  ])
})

test('every changed hour lies in what is read, nothing is read twice', () => {
  const some = fc.array(fc.constantFrom('', 'a', 'b'), { maxLength: 12 })
  fc.assert(
    fc.property(some, some, (before, now) => {
      const end = { from: hour(now.length) - 300, to: hour(now.length) + 10 }
      const spans = toReadAgain(prints(...before), prints(...now), end, 30)
      now.forEach((print, n) => {
        const read = spans.some(({ from, to }) => from <= hour(n) && to >= Math.min(hour(n + 1) + 30, end.to))
        assert.ok(read || print === before[n], `hour ${n}`)
      })
      for (const [index, span] of spans.entries()) assert.ok(index === 0 || span.to < (spans[index - 1]?.from ?? 0))
      assert.equal(spans[0]?.to, end.to)
    }),
  )
})

test('the print of an hour is that of all checks', () => {
  const both = (one: string, other: string) => printsOf([[{ hour: 0, print: one }], [{ hour: 0, print: other }]]).get(0)
  assert.notEqual(both('a', 'b'), both('b', 'a'))
  assert.notEqual(both('ab', ''), both('a', 'b'))
})

test('only whole hours of a stretch count as read', () => {
  const read = within(prints('a', 'b', 'c'), { from: hour(0) + 1, to: hour(2) })
  assert.deepEqual([...read], [[hour(1), 'b']])
})

test('slices tile a stretch, the newest first', () => {
  assert.deepEqual(slices({ from: 1, to: 10 }, 4), [
    { from: 6, to: 10 },
    { from: 2, to: 6 },
    { from: 1, to: 2 },
  ])
  assert.deepEqual(slices({ from: 5, to: 5 }, 4), [])
})

test('an hour begins on the hour', () => {
  assert.deepEqual([hourOf(7199), hourOf(7200)], [3600, 7200])
})
