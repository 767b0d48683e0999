import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createExport } from '../../../hub/http/history/export.ts'
import type { History } from '../../../hub/ports/history.ts'
import type { AuditEntry } from '../../../shared/api/audit.ts'
import { historyOf } from '../../fakes/history.ts'
import { somePast } from '../../fakes/past.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { givenApp } from '../given-app.ts'

const LISTS = ['alerts', 'incidents', 'tickets', 'audit'] as const

const { get } = givenApp()
const text = async (address: string) => (await get(address)).text()

/** The cells of a table as RFC 4180 has it. */
function cells(table: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, bare, end] of table.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

describe('what is taken away', () => {
  for (const list of LISTS) {
    test(`${list}: a table with named columns and as many rows as lines of JSON`, async () => {
      const response = await get(`/api/v1/${list}.csv`)
      assert.equal(response.headers.get('Content-Type'), 'text/csv; charset=utf-8; header=present')
      assert.match(
        response.headers.get('Content-Disposition') ?? '',
        new RegExp(`watchkeeper-${list}-2026-11-23\\.csv`),
      )
      const [head = [], ...rows] = cells(await response.text())
      assert.ok(rows.length > 0)
      for (const row of rows) assert.equal(row.length, head.length)
      const lines = (await text(`/api/v1/${list}.jsonl`)).trimEnd().split('\n')
      assert.equal(lines.length, rows.length)
      for (const line of lines) assert.equal(typeof JSON.parse(line), 'object')
    })

    test(`${list}: an empty choice is a table with nothing below its head`, async () => {
      const table = cells(await text(`/api/v1/${list}.csv?vessel=nobody`))
      assert.equal(table.length, 1)
      assert.equal(await text(`/api/v1/${list}.jsonl?vessel=nobody`), '')
    })

    test(`${list}: what cannot be used is refused before a byte is sent`, async () => {
      const response = await get(`/api/v1/${list}.csv?size=5&after=x&vessel=NO%20ID`)
      assert.equal(response.status, 400)
      const { errors } = (await response.json()) as { errors: { parameter: string }[] }
      assert.deepEqual(
        errors.map(({ parameter }) => parameter),
        ['size', 'after', 'vessel'],
      )
    })
  }

  test('maintenance: what was entered, by whom and why', async () => {
    const given = givenApp()
    const entered = await given.app.fetch(
      new Request('http://localhost/api/v1/maintenance', {
        method: 'POST',
        headers: { Host: 'localhost', 'Content-Type': 'application/json' },
        body: JSON.stringify({
          vessel: idOf(0),
          category: 'yard',
          reason: '+new engine',
          from: '2026-11-23T00:00:00Z',
          to: '2026-11-24T00:00:00Z',
        }),
      }),
    )
    assert.equal(entered.status, 200)
    const [head = [], ...rows] = cells(await (await given.get('/api/v1/maintenance.csv?state=now')).text())
    const of = (name: string) => rows.map((row) => row[head.indexOf(name)])
    assert.deepEqual(
      [of('vessel'), of('category'), of('reason'), of('to')],
      [[idOf(0)], ['yard'], ["'+new engine"], ['2026-11-24T00:00:00Z']],
    )
    assert.match(await (await given.get('/maintenance')).text(), /href="\/api\/v1\/maintenance\.csv"/)
    assert.equal((await given.get('/api/v1/maintenance.jsonl?state=gone')).status, 400)
  })

  test('a text that a spreadsheet would take for a formula is none any more, and quotes and commas stay in their cell', async () => {
    const [head = [], ...rows] = cells(await text(`/api/v1/audit.csv?kind=alert&by=people`))
    assert.equal(rows[0]?.[head.indexOf('why')], `'=cmd, "spares" ordered`)
    const [line = ''] = (await text('/api/v1/audit.jsonl?kind=alert&by=people')).split('\n')
    assert.equal((JSON.parse(line) as AuditEntry).why, '=cmd, "spares" ordered')
  })

  test('the filter of the list is that of the table', async () => {
    const [head = [], ...rows] = cells(await text(`/api/v1/incidents.csv?vessel=${idOf(9)}&component=server`))
    assert.deepEqual(
      rows.map((row) => [row[head.indexOf('reason')], row[head.indexOf('lastedS')]]),
      [['late', '3600']],
    )
  })

  test('a long list is read as it is taken, and no further by who leaves', async () => {
    const { views, clock } = givenApp()
    const history = historyOf(somePast(idOf(9), idOf(4), NOW), clock)
    let pages = 0
    const endless: History = {
      ...history,
      audit: async (query) => {
        pages++
        return { ...(await history.audit({ ...query, after: null })), next: `${pages}.0` }
      },
    }
    const response = await createExport(views, endless).request('/audit.jsonl')
    const reader = response.body?.getReader()
    for (let n = 0; n < 3; n++) assert.ok(((await reader?.read())?.value?.length ?? 0) > 1000)
    await reader?.cancel()
    assert.ok(pages <= 4, `${pages} pages`)
  })

  test('a list of several pages is whole, each row once', async () => {
    const { views, clock } = givenApp()
    const past = Array.from({ length: 30 }, (_, n) => somePast(idOf(9), idOf(4), NOW + n * 60)).flat()
    const batches = past.map((batch, at) => ({ ...batch, position: at + 1, previous: at }))
    const app = createExport(views, historyOf(batches, clock))
    const lines = (await (await app.request('/audit.jsonl')).text()).trimEnd().split('\n')
    const all = new Set(lines.map((line) => `${JSON.parse(line).position}.${JSON.parse(line).index}`))
    const events = batches.flatMap((batch) => batch.events).filter(({ type }) => type !== 'signed-in')
    assert.deepEqual([lines.length, all.size], [events.length, events.length])
    assert.ok(lines.length > 500)
  })

  test('who may not see accounts does not take them away either', async () => {
    const approver = givenApp(66, undefined, 'approver')
    assert.doesNotMatch(await (await approver.get('/api/v1/audit.jsonl')).text(), /signed-in/)
    assert.match(await text('/api/v1/audit.jsonl'), /signed-in/)
  })
})
