import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UP } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso, MINUTE_S } from '../../../shared/time.ts'
import { AURORA, added, born, history, listening, modelOf, present, SERVER, silent, told, written } from './given.ts'

/** Where windows end, and which of the log and the register is believed. */

const T0 = 20_000 * DAY_S
const NOW = T0 + DAY_S
const SILENT_AFTER_S = present(NOW).policy.silentAfterS

function toldUpTo(watermark: number) {
  const log = written()
  log.append(null, listening(T0))
  log.append(AURORA, added(T0), born(T0, { server: T0 }, T0))
  log.append(AURORA, told(watermark, watermark, history(SERVER, [T0, UP])))
  return log.batches
}

const registered = (seq: number, watermark: number, lastHeard = watermark) =>
  new Map([[AURORA, { session: 65_536, seq, watermark, lastHeard, offsetS: 0 }]])

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

test('until a vessel is called silent its window ends where it has told, however far behind its last word that is', (t) => {
  const told = NOW - SILENT_AFTER_S - 5
  const model = modelOf(t, toldUpTo(told))
  for (let now = told; now < NOW; now++) {
    const [server] = model.fleet(present(now, registered(9, told, told + 5))).vessels[0]?.components ?? []
    assert.deepEqual([server?.state, server?.windowEnd], ['up', iso(told)])
  }
})

test('a vessel that is heard for longer than `silentAfter` without telling leaves a gap up to now', (t) => {
  const told = NOW - 5 * HOUR_S
  const model = modelOf(t, toldUpTo(told))
  const windowEnd = (lastHeard: number) =>
    model.fleet(present(NOW, registered(9, told, lastHeard))).vessels[0]?.components[0]?.windowEnd
  assert.equal(windowEnd(told + SILENT_AFTER_S), iso(told))
  assert.equal(windowEnd(told + SILENT_AFTER_S + 1), iso(NOW))
})

test('a hub that was away gives a vessel that time anew to tell', (t) => {
  const told = NOW - 5 * HOUR_S
  const log = written()
  log.append(AURORA, added(T0), born(T0, { server: T0 }, told))
  log.append(null, listening(NOW - SILENT_AFTER_S))
  const model = modelOf(t, log.batches)
  const windowEnd = (now: number) =>
    model.fleet(present(now, registered(9, told, now))).vessels[0]?.components[0]?.windowEnd
  assert.equal(windowEnd(NOW), iso(told))
  assert.equal(windowEnd(NOW + 1), iso(NOW + 1))
})

test('a vessel out of service is in maintenance, whatever lies beneath, and needs nobody', (t) => {
  const log = written()
  log.append(null, listening(T0))
  log.append(AURORA, added(T0, { inService: [{ from: T0, to: NOW - HOUR_S }] }), born(T0, { server: T0 }, T0))
  log.append(AURORA, silent(NOW - 2 * HOUR_S, NOW - HOUR_S))
  const { counts, vessels } = modelOf(t, log.batches).fleet(present(NOW))
  assert.equal(counts.maintenance, 1)
  assert.deepEqual(
    [vessels[0]?.components[0]?.state, vessels[0]?.components[0]?.cause],
    ['maintenance', 'out-of-service'],
  )
})
