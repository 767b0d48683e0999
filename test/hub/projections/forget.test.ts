import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NOTHING, uptime } from '../../../shared/availability.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, OPEN } from '../../../shared/time.ts'
import { together } from '../../core/given.ts'
import {
  AURORA,
  added,
  born,
  change,
  followed,
  heardAgain,
  history,
  listening,
  SERVER,
  silent,
  told,
  written,
} from './given.ts'

const T0 = 20_000 * DAY_S
const of = { vessel: AURORA, component: SERVER }

/** One hour down on the first day, silent for two hours of the second, up ever after. */
function longLife() {
  const log = written()
  log.append(null, listening(T0))
  log.append(AURORA, added(T0), born(T0, { server: T0 }, T0))
  log.append(
    AURORA,
    told(T0 + DAY_S, T0 + DAY_S, history(SERVER, [T0, UP], [T0 + HOUR_S, DOWN], [T0 + 2 * HOUR_S, UP])),
  )
  log.append(AURORA, silent(T0 + DAY_S, T0 + DAY_S + 900))
  log.append(AURORA, heardAgain(T0 + DAY_S + 2 * HOUR_S, T0 + DAY_S))
  log.append(AURORA, told(T0 + 2 * DAY_S, T0 + 2 * DAY_S))
  return log
}

test('after 400 days the detail is gone, the sums of each day stay in all three figures', (t) => {
  const log = longLife()
  const now = T0 + 402 * DAY_S
  log.append(AURORA, told(now, now))
  const store = followed(t, log.batches)
  const days = store.days(of)
  assert.deepEqual([...days.keys()], [20_000, 20_001])
  assert.deepEqual(days.get(20_000)?.best, { ...NOTHING, up: 23 * HOUR_S, down: HOUR_S })
  assert.deepEqual(days.get(20_001)?.best, { ...NOTHING, up: DAY_S })
  assert.deepEqual(days.get(20_001)?.observed, { ...NOTHING, up: 22 * HOUR_S, silent: 2 * HOUR_S })
  assert.equal(uptime([...days.values()].reduce((sum, { best }) => together(sum, best), NOTHING)), (100 * 47) / 48)
  assert.deepEqual(store.silence(AURORA), [])
  assert.deepEqual(
    store.timelines(AURORA, { from: -OPEN, to: OPEN }).get(SERVER),
    [{ from: T0 + 2 * HOUR_S, to: OPEN, state: UP }],
    'what reaches into younger days stays, for its age',
  )
})

test('what is told of a day that is already forgotten changes neither its sums nor its detail', (t) => {
  const log = longLife()
  const now = T0 + 402 * DAY_S
  log.append(AURORA, told(now, now))
  const forgotten = followed(t, log.batches)
  const before = [forgotten.days(of), forgotten.timelines(AURORA, { from: -OPEN, to: OPEN })]
  log.append(
    AURORA,
    told(now, now, change(SERVER, { from: T0, to: T0 + DAY_S }, [{ from: T0, to: T0 + DAY_S, state: DOWN }])),
  )
  const after = followed(t, log.batches)
  assert.deepEqual([after.days(of), after.timelines(AURORA, { from: -OPEN, to: OPEN })], before)
})

test('a day younger than that keeps its detail', (t) => {
  const log = longLife()
  const now = T0 + 400 * DAY_S
  log.append(AURORA, told(now, now))
  const store = followed(t, log.batches)
  assert.equal(store.days(of).size, 0)
  assert.equal(store.timelines(AURORA, { from: T0, to: now }).get(SERVER)?.length, 3)
})
