import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newestDue, nextDueAt } from '../../../hub/core/notices/digest.ts'
import { DAY_S, dayOf, HOUR_S, iso, isoDay, MINUTE_S, type Seconds } from '../../../shared/time.ts'
import { wallAt } from '../../../shared/zone.ts'

const at = (text: string): Seconds => Date.parse(text) / 1000
const due = (wallS: number, zone: string, now: string) => {
  const { day, dueAt } = newestDue({ wallS, zone }, at(now))
  return [day, iso(dueAt)]
}

test('the digest of a day is due at its hour on the clocks of the zone', () => {
  assert.deepEqual(due(7 * HOUR_S, 'Europe/Oslo', '2026-11-26T06:00:00Z'), ['2026-11-26', '2026-11-26T06:00:00Z'])
  assert.deepEqual(due(7 * HOUR_S, 'Europe/Oslo', '2026-11-26T05:59:59Z'), ['2026-11-25', '2026-11-25T06:00:00Z'])
  assert.equal(
    iso(nextDueAt({ wallS: 7 * HOUR_S, zone: 'Europe/Oslo' }, at('2026-11-26T06:00:00Z'))),
    '2026-11-27T06:00:00Z',
  )
})

test('an hour that the clock change skips is the first instant after it', () => {
  assert.deepEqual(due(2.5 * HOUR_S, 'Europe/Oslo', '2027-03-28T12:00:00Z'), ['2027-03-28', '2027-03-28T01:00:00Z'])
})

test('of an hour that comes twice the first is meant, and the second brings no other digest', () => {
  for (const now of ['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z', '2027-10-31T12:00:00Z'])
    assert.deepEqual(due(2.5 * HOUR_S, 'Europe/Oslo', now), ['2027-10-31', '2027-10-31T00:30:00Z'])
})

const zone = fc.constantFrom(
  'UTC',
  'Europe/Oslo',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Beirut',
  'Pacific/Apia',
  'Pacific/Chatham',
)

test('whenever one looks, each day of the calendar has exactly one digest, in order', () => {
  fc.assert(
    fc.property(
      zone,
      fc.integer({ min: 0, max: 24 * 60 - 1 }),
      fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-01T00:00:00Z') }),
      (zone, minute, start) => {
        const policy = { wallS: minute * MINUTE_S, zone }
        let now = start
        let { day } = newestDue(policy, now)
        for (let nth = 0; nth < 12; nth++) {
          now = nextDueAt(policy, now)
          assert.equal(newestDue(policy, now - 1).day, day, 'not before its time')
          const next = newestDue(policy, now)
          assert.equal(next.dueAt, now)
          assert.equal(next.day, isoDay(dayOf(at(`${day}T00:00:00Z`)) + 1), 'no day left out, none twice')
          day = next.day
        }
        assert.ok(Math.abs(wallAt(now, zone) - (at(`${day}T00:00:00Z`) + policy.wallS)) < DAY_S / 4)
      },
    ),
    { numRuns: 60 },
  )
})
