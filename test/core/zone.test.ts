import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { iso, type Seconds } from '../../shared/time.ts'
import { instantAt } from '../../shared/zone.ts'

const wall = (text: string): Seconds => Date.parse(`${text}Z`) / 1000
const at = (text: string, zone: string): string => iso(instantAt(wall(text), zone))

test('a time on the clock of a zone', () => {
  assert.equal(at('2026-11-26T15:00:00', 'UTC'), '2026-11-26T15:00:00Z')
  assert.equal(at('2026-11-26T15:00:00', 'Asia/Singapore'), '2026-11-26T07:00:00Z')
  assert.equal(at('2026-07-01T12:00:00', 'America/New_York'), '2026-07-01T16:00:00Z')
  assert.equal(at('2026-07-01T12:00:00', 'Asia/Kathmandu'), '2026-07-01T06:15:00Z')
})

test('a time that a clock change skips begins at the first instant after it', () => {
  assert.equal(at('2027-03-28T02:30:00', 'Europe/Oslo'), '2027-03-28T01:00:00Z')
  assert.equal(at('2027-03-14T02:00:00', 'America/New_York'), '2027-03-14T07:00:00Z')
})

test('of an hour that is shown twice the first is meant', () => {
  assert.equal(at('2027-10-31T02:30:00', 'Europe/Oslo'), '2027-10-31T00:30:00Z')
  assert.equal(at('2027-11-07T01:30:00', 'America/New_York'), '2027-11-07T05:30:00Z')
})

test('a whole day that a zone skips is no obstacle', () => {
  assert.equal(at('2011-12-30T12:00:00', 'Pacific/Apia'), '2011-12-30T10:00:00Z')
})

test('in every zone and at every time the answer is near, and later times are never earlier', () => {
  const zones = fc.constantFrom('Europe/Oslo', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC')
  const times = fc.integer({ min: wall('2026-01-01T00:00:00'), max: wall('2027-12-31T00:00:00') })
  fc.assert(
    fc.property(zones, times, fc.integer({ min: 0, max: 7200 }), (zone, time, later) => {
      const instant = instantAt(time, zone)
      assert.ok(Math.abs(instant - time) <= 15 * 3600)
      assert.ok(instantAt(time + later, zone) >= instant)
    }),
    { numRuns: 100 },
  )
})
