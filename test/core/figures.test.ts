import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  counted,
  countedS,
  countedTogether,
  coverage,
  downS,
  excusedS,
  highest,
  lowest,
  NOTHING,
  type Sums,
  sumsOf,
  uptime,
} from '../../shared/availability.ts'
import { bestKnowledge, type Layers, type Readings, readingsOf } from '../../shared/layers.ts'
import { DATABASE, type StateCode, UP } from '../../shared/model.ts'
import type { Span } from '../../shared/time.ts'
import { anyLayers, anySpan, anyTimeline, together, worldOf } from './given.ts'
import * as oracle from './oracle.ts'

const readings: [keyof Readings, (world: oracle.World) => oracle.Reading][] = [
  ['best', oracle.bestKnowledge],
  ['measured', oracle.measured],
  ['observed', oracle.observed],
]

const inFive = (sums: Sums) => ({
  up: sums.up,
  down: downS(sums),
  unknown: sums.unknown,
  excused: excusedS(sums),
  outOfService: sums['out-of-service'],
})

const always = [{ from: -Infinity, to: Infinity, state: true as const }]
const whole: Layers = { measured: [], watermark: 100, silence: [], listening: always, excused: [], inService: always }
const measuredAs = (state: StateCode) => [{ from: 0, to: 100, state }]

for (const [name, secondBySecond] of readings) {
  test(`the seconds of the figure "${name}" are those counted one by one`, () => {
    fc.assert(
      fc.property(anyLayers, anySpan, (layers, span) => {
        const world = worldOf(layers)
        assert.deepEqual(
          inFive(sumsOf(counted(readingsOf(layers, span)[name], layers, span), span)),
          oracle.count(world, secondBySecond(world), span.from, span.to),
        )
      }),
    )
  })
}

test('a vessel is up when all its components are, and not blamed for what is excused', () => {
  fc.assert(
    fc.property(
      fc.array(anyLayers, { maxLength: 3 }),
      anyTimeline('lay-up'),
      anySpan,
      (components, vesselExcused, span) => {
        const parts = components.map((layers) => counted(bestKnowledge(layers, span), layers, span))
        assert.deepEqual(
          inFive(sumsOf(countedTogether(parts, vesselExcused, span), span)),
          oracle.countVessel(
            components.map(worldOf),
            (second) => oracle.pieces(vesselExcused)(second) !== undefined,
            span.from,
            span.to,
          ),
        )
      },
    ),
  )
})

test('every second of a window is in exactly one sum, and the sums of its parts are its sums', () => {
  fc.assert(
    fc.property(anyLayers, anySpan, fc.integer({ min: 0, max: 60 }), (layers, span, cut) => {
      const at = Math.min(span.to, span.from + cut)
      const of = (part: Span) => sumsOf(counted(bestKnowledge(layers, part), layers, part), part)
      const sums = of(span)
      assert.equal(countedS(sums) + excusedS(sums) + sums['out-of-service'], span.to - span.from)
      assert.deepEqual(together(of({ from: span.from, to: at }), of({ from: at, to: span.to })), sums)
    }),
  )
})

test('the bounds enclose the uptime, whatever the unknown turns out to have been', () => {
  const seconds = fc.integer({ min: 0, max: 90 * 86_400 })
  fc.assert(
    fc.property(seconds, seconds, seconds, fc.double({ min: 0, max: 1, noNaN: true }), (up, down, unknown, share) => {
      const sums = { ...NOTHING, up, down, unknown }
      const turnedUp = Math.round(unknown * share)
      const revealed = uptime({ ...NOTHING, up: up + turnedUp, down: down + unknown - turnedUp })
      if (revealed === null) return assert.equal(lowest(sums), null)
      assert.ok((lowest(sums) ?? assert.fail()) <= revealed && revealed <= (highest(sums) ?? assert.fail()))
    }),
  )
})

test('a share is 100 exactly when nothing is missing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 * 86_400 }), fc.integer({ min: 0, max: 3 }), (up, down) => {
      const share = uptime({ ...NOTHING, up, down }) ?? assert.fail()
      assert.equal(share === 100, down === 0)
    }),
  )
})

test('of nothing there is no share', () => {
  assert.equal(uptime(NOTHING), null)
  assert.equal(coverage(NOTHING), null)
  assert.equal(uptime({ ...NOTHING, unknown: 10 }), null)
  assert.equal(coverage({ ...NOTHING, unknown: 10 }), 0)
})

test('silence counts as down until a measurement replaces it; as observed it stays down for ever', () => {
  const silent = { ...whole, silence: [{ from: 20, to: 60, state: true as const }] }
  const untold = { ...silent, watermark: 20, measured: measuredAs(UP) }
  assert.deepEqual(bestKnowledge(untold, { from: 0, to: 80 }), [
    { from: 0, to: 20, state: 'up' },
    { from: 20, to: 60, state: 'silent' },
    { from: 60, to: 80, state: 'not-told' },
  ])
  const told = { ...silent, measured: measuredAs(UP) }
  assert.deepEqual(bestKnowledge(told, { from: 0, to: 80 }), [{ from: 0, to: 80, state: 'up' }])
  assert.deepEqual(readingsOf(told, { from: 0, to: 80 }).observed, [
    { from: 0, to: 20, state: 'up' },
    { from: 20, to: 60, state: 'silent' },
    { from: 60, to: 80, state: 'up' },
  ])
})

test('a vessel that was dark and has nothing to tell of that time was down', () => {
  const dark = { ...whole, measured: measuredAs(DATABASE), silence: [{ from: 20, to: 60, state: true as const }] }
  assert.deepEqual(
    bestKnowledge(dark, { from: 0, to: 80 }).map(({ state }) => state),
    ['database', 'silent', 'database'],
  )
})

test('time in which the hub itself was away is nobody’s silence', () => {
  const away = {
    ...whole,
    watermark: 20,
    measured: measuredAs(UP),
    silence: [{ from: 20, to: 80, state: true as const }],
    listening: [
      { from: 0, to: 30, state: true as const },
      { from: 50, to: 100, state: true as const },
    ],
  }
  assert.deepEqual(bestKnowledge(away, { from: 20, to: 80 }), [
    { from: 20, to: 30, state: 'silent' },
    { from: 30, to: 50, state: 'not-listening' },
    { from: 50, to: 80, state: 'silent' },
  ])
})
