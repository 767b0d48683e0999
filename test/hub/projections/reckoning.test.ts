import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import * as api from '../../../shared/api/reckoning.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso } from '../../../shared/time.ts'
import {
  AURORA,
  added,
  born,
  DASHBOARD,
  excusing,
  heardAgain,
  history,
  listening,
  modelOf,
  present,
  SERVER,
  silent,
  told,
  written,
} from './given.ts'

const T0 = 20_000 * DAY_S
const NOW = T0 + 2 * DAY_S
const CUT = T0 + 30 * HOUR_S
const HEALED = CUT + 6 * HOUR_S
const EXCUSED = { from: T0 + 10 * HOUR_S, to: T0 + 14 * HOUR_S }

/** Two components, an outage of three hours half of which is excused, and a silence of six hours that was told later. */
function aurora() {
  const log = written()
  log.append(null, listening(T0))
  log.append(AURORA, added(T0))
  log.append(AURORA, born(T0, { server: T0, dashboard: T0 }, T0))
  log.append(AURORA, excusing(NOW, { excuse: 'x-1', component: null, span: EXCUSED }))
  const server = history(SERVER, [T0, UP], [T0 + 12 * HOUR_S, DOWN], [T0 + 15 * HOUR_S, UP])
  log.append(AURORA, told(CUT, CUT, server, history(DASHBOARD, [T0, UP])))
  log.append(AURORA, silent(CUT, CUT + 900))
  log.append(AURORA, heardAgain(HEALED, CUT))
  log.append(AURORA, told(NOW, NOW, history(SERVER, [CUT, UP]), history(DASHBOARD, [CUT, UP])))
  return log.batches
}
const heard = new Map([[AURORA, { session: 65_536, seq: 9, watermark: NOW, lastHeard: NOW, offsetS: 0 }]])

const sum = (intervals: readonly api.Reckoned[], by: 'best' | 'measured' | 'observed', ...states: api.Counted[]) =>
  intervals.reduce((total, one) => total + (states.includes(one[by]) ? one.seconds : 0), 0)

test('the intervals of a period tile it, and the three figures are their sums', (t) => {
  const model = modelOf(t, aurora())
  const period = { from: T0 + HOUR_S, to: NOW - HOUR_S }
  for (const component of [SERVER, DASHBOARD, null]) {
    const read = model.reckoning(AURORA, { ...period, component }, present(NOW, heard)) ?? assert.fail()
    const { intervals, figures } = v.parse(api.reckoning, read)
    assert.equal(intervals[0]?.from, iso(period.from))
    assert.equal(intervals.at(-1)?.to, iso(period.to))
    for (const [at, one] of intervals.entries()) if (at > 0) assert.equal(one.from, intervals[at - 1]?.to)
    const share = (by: 'best' | 'measured' | 'observed') => {
      const up = sum(intervals, by, 'up')
      return (100 * up) / (up + sum(intervals, by, 'down', 'silent'))
    }
    assert.equal(share('best'), figures.uptime)
    assert.equal(share('measured'), figures.measured)
    assert.equal(share('observed'), figures.observed)
    assert.equal(sum(intervals, 'best', 'excused-up', 'excused-down', 'excused-unknown'), figures.excusedS)
  }
})

test('a period says which part of it was excused and why, and keeps what was told late apart from what shore saw', (t) => {
  const query = { from: T0, to: NOW, component: SERVER }
  const read = modelOf(t, aurora()).reckoning(AURORA, query, present(NOW, heard)) ?? assert.fail()
  assert.deepEqual(
    read.excuses.map(({ id }) => id),
    ['x-1'],
  )
  assert.equal(sum(read.intervals, 'best', 'down'), HOUR_S)
  assert.equal(sum(read.intervals, 'best', 'excused-down'), 2 * HOUR_S)
  assert.equal(sum(read.intervals, 'best', 'silent'), 0)
  assert.equal(sum(read.intervals, 'observed', 'silent'), 6 * HOUR_S)
})

test('a period is counted up to where the vessel has told, and judged over its own length', (t) => {
  const query = { from: NOW - HOUR_S, to: NOW + HOUR_S, component: SERVER }
  const read = modelOf(t, aurora()).reckoning(AURORA, query, present(NOW + 60, heard)) ?? assert.fail()
  assert.equal(read.to, iso(NOW + HOUR_S))
  assert.equal(read.until, iso(NOW))
  assert.equal(read.sla, 'met')
})

test('of a component that a vessel does not have nothing is reckoned', (t) => {
  const model = modelOf(t, aurora())
  const query = { from: T0, to: NOW, component: 'radar' as typeof SERVER }
  assert.equal(model.reckoning(AURORA, query, present(NOW, heard)), null)
})
