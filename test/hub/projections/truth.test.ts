import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Batch } from '../../../hub/ports/log.ts'
import type { Layers } from '../../../shared/layers.ts'
import { DAY_S, iso, OPEN } from '../../../shared/time.ts'
import type { Timeline } from '../../../shared/timeline.ts'
import { anyLayers, END, worldOf } from '../../core/given.ts'
import * as oracle from '../../core/oracle.ts'
import {
  AURORA,
  added,
  born,
  change,
  excusing,
  heardAgain,
  LINE,
  modelOf,
  present,
  SERVER,
  silent,
  told,
  written,
} from './given.ts'

/** The answers of the API against the seconds counted one by one, over everything that the log can say of one component. */

const STEP_S = 1_701
const NOW = END * STEP_S

const stretched = <S>(timeline: Timeline<S>): Timeline<S> =>
  timeline.map(({ from, to, state }) => ({ from: from * STEP_S, to: to * STEP_S, state }))

/** What the log can say: claimed from a time on, in service in periods. */
const anyLife: fc.Arbitrary<Layers> = anyLayers.map((layers) => ({
  measured: stretched(layers.measured),
  watermark: layers.watermark === null ? null : layers.watermark * STEP_S,
  silence: stretched(layers.silence),
  listening: stretched(layers.listening),
  excused: stretched(layers.excused),
  inService: layers.inService.length === 0 ? [{ from: 0, to: OPEN, state: true }] : stretched(layers.inService),
}))

function logOf({ measured, watermark, silence, listening, excused, inService }: Layers): Batch[] {
  const log = written()
  for (const { from, to } of listening) {
    log.append(null, { type: 'listening-began', at: from, learnedAt: from })
    log.append(null, { type: 'listening-ended', at: to, learnedAt: to })
  }
  log.append(AURORA, added(0, { inService }), born(0, { server: 0 }, watermark))
  for (const { from, to } of silence) log.append(AURORA, silent(from, from), heardAgain(to, from))
  if (watermark !== null)
    log.append(AURORA, told(watermark, watermark, change(SERVER, { from: 0, to: OPEN }, measured)))
  // Of the component or of the vessel: of the one component there is, it comes to the same.
  excused.forEach((span, n) => {
    log.append(AURORA, excusing(0, { excuse: `e-${n}`, component: n % 2 === 0 ? SERVER : null, span }))
  })
  return log.batches
}

test('the figures of the API are those counted second by second, and the three add up to the same window', (t) => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const world = worldOf(life)
      const day = modelOf(t, logOf(life)).vessel(AURORA, present(NOW), LINE)?.components[0]?.uptime?.['24h']
      assert.ok(day)
      const to = Date.parse(day.to) / 1000
      const counts = (reading: oracle.Reading) => oracle.count(world, reading, to - DAY_S, to)
      const best = counts(oracle.bestKnowledge(world))
      assert.deepEqual(
        { up: day.upS, down: day.downS, unknown: day.unknownS, excused: day.excusedS, outOfService: day.outOfServiceS },
        best,
      )
      const uptime = ({ up, down }: typeof best) => (up + down === 0 ? null : (100 * up) / (up + down))
      assert.equal(day.uptime, uptime(best))
      assert.equal(day.measured, uptime(counts(oracle.measured(world))))
      assert.equal(day.observed, uptime(counts(oracle.observed(world))))
      assert.equal(
        day.excuses.reduce((sum, { excusedS }) => sum + excusedS, 0),
        day.excusedS,
      )
    }),
    { numRuns: 12 },
  )
})

test('the intervals of the API say of every second what is known of it, and tile what was asked for', (t) => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const world = worldOf(life)
      const query = { from: 0, to: NOW, component: null }
      const model = modelOf(t, logOf(life))
      const intervals = model.timeline(AURORA, query, present(NOW))?.components[0]?.intervals ?? []
      let at = 0
      for (const { from, to, state } of intervals) {
        assert.equal(Date.parse(from) / 1000, at)
        at = Date.parse(to) / 1000
        // Everything in these lives begins and ends on a step, so its first second speaks for the whole.
        for (let second = Date.parse(from) / 1000; second < at; second += STEP_S) {
          assert.equal(state, oracle.bestKnowledge(world)(second))
        }
      }
      assert.equal(iso(at), model.fleet(present(NOW)).vessels[0]?.components[0]?.windowEnd)
    }),
    { numRuns: 40 },
  )
})
