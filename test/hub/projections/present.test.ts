import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UP } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso, MINUTE_S } from '../../../shared/time.ts'
import { AURORA, added, born, history, listening, modelOf, present, SERVER, told, written } from './given.ts'

/** Where windows end, and which of the log and the register is believed. */

const T0 = 20_000 * DAY_S
const NOW = T0 + DAY_S

function toldUpTo(watermark: number) {
  const log = written()
  log.append(null, listening(T0))
  log.append(AURORA, added(T0), born(T0, { server: T0 }, T0))
  log.append(AURORA, told(watermark, watermark, history(SERVER, [T0, UP])))
  return log.batches
}

const registered = (seq: number, watermark: number) =>
  new Map([[AURORA, { session: 65_536, seq, watermark, lastHeard: watermark, offsetS: 0 }]])

test('the register moves the watermark without an event; an older one is not believed', (t) => {
  const model = modelOf(t, toldUpTo(NOW - HOUR_S))
  const watermark = (heard: ReturnType<typeof registered>) => model.fleet(present(NOW, heard)).vessels[0]?.watermark
  assert.equal(watermark(registered(300, NOW - MINUTE_S)), iso(NOW - MINUTE_S))
  assert.equal(watermark(registered(1, NOW - 2 * HOUR_S)), iso(NOW - HOUR_S))
})

test('without a register the log says when the vessel was last heard, and how far', (t) => {
  const vessel = modelOf(t, toldUpTo(NOW - HOUR_S)).fleet(present(NOW)).vessels[0]
  assert.deepEqual([vessel?.lastHeard, vessel?.watermark], [iso(NOW - HOUR_S), iso(NOW - HOUR_S)])
})

test('a clock on board that is ahead does not carry the figures past now', (t) => {
  const model = modelOf(t, toldUpTo(NOW + HOUR_S))
  const [server] = model.fleet(present(NOW, registered(9, NOW + HOUR_S))).vessels[0]?.components ?? []
  assert.equal(server?.windowEnd, iso(NOW))
  assert.equal(server?.uptime24h, 100)
})

test('while the hub cannot write, nothing that is not told becomes a gap', (t) => {
  const last = NOW - 5 * HOUR_S
  const model = modelOf(t, toldUpTo(last))
  const deaf = { ...present(NOW, registered(9, last)), hearsUntil: last + MINUTE_S }
  assert.equal(model.fleet(deaf).vessels[0]?.components[0]?.windowEnd, iso(last))
  assert.equal(model.fleet(present(NOW, registered(9, last))).vessels[0]?.components[0]?.windowEnd, iso(NOW))
})
