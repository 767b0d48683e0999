import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evolveReports, type Freezing, inParts } from '../../../hub/core/reports/freezing.ts'
import type { ReportEvent, ReportFrozen, VesselAccount } from '../../../hub/core/reports/report.ts'
import { encodeEvents } from '../../../hub/core/stored/stored-event.ts'
import { NOTHING } from '../../../shared/availability.ts'
import { componentId, vesselId } from '../../hub/projections/given.ts'

const MOST_BATCH_BYTES = 512 * 1024
const NONE: Freezing = { reports: [], reportDraft: null }
const folded = (events: readonly ReportEvent[], from = NONE) => events.reduce(evolveReports, from)

const account = { sums: { ...NOTHING, up: 2_656_800, down: 18_000 }, outages: { count: 1, longestS: 18_000 } }
const COMPONENTS = ['access-point', 'dashboard', 'server'].map((id) => ({ component: componentId(id), ...account }))

const accountOf = (nth: number, reason: string): VesselAccount => ({
  vessel: vesselId(`mv-${nth}`),
  name: `MV ${nth}`,
  group: 'coastal',
  whole: account,
  components: COMPONENTS,
  excuses: [{ excuse: 'e-1', category: 'yard', reason, excusedS: 3600 }],
})

function reportOf(
  vessels: readonly VesselAccount[],
  earlier: ReportFrozen['earlier'],
  period = '2026-10',
): ReportFrozen {
  const [at, by] = [1_795_600_000, { kind: 'user', name: 'ada' } as const]
  return {
    type: 'report-frozen',
    at,
    learnedAt: at,
    period,
    zone: 'UTC',
    vessels,
    by,
    ...(earlier !== undefined && { earlier }),
  }
}

const anyReport = fc
  .record({
    reasons: fc.array(fc.record({ letter: fc.constantFrom('x', 'Å', '船', '🚢', '"'), length: fc.nat(60_000) }), {
      maxLength: 12,
    }),
    earlier: fc.constantFrom<'none' | 'all' | 'unknown'>('none', 'all', 'unknown'),
  })
  .map(({ reasons, earlier }) => {
    const vessels = reasons.map(({ letter, length }, nth) => accountOf(nth, letter.repeat(length)))
    return reportOf(vessels, earlier === 'all' ? vessels : earlier === 'none' ? [] : null)
  })

test('a report is the same in how many parts it ever was stored, each of which fits a batch', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const events = inParts(report, 'd-1')
      assert.deepEqual(folded(events), folded([report]))
      for (const event of events) assert.ok(Buffer.byteLength(encodeEvents([event])) <= MOST_BATCH_BYTES)
    }),
    { numRuns: 50 },
  )
})

test('a fleet of a thousand is frozen in parts, one of today in one event as ever', () => {
  const many = Array.from({ length: 1_000 }, (_, nth) => accountOf(nth, 'new disks'))
  const large = inParts(reportOf(many, many), 'd-1')
  assert.ok(large.length > 2)
  assert.equal(folded(large).reports[0]?.vessels.length, 1_000)
  const small = reportOf(many.slice(0, 66), many.slice(0, 66))
  assert.deepEqual(inParts(small, 'd-1'), [small])
})

test('nothing of a report stands before its last part, and what was left of one goes when the next begins', () => {
  const large = reportOf([accountOf(1, 'x'.repeat(100_000)), accountOf(2, 'x'.repeat(100_000))], null)
  const [first, second, last] = inParts(large, 'd-1')
  assert.ok(first && second && last)
  assert.deepEqual(folded([first, second]).reports, [])
  const again = folded([first, second, ...inParts(large, 'd-2')])
  assert.deepEqual(again, folded([large]))
  assert.deepEqual(folded(inParts(large, 'd-3'), again), again, 'the first one of a period stays')
  const other = reportOf([], null, '2026-09')
  const between = folded([first, other, second, last])
  assert.deepEqual(between.reports, folded([other, large]).reports, 'another one in between is no part of it')
})
