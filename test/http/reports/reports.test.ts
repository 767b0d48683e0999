import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_S } from '../../../shared/time.ts'
import { MONTHS } from '../../fakes/reports.ts'
import { idOf } from '../../fakes/views.ts'
import { givenReports, OCTOBER } from '../../hub/given-reports.ts'
import { added, vesselId } from '../../hub/projections/given.ts'
import { documented } from '../documented.ts'
import { givenApp } from '../given-app.ts'

const ISOLDE = vesselId('mv-isolde')
const NOW_MS = (OCTOBER + 40 * DAY_S) * 1000

test('a report is a page, a file for a spreadsheet and JSON, all with the same figures', async (t) => {
  const { get } = givenApp(0, NOW_MS, 'viewer', { reports: givenReports(t).reports })
  const page = await (await get('/reports/2026-10')).text()
  assert.match(page, /SLA report October 2026/)
  assert.match(page, /Complete\./)
  assert.match(page, /new disks/)
  assert.match(page, /Points against September 2026.*−0\.7 <span class="muted">from 100 %/s)
  assert.match(
    page,
    /<a href="https:\/\/example\.atlassian\.net\/browse\/OPS-7">OPS-7<\/a>.*Aurora: &lt;Server&gt; down/s,
  )
  const json = await documented(get, '/api/v1/reports/{period}', '/api/v1/reports/2026-10')
  assert.ok(typeof json === 'object' && json !== null && 'total' in json)
  const csv = await get('/reports/2026-10.csv')
  assert.match(csv.headers.get('Content-Disposition') ?? '', /filename="sla-2026-10\.csv"/)
  const lines = (await csv.text()).split('\r\n')
  assert.match(lines[0] ?? '', /^period,zone,status,vessel,/)
  assert.match(
    lines[1] ?? '',
    /^2026-10,UTC,final,mv-aurora,Aurora,coastal,,99\.3\d+,95,met,2656800,18000,0,0,3600,0,100,1,18000,100,-0\.67\d+,,$/,
  )
  assert.match(lines[2] ?? '', /^2026-10,UTC,final,mv-aurora,Aurora,coastal,server,.*,18000,,,,$/)
  assert.equal(lines.length, 6)
})

test('who was never heard is counted, named and said to be that, on the page and in the file', async (t) => {
  const given = givenReports(t)
  given.log.append(ISOLDE, added(OCTOBER + DAY_S, { name: 'Isolde', group: 'coastal' }))
  const { get } = givenApp(0, NOW_MS, 'viewer', { reports: given.at(NOW_MS / 1000) })
  const page = await (await get('/reports/2026-10')).text()
  assert.match(page, /<p>The whole fleet, 3 vessels, 1 never heard<\/p>/)
  assert.match(page, />Isolde<\/a><\/th>.*?<strong>—<\/strong>.*?undetermined <span class="muted">never heard</s)
  const ofGroup = await (await get('/reports/2026-10?group=coastal')).text()
  assert.match(ofGroup, /<p>coastal, 2 vessels, 1 never heard<\/p>/)
  const alone = await (await get('/reports/2026-10?vessel=mv-isolde')).text()
  assert.match(alone, /<p>Isolde, never heard<\/p>.*>None: it has not named any yet\.</s)
  assert.match(
    alone,
    /Nothing was ever heard, and nothing is waited for\..*<dd>undetermined<\/dd><dd class="muted">never/s,
  )
  assert.match(page, /Every vessel that was heard has told all of it\./)
  const csv = (await (await get('/reports/2026-10.csv')).text()).split('\r\n')
  assert.match(csv[0] ?? '', /,why undetermined$/)
  assert.ok(csv.some((line) => /,mv-isolde,Isolde,coastal,,,95,undetermined,0,0,0,.*,unheard$/.test(line)))
  await documented(get, '/api/v1/reports/{period}', '/api/v1/reports/2026-10')
})

test('a part of a report with nothing in it says so, and what a report cannot have yet is no part of it', async () => {
  const { get } = givenApp()
  const partOf = (page: string, id: string) => new RegExp(`id="${id}-title">.*?</section>`, 's').exec(page)?.[0] ?? ''
  const quiet = await (await get(`/reports/${MONTHS.quiet}`)).text()
  assert.match(partOf(quiet, 'worst'), />None: no downtime is known\.</)
  assert.match(partOf(quiet, 'excused'), />None: nothing was left out\.</)
  assert.match(partOf(quiet, 'tickets'), />None: no ticket was open in this time\.</)
  assert.equal(partOf(quiet, 'restated'), '')
  const ofOne = await (await get(`/reports/${MONTHS.frozen}?vessel=${idOf(5)}`)).text()
  assert.match(partOf(ofOne, 'restated'), />None: nothing is known otherwise now/)
  const full = await (await get(`/reports/${MONTHS.frozen}`)).text()
  for (const id of ['worst', 'excused', 'tickets', 'restated'])
    assert.match(partOf(full, id), /^(?!.*>None).*<tbody>/s, id)
})

test('what a browser calls a report that is kept as PDF says of when and of whom it is', async (t) => {
  const { get } = givenApp(0, NOW_MS, 'viewer', { reports: givenReports(t).reports })
  const nameOf = async (path: string) => /<title>(.*)<\/title>/.exec(await (await get(path)).text())?.[1]
  assert.equal(await nameOf('/reports/2026-10'), 'SLA report October 2026')
  assert.equal(await nameOf('/reports/2026-10?group=coastal'), 'SLA report October 2026 – coastal')
  assert.equal(await nameOf('/reports/2026-Q3?vessel=mv-aurora'), 'SLA report Q3 2026 – Aurora')
  assert.equal(await nameOf('/reports'), 'Reports · Watchkeeper')
  assert.match(await (await get('/reports/2026-10')).text(), /aria-current="page">Reports</)
})

test('where nobody has a figure of the period before one sentence says so, and no column', async (t) => {
  const { get } = givenApp(0, NOW_MS, 'viewer', { reports: givenReports(t).reports })
  const page = await (await get('/reports/2026-09')).text()
  assert.match(page, /nothing of August 2026 to compare with/)
  assert.doesNotMatch(page, /Points against/)
})

test('the groups are a file of their own, each against the month before', async (t) => {
  const { get } = givenApp(0, NOW_MS, 'viewer', { reports: givenReports(t).reports })
  const csv = await get('/reports/2026-10.csv?lines=groups')
  assert.match(csv.headers.get('Content-Disposition') ?? '', /filename="sla-2026-10-groups\.csv"/)
  const lines = (await csv.text()).split('\r\n')
  assert.match(lines[0] ?? '', /^period,zone,status,group,vessels,uptime %,.*,uptime before %,change in points,/)
  assert.match(lines[1] ?? '', /^2026-10,UTC,final,coastal,1,99\.3\d+,95,met,.*,18000,100,-0\.67\d+,,$/)
  assert.equal(lines.length, 4)
  const september = await (await get('/reports/2026-09.csv')).text()
  assert.match(september, /,,,not-in-service,\r\n/)
})

test('the list of reports leads to each, and is documented', async (t) => {
  const { get } = givenApp(0, NOW_MS, 'viewer', { reports: givenReports(t).reports })
  const page = await (await get('/reports')).text()
  for (const label of ['2026-10', '2026-Q3', '2026']) assert.ok(page.includes(`href="/reports/${label}"`), label)
  assert.match(page, /href="\/reports\/2026-10\?group=deep%20sea"/)
  await documented(get, '/api/v1/reports', '/api/v1/reports')
})

test('what cannot be reported is refused in words', async (t) => {
  const { get } = givenApp(0, NOW_MS, 'viewer', { reports: givenReports(t).reports })
  const refused = async (path: string, status: number, words: RegExp) => {
    const answer = await get(path, { Accept: 'text/html' })
    assert.equal(answer.status, status, path)
    assert.match(await answer.text(), words)
  }
  await refused('/reports/2026-13', 404, /A month is 2026-10/)
  await refused('/reports/2027-01', 404, /2027-01 has not begun/)
  await refused('/reports/2026-10?vessel=mv-none', 404, /Nobody of these served/)
  await refused('/reports/2026-10?vessel=mv-aurora&group=coastal', 400, /of one group or of one vessel/)
  assert.equal((await get('/api/v1/reports/2025-01')).status, 404)
})

test('an approver freezes a report that is final, once; a viewer is not offered it', async (t) => {
  const { reports } = givenReports(t)
  const viewer = givenApp(0, NOW_MS, 'viewer', { reports })
  assert.doesNotMatch(await (await viewer.get('/reports/2026-10')).text(), /Freeze it/)
  assert.equal((await viewer.post('/reports/2026-10/freeze', {})).status, 403)
  const approver = givenApp(0, NOW_MS, 'approver', { reports })
  assert.match(await (await approver.get('/reports/2026-10')).text(), /Freeze it/)
  assert.equal((await approver.post('/reports/2026-11/freeze', {})).status, 409)
  const answer = await approver.post('/reports/2026-10/freeze', {})
  assert.deepEqual([answer.status, answer.headers.get('Location')], [303, '/reports/2026-10'])
  const page = await (await viewer.get('/reports/2026-10')).text()
  assert.match(page, /Frozen<\/strong> by ada/)
  assert.doesNotMatch(page, /Freeze it/)
})

test('who was overtaken while freezing is told that nothing was frozen, and where to look', async (t) => {
  const freeze = async () => ({ kind: 'overtaken' }) as const
  const { post } = givenApp(0, NOW_MS, 'approver', { reports: { ...givenReports(t).reports, freeze } })
  const answer = await post('/reports/2026-10/freeze', {})
  assert.equal(answer.status, 409)
  assert.match(await answer.text(), /this one is not frozen.*Open it again/s)
})
