import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import type { FleetEvent } from '../../hub/core/events.ts'
import type { Fleet } from '../../hub/core/fleet.ts'
import { parsePeriod } from '../../hub/core/reports/period.ts'
import type { VesselAccount } from '../../hub/core/reports/report.ts'
import type { Handle } from '../../hub/handle.ts'
import type { ReportScope, Reports } from '../../hub/ports/reports.ts'
import * as reportApi from '../../shared/api/report.ts'
import { NOTHING } from '../../shared/availability.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { DAY_S, HOUR_S } from '../../shared/time.ts'
import { BOREALIS, givenReports, OCTOBER } from './given-reports.ts'
import { AURORA, added, born, excusing, history, SERVER, told, vesselId } from './projections/given.ts'

const ADA = { kind: 'user', name: 'ada' } as const
const FLEET: ReportScope = { kind: 'fleet' }
const period = (label: string) => parsePeriod(label) ?? assert.fail(label)

async function reportOf(reports: Reports, label: string, scope: ReportScope = FLEET) {
  const reported = await reports.report(period(label), scope)
  if (reported.kind !== 'report') assert.fail(reported.kind)
  return v.parse(reportApi.report, reported.report)
}

test('a month says of each vessel what it was up, down and excused, to the second', async (t) => {
  const report = await reportOf(givenReports(t).reports, '2026-10')
  assert.equal(report.status, 'final')
  const [aurora, borealis] = report.vessels
  assert.equal(aurora?.name, 'Aurora')
  assert.deepEqual(
    [aurora?.upS, aurora?.downS, aurora?.excusedS, aurora?.outages, aurora?.longestOutageS],
    [31 * DAY_S - 6 * HOUR_S, 5 * HOUR_S, HOUR_S, 1, 5 * HOUR_S],
  )
  assert.deepEqual([borealis?.downS, borealis?.outages], [DAY_S / 2, 1])
  assert.deepEqual(report.excuses, [
    { vessel: { id: AURORA, name: 'Aurora' }, category: 'planned-maintenance', reason: 'new disks', excusedS: HOUR_S },
  ])
  assert.deepEqual(report.verdicts, { met: 2, missed: 0, undetermined: 0 })
  assert.deepEqual(
    report.worst.map(({ vessel, downS }) => [vessel.name, downS]),
    [
      ['Borealis', DAY_S / 2],
      ['Aurora', 5 * HOUR_S],
    ],
  )
})

test('the figure of many is that of all their time together, and stands beside that of the period before', async (t) => {
  const { reports } = givenReports(t)
  const { total, before } = await reportOf(reports, '2026-10')
  const [up, down] = [62 * DAY_S - 6 * HOUR_S - DAY_S / 2, 5 * HOUR_S + DAY_S / 2]
  assert.deepEqual([total.upS, total.downS, total.outages], [up, down, 2])
  assert.equal(total.uptime, (100 * up) / (up + down))
  assert.deepEqual([before.label, before.total?.uptime, before.total?.upS], ['2026-09', 100, 60 * DAY_S])
})

test('each vessel and each group stands beside its own figure of the month before, or a reason why there is none', async (t) => {
  const { reports } = givenReports(t)
  const october = await reportOf(reports, '2026-10')
  for (const line of [...october.vessels, ...october.groups]) {
    assert.equal(line.before.uptime, 100)
    assert.equal(line.before.points, (line.uptime ?? 0) - 100)
  }
  assert.deepEqual(
    october.groups.map(({ group, vessels, verdicts, upS, downS }) => [group, vessels, verdicts.met, upS, downS]),
    [
      ['coastal', 1, 1, 31 * DAY_S - 6 * HOUR_S, 5 * HOUR_S],
      ['deep sea', 1, 1, 30.5 * DAY_S, DAY_S / 2],
    ],
  )
  const september = await reportOf(reports, '2026-09')
  assert.deepEqual(
    [...september.vessels, ...september.groups].map(({ before }) => before),
    Array.from({ length: 4 }, () => ({ uptime: null, points: null, reason: 'not-in-service' })),
  )
  assert.deepEqual((await reportOf(reports, '2026-10', { kind: 'group', group: 'coastal' })).groups, [])
})

test('who belonged to the fleet and was never heard has no figure and changes none, and is no reason to wait', async (t) => {
  const { at, log } = givenReports(t)
  const now = OCTOBER + 40 * DAY_S
  const without = await reportOf(at(now), '2026-10')
  const [isolde, retired, later, laidUp] = ['isolde', 'retired', 'later', 'laid-up'].map((id) => vesselId(id))
  assert.ok(isolde && retired && later && laidUp)
  log.append(isolde, added(OCTOBER + 10 * DAY_S, { name: 'Isolde' }))
  log.append(retired, added(OCTOBER - 9 * DAY_S, { name: 'Retired' }), leaving(OCTOBER - DAY_S))
  log.append(later, added(OCTOBER + 32 * DAY_S, { name: 'Later' }))
  const inService = [{ from: OCTOBER + 90 * DAY_S, to: OCTOBER + 99 * DAY_S }]
  log.append(laidUp, added(OCTOBER, { name: 'Laid up', inService }))
  const report = await reportOf(at(now), '2026-10')
  assert.deepEqual([report.status, report.total], ['final', without.total])
  assert.deepEqual(report.verdicts, { ...without.verdicts, undetermined: 1 })
  assert.deepEqual(
    report.vessels.map(({ name, uptime, sla, reason }) => [name, uptime === null, sla, reason]),
    [
      ['Aurora', false, 'met', null],
      ['Borealis', false, 'met', null],
      ['Isolde', true, 'undetermined', 'unheard'],
    ],
  )
  assert.deepEqual(await at(now).freeze(period('2026-10'), ADA), { kind: 'frozen' })
  log.append(
    isolde,
    born(now, { server: OCTOBER + 12 * DAY_S }, now),
    told(now, now, history(SERVER, [OCTOBER + 12 * DAY_S, UP])),
  )
  const frozen = await reportOf(at(now), '2026-10')
  assert.deepEqual(frozen.vessels, report.vessels)
  assert.deepEqual(
    frozen.restatements.map(({ vessel, before, after }) => [vessel.name, before.upS, after.upS]),
    [
      ['Isolde', 0, 19 * DAY_S],
      ['Isolde', 0, 19 * DAY_S],
    ],
  )
})

const leaving = (at: number) => ({ type: 'vessel-retired', at, learnedAt: at, reason: 'sold', by: ADA }) as const

test('what was told of a period is what the next one is held against, whatever is known of it since', async (t) => {
  const { at, log } = givenReports(t)
  const now = OCTOBER + 70 * DAY_S
  for (const id of [AURORA, BOREALIS]) log.append(id, told(now, now))
  await at(now).freeze(period('2026-10'), ADA)
  const was = await reportOf(at(now), '2026-10')
  const november = await reportOf(at(now), '2026-11')
  log.append(BOREALIS, told(now, now, history(SERVER, [OCTOBER + 5 * DAY_S, DOWN], [OCTOBER + 6 * DAY_S, UP])))
  assert.equal((await reportOf(at(now), '2026-10')).restatements.length, 2)
  assert.deepEqual((await reportOf(at(now), '2026-11')).before, november.before)
  assert.deepEqual(
    november.vessels.map(({ before }) => before.uptime),
    was.vessels.map(({ uptime }) => uptime),
  )
})

test('a frozen report keeps what it was held against; one that was frozen without says that it is not known', async (t) => {
  const { at, log, fleet } = givenReports(t)
  const now = OCTOBER + 40 * DAY_S
  const { vessels, ...was } = await reportOf(at(now), '2026-10')
  await at(now).freeze(period('2026-10'), ADA)
  const september = OCTOBER - 20 * DAY_S
  log.append(BOREALIS, told(now, now, history(SERVER, [september, DOWN], [september + DAY_S, UP])))
  const is = await reportOf(at(now), '2026-10')
  assert.deepEqual([is.before, is.groups, is.vessels], [was.before, was.groups, vessels])
  assert.equal((await reportOf(at(now), '2026-09')).vessels[1]?.downS, DAY_S)

  const older = { period: '2026-Q4', zone: 'UTC', vessels: [], by: ADA }
  await fleet.command('fleet', () => ({
    events: [{ type: 'report-frozen', at: now, learnedAt: now, ...older, vessels: [accountOf(AURORA)] }],
    answer: null,
  }))
  const quarter = await reportOf(at(now), '2026-Q4')
  assert.deepEqual([quarter.before.total, quarter.vessels[0]?.before.reason], [null, 'not-kept'])
})

const accountOf = (vessel: typeof AURORA): VesselAccount => ({
  vessel,
  name: 'Aurora',
  group: 'coastal',
  whole: { sums: { ...NOTHING, up: 9, down: 1 }, outages: { count: 1, longestS: 1 } },
  components: [],
  excuses: [],
})

test('a report is of the fleet, of a group or of one vessel', async (t) => {
  const { reports } = givenReports(t)
  const names = async (scope: ReportScope) =>
    (await reportOf(reports, '2026-10', scope)).vessels.map(({ name }) => name)
  assert.deepEqual(await names({ kind: 'group', group: 'coastal' }), ['Aurora'])
  assert.deepEqual(await names({ kind: 'vessel', vessel: BOREALIS }), ['Borealis'])
  assert.deepEqual(await reports.report(period('2026-10'), { kind: 'group', group: 'none' }), { kind: 'nobody' })
})

test('a month that is not over counts to where the vessels have told; one that has not begun is refused', async (t) => {
  const now = OCTOBER + 10 * DAY_S
  const reports = givenReports(t).at(now)
  const report = await reportOf(reports, '2026-10')
  assert.equal(report.status, 'running')
  assert.equal((report.vessels[1]?.upS ?? 0) + (report.vessels[1]?.downS ?? 0), 10 * DAY_S)
  assert.deepEqual(await reports.report(period('2026-11'), FLEET), { kind: 'to-come' })
})

test('until every vessel has told all of it a report is provisional, names whom it waits for, and is not frozen', async (t) => {
  const reports = givenReports(t).at(OCTOBER + 31 * DAY_S + 300, OCTOBER + 31 * DAY_S - 10)
  const report = await reportOf(reports, '2026-10')
  assert.equal(report.status, 'provisional')
  assert.deepEqual(
    report.waitingFor.map(({ name }) => name),
    ['Aurora', 'Borealis'],
  )
  assert.deepEqual(await reports.freeze(period('2026-10'), ADA), { kind: 'not-final' })
  assert.deepEqual(await reports.freeze(period('2026-11'), ADA), { kind: 'not-final' })
})

test('a frozen report stays; what late truth or a later excuse changes is told beside it, before and after', async (t) => {
  const { at, log } = givenReports(t)
  const now = OCTOBER + 40 * DAY_S
  const was = await reportOf(at(now), '2026-10')
  assert.deepEqual(await at(now).freeze(period('2026-10'), ADA), { kind: 'frozen' })
  const span = { from: OCTOBER + 9 * DAY_S, to: OCTOBER + 9.25 * DAY_S }
  log.append(AURORA, excusing(now, { excuse: 'x-2', component: SERVER, span }))
  log.append(BOREALIS, told(now, now, history(SERVER, [OCTOBER + 5 * DAY_S, DOWN], [OCTOBER + 6 * DAY_S, UP])))
  const is = await reportOf(at(now + 60), '2026-10')
  assert.equal(is.status, 'frozen')
  assert.deepEqual(is.frozen?.by, { kind: 'user', name: 'ada' })
  assert.deepEqual(is.vessels, was.vessels)
  assert.deepEqual(is.excuses, was.excuses)
  assert.deepEqual(
    is.restatements.map(({ vessel, component, before, after }) => [
      vessel.name,
      component?.name ?? null,
      before.downS,
      after.downS,
      after.excusedS,
    ]),
    [
      ['Aurora', null, 5 * HOUR_S, 0, 6 * HOUR_S],
      ['Aurora', 'Server', 5 * HOUR_S, 0, 6 * HOUR_S],
      ['Borealis', null, DAY_S / 2, DAY_S, 0],
      ['Borealis', 'Server', DAY_S / 2, DAY_S, 0],
    ],
  )
  assert.deepEqual(await at(now).freeze(period('2026-10'), { kind: 'user', name: 'bob' }), { kind: 'already', by: ADA })
})

test('a large report that is killed while it is frozen is not frozen; pressed again it is, and whole', async (t) => {
  const { at, log, fleet } = givenReports(t)
  const now = OCTOBER + 40 * DAY_S
  for (const id of [AURORA, BOREALIS]) log.append(id, LENGTHY)
  const was = await reportOf(at(now), '2026-10')
  for (let steps = 0; ; steps++) {
    const killed = await at(now, now, killedAfter(steps, fleet))
      .freeze(period('2026-10'), ADA)
      .then(
        () => false,
        () => true,
      )
    if (!killed) break
    assert.ok(steps < 20)
    assert.equal((await reportOf(at(now), '2026-10')).status, 'final')
  }
  const is = await reportOf(at(now), '2026-10')
  assert.equal(is.status, 'frozen')
  assert.deepEqual([is.vessels, is.excuses, is.before], [was.vessels, was.excuses, was.before])
  assert.deepEqual(is.restatements, [])
  assert.deepEqual(await at(now).freeze(period('2026-10'), ADA), { kind: 'already', by: ADA })
})

test('of two who freeze large reports at once one is told that the other was first', async (t) => {
  const { at, log, fleet } = givenReports(t)
  const now = OCTOBER + 40 * DAY_S
  for (const id of [AURORA, BOREALIS]) log.append(id, LENGTHY)
  const froze = await Promise.all(['2026-10', '2026-09'].map((label) => at(now, now, fleet).freeze(period(label), ADA)))
  assert.deepEqual(froze.map(({ kind }) => kind).sort(), ['frozen', 'overtaken'])
  const standing = await Promise.all(['2026-10', '2026-09'].map((label) => reportOf(at(now), label)))
  assert.deepEqual(
    standing.map(({ status }) => status),
    froze.map(({ kind }) => (kind === 'frozen' ? 'frozen' : 'final')),
  )
})

/** Makes any report that it is in too large for one batch of two vessels. */
const LENGTHY = excusing(OCTOBER, {
  excuse: 'x-2',
  component: null,
  span: { from: OCTOBER - 20 * DAY_S, to: OCTOBER + 3 * DAY_S },
  reason: 'x'.repeat(100_000),
})

/** Stores as many times and no more. */
function killedAfter(steps: number, fleet: Handle<Fleet, FleetEvent>): Handle<Fleet, FleetEvent> {
  let left = steps
  return {
    ...fleet,
    async command(...asked) {
      if (left-- === 0) throw new Error('killed')
      return fleet.command(...asked)
    },
  }
}

test('where the detail is kept no more there is no report, but a frozen one is still read', async (t) => {
  const { at, log } = givenReports(t)
  await at(OCTOBER + 40 * DAY_S).freeze(period('2026-10'), ADA)
  const later = OCTOBER + 500 * DAY_S
  for (const id of [AURORA, BOREALIS]) log.append(id, told(later, later))
  const reports = at(later)
  assert.deepEqual(await reports.report(period('2026-09'), FLEET), { kind: 'gone' })
  const report = await reportOf(reports, '2026-10')
  assert.equal(report.status, 'frozen')
  assert.equal(report.vessels[0]?.downS, 5 * HOUR_S)
  assert.deepEqual([report.restatements, report.before.total?.uptime], [[], 100])
  assert.deepEqual(await reports.freeze(period('2026-09'), ADA), { kind: 'gone' })
})

test('the list offers what can be reported in full, the newest first, and says what is frozen', async (t) => {
  const { at } = givenReports(t)
  await at(OCTOBER + 40 * DAY_S).freeze(period('2026-10'), ADA)
  const list = v.parse(reportApi.reports, await at(OCTOBER + 40 * DAY_S).list())
  assert.deepEqual(
    list.periods.map(({ label, over, frozenAt }) => [label, over, frozenAt !== null]),
    [
      ['2026-11', false, false],
      ['2026-10', true, true],
      ['2026-09', true, false],
      ['2026-Q4', false, false],
      ['2026-Q3', true, false],
      ['2026', false, false],
    ],
  )
  assert.deepEqual(list.groups, ['coastal', 'deep sea'])
})
