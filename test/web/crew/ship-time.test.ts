import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isShipTime, SHIP_TIMES, type ShipTime, shipClock } from '../../../web/crew/ship-time.ts'

const at = (text: string): ShipTime => (isShipTime(text) ? text : assert.fail(`${text} is no ship's time`))

test("the ship's clock is its distance from UTC, over midnight and the end of a year too", () => {
  assert.equal(shipClock('2026-11-23T17:31:59Z', at('+02:00')), '2026-11-23 19:31')
  assert.equal(shipClock('2026-12-31T23:30:00Z', at('+05:45')), '2027-01-01 05:15')
  assert.equal(shipClock('2026-03-01T00:10:00Z', at('-03:30')), '2026-02-28 20:40')
})

test('a distance that no clock has is refused', () => {
  for (const wrong of ['', 'UTC', '2', '+2:00', '+14:15', '-12:30', '+01:10', '+02:00 ', '+99:00'])
    assert.ok(!isShipTime(wrong), wrong)
})

test('all that is offered is taken, once each, from west to east', () => {
  assert.ok(SHIP_TIMES.every(isShipTime))
  assert.equal(new Set(SHIP_TIMES).size, SHIP_TIMES.length)
  const noons = SHIP_TIMES.map((one) => shipClock('2026-06-15T12:00:00Z', one))
  assert.deepEqual(noons, noons.toSorted())
  assert.ok(SHIP_TIMES.includes(at('+05:45')) && SHIP_TIMES.includes(at('-12:00')) && SHIP_TIMES.includes(at('+14:00')))
})
