import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { before, type PeriodKind, parsePeriod, periodsIn, spanOf } from '../../../hub/core/reports/period.ts'
import { HOUR_S, iso } from '../../../shared/time.ts'

const period = (label: string) => parsePeriod(label) ?? assert.fail(`${label} is no period`)
const bounds = (label: string, zone: string) => {
  const { from, to } = spanOf(period(label), zone)
  return [iso(from), iso(to)]
}

test('a month goes from midnight to midnight on the calendar of its zone', () => {
  assert.deepEqual(bounds('2026-11', 'UTC'), ['2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'])
  assert.deepEqual(bounds('2026-12', 'Asia/Manila'), ['2026-11-30T16:00:00Z', '2026-12-31T16:00:00Z'])
  assert.deepEqual(bounds('2026-Q1', 'Europe/Oslo'), ['2025-12-31T23:00:00Z', '2026-03-31T22:00:00Z'])
  assert.deepEqual(bounds('2024', 'America/New_York'), ['2024-01-01T05:00:00Z', '2025-01-01T05:00:00Z'])
})

test('a month in which clocks change is an hour shorter or longer', () => {
  const hours = (label: string, zone: string) => {
    const { from, to } = spanOf(period(label), zone)
    return (to - from) / HOUR_S
  }
  assert.equal(hours('2026-03', 'Europe/Oslo'), 31 * 24 - 1)
  assert.equal(hours('2026-10', 'Europe/Oslo'), 31 * 24 + 1)
  assert.equal(hours('2026-10', 'Australia/Lord_Howe'), 31 * 24 - 0.5)
  assert.equal(hours('2024-02', 'UTC'), 29 * 24)
})

test('a midnight that a clock change skips is the first instant after it', () => {
  // In Cuba the clocks go from midnight to one; in 2026 that is on a Sunday, in some years of Paraguay on the first.
  assert.deepEqual(bounds('2023-10', 'America/Asuncion'), ['2023-10-01T04:00:00Z', '2023-11-01T03:00:00Z'])
})

test('periods of a kind follow each other without gap or overlap, and a quarter is its months', () => {
  const zones = ['UTC', 'Europe/Oslo', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Asuncion']
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 2010, max: 2037 }),
      fc.integer({ min: 0, max: 11 }),
      (zone, year, month) => {
        const one = period(`${year}-${String(month + 1).padStart(2, '0')}`)
        assert.equal(spanOf(before(one), zone).to, spanOf(one, zone).from)
        const quarter = period(`${year}-Q${Math.floor(month / 3) + 1}`)
        const [q, m] = [spanOf(quarter, zone), spanOf(one, zone)]
        assert.ok(q.from <= m.from && m.to <= q.to)
        assert.equal(spanOf(before(quarter), zone).to, q.from)
        assert.equal(spanOf(period(`${year}`), zone).from, spanOf(period(`${year}-01`), zone).from)
      },
    ),
  )
})

test('the periods that a span touches are named from the newest on', () => {
  const from = Date.UTC(2025, 10, 30, 23) / 1000
  const to = Date.UTC(2026, 0, 31, 23, 30) / 1000
  const labels = (kind: PeriodKind, zone: string) => periodsIn(kind, { from, to }, zone).map(({ label }) => label)
  assert.deepEqual(labels('month', 'UTC'), ['2026-01', '2025-12', '2025-11'])
  assert.deepEqual(labels('month', 'Europe/Oslo'), ['2026-02', '2026-01', '2025-12'])
  assert.deepEqual(labels('quarter', 'UTC'), ['2026-Q1', '2025-Q4'])
  assert.deepEqual(labels('year', 'UTC'), ['2026', '2025'])
})

test('what is no period is none', () => {
  for (const wrong of [
    '',
    '2026-13',
    '2026-00',
    '2026-Q5',
    '2026-Q0',
    '26',
    '2026-1',
    '1999',
    '2026-10.csv',
    '2026-10-01',
  ])
    assert.equal(parsePeriod(wrong), null, wrong)
})
