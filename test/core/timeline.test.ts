import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clip, combine, join, overlay, replace, stateAt, type Timeline, total } from '../../shared/timeline.ts'
import { anySpan, anyTimeline, END } from './given.ts'
import * as oracle from './oracle.ts'

const anyLetters = anyTimeline('a', 'b', 'c')
const secondsOf = <S>(timeline: Timeline<S>) => oracle.seconds(0, 2 * END, oracle.pieces(timeline))

function assertSound<S>(timeline: Timeline<S>): void {
  timeline.forEach((piece, index) => {
    assert.ok(piece.from < piece.to, 'a piece is never empty')
    const next = timeline[index + 1]
    if (next === undefined) return
    assert.ok(piece.to <= next.from, 'pieces are sorted and disjoint')
    assert.ok(piece.to < next.from || piece.state !== next.state, 'touching equals are one')
  })
}

test('a clipped timeline says the same inside the span and nothing outside', () => {
  fc.assert(
    fc.property(anyLetters, anySpan, (timeline, span) => {
      const clipped = clip(timeline, span)
      assertSound(clipped)
      const inside = (second: number) => span.from <= second && second < span.to
      assert.deepEqual(
        secondsOf(clipped),
        secondsOf(timeline).map((state, second) => (inside(second) ? state : undefined)),
      )
    }),
  )
})

test('replacing a span leaves the rest as it was, and makes holes where nothing was told', () => {
  fc.assert(
    fc.property(anyLetters, anySpan, anyLetters, (timeline, span, told) => {
      const replaced = replace(timeline, span, told)
      assertSound(replaced)
      const before = secondsOf(timeline)
      assert.deepEqual(
        secondsOf(replaced),
        secondsOf(told).map((state, second) => (span.from <= second && second < span.to ? state : before[second])),
      )
    }),
  )
})

test('the state at an instant is that of the piece that holds it', () => {
  fc.assert(
    fc.property(anyLetters, (timeline) => {
      assert.deepEqual(
        oracle.seconds(0, 2 * END, (second) => stateAt(timeline, second)),
        secondsOf(timeline),
      )
    }),
  )
})

test('combining timelines is combining their states at every instant', () => {
  const longest = (states: readonly (string | undefined)[]) =>
    states.filter((state) => state !== 'a').join('') || undefined
  fc.assert(
    fc.property(fc.array(anyLetters, { maxLength: 4 }), anySpan, (timelines, span) => {
      const one = combine(timelines, span, longest)
      assertSound(one)
      assert.deepEqual(
        oracle.seconds(span.from, span.to, oracle.pieces(one)),
        oracle.seconds(span.from, span.to, (second) => longest(timelines.map((t) => oracle.pieces(t)(second)))),
      )
    }),
  )
})

test('overlaying two timelines is overlaying their states at every instant', () => {
  const both = (letter: string | undefined, number: number | undefined) => (number === 1 ? letter : number)
  fc.assert(
    fc.property(anyLetters, anyTimeline(1, 2), anySpan, (letters, numbers, span) => {
      const one = overlay(letters, numbers, span, both)
      assertSound(one)
      assert.deepEqual(
        oracle.seconds(span.from, span.to, oracle.pieces(one)),
        oracle.seconds(span.from, span.to, (second) =>
          both(oracle.pieces(letters)(second), oracle.pieces(numbers)(second)),
        ),
      )
    }),
  )
})

test('the total of a state is the number of its seconds', () => {
  fc.assert(
    fc.property(anyLetters, anySpan, (timeline, span) => {
      const counted = oracle.seconds(span.from, span.to, oracle.pieces(timeline)).filter((state) => state === 'b')
      assert.equal(
        total(timeline, span, (state) => state === 'b'),
        counted.length,
      )
    }),
  )
})

test('an open end stays open through clipping, replacing and joining', () => {
  const open = join([
    { from: 0, to: 10, state: 'a' },
    { from: 10, to: Infinity, state: 'a' },
  ])
  assert.deepEqual(open, [{ from: 0, to: Infinity, state: 'a' }])
  assert.deepEqual(replace(open, { from: 20, to: Infinity }, [{ from: 20, to: Infinity, state: 'b' }]), [
    { from: 0, to: 20, state: 'a' },
    { from: 20, to: Infinity, state: 'b' },
  ])
})
