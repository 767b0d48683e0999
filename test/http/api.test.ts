import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Alerts } from '../../shared/api/alert.ts'
import type { FleetPage } from '../../shared/api/fleet.ts'
import type { Health } from '../../shared/api/problem.ts'
import { DAY_S } from '../../shared/time.ts'
import { type FakeViews, idOf, NOW } from '../fakes/views.ts'
import { givenReports } from '../hub/given-reports.ts'
import { type Document, documented } from './documented.ts'
import { givenApp } from './given-app.ts'
import { faultsOf } from './json-schema.ts'

/** Of the fake past. */
const KNOWN_INCIDENT = `${idOf(4)}/i-server-${(NOW - 4 * DAY_S).toString(36)}`

const ALL_ALERTS = { state: null, kind: null, group: null, vessel: null, size: 100 }

/** Asks, and holds the answer against what `/openapi.json` promises for this path and status. */
const asDocumented = async <T = unknown>(
  { get }: ReturnType<typeof givenApp>,
  path: string,
  address: string,
  status = 200,
): Promise<T> => (await documented(get, path, address, status)) as T

describe('every answer is what /openapi.json promises', () => {
  const vessels = Array.from({ length: 66 }, (_, index) => idOf(index))

  test('the fleet', async () => {
    const fleet = await asDocumented<FleetPage>(givenApp(), '/api/v1/fleet', '/api/v1/fleet')
    assert.equal(fleet.vessels.length, 66)
  })

  test('a fleet of nothing', async () => {
    const fleet = await asDocumented<FleetPage>(givenApp(0), '/api/v1/fleet', '/api/v1/fleet')
    assert.deepEqual(fleet.page, { number: 1, size: 200, pages: 0, total: 0 })
  })

  test('every vessel, whatever its state', async () => {
    const given = givenApp()
    for (const id of vessels) await asDocumented(given, '/api/v1/vessels/{id}', `/api/v1/vessels/${id}`)
  })

  test('every timeline', async () => {
    const given = givenApp()
    for (const id of vessels)
      await asDocumented(given, '/api/v1/vessels/{id}/timeline', `/api/v1/vessels/${id}/timeline`)
  })

  test('alerts, all of them and chosen ones', async () => {
    const given = givenApp()
    const { id = '' } = (await given.views.alerts(ALL_ALERTS)).alerts[0] ?? {}
    given.views.recover(idOf(4), id)
    const all = await asDocumented<Alerts>(given, '/api/v1/alerts', '/api/v1/alerts')
    assert.deepEqual(new Set(all.alerts.map(({ state }) => state)), new Set(['open', 'held', 'resolved']))
    const down = await asDocumented<Alerts>(given, '/api/v1/alerts', '/api/v1/alerts?kind=down&state=open&group=North')
    assert.deepEqual(
      down.alerts.map(({ vessel }) => vessel.id),
      [idOf(52), idOf(38)],
    )
    await asDocumented(given, '/api/v1/alerts', '/api/v1/alerts?kind=leak&vessel=NO%20ID&state=', 400)
  })

  test('problems', async () => {
    const given = givenApp()
    await asDocumented(given, '/api/v1/vessels/{id}', '/api/v1/vessels/nobody', 404)
    await asDocumented(given, '/api/v1/vessels/{id}', '/api/v1/vessels/NOT%20AN%20ID', 404)
    await asDocumented(given, '/api/v1/fleet', '/api/v1/fleet?page=0', 400)
    const timeline = `/api/v1/vessels/${idOf(0)}/timeline`
    await asDocumented(given, '/api/v1/vessels/{id}/timeline', `${timeline}?from=soon&to=soon`, 400)
    await asDocumented(given, '/api/v1/vessels/{id}/timeline', `${timeline}?component=engine`, 404)
  })

  test('readiness, both ways', async () => {
    const given = givenApp()
    await asDocumented(given, '/readyz', '/readyz')
    given.views.unwritable('the disk is full')
    const health = await asDocumented<Health>(given, '/readyz', '/readyz', 503)
    assert.equal(health.log.why, 'the disk is full')
  })

  test('every path in the document is answered', async (t) => {
    const given = givenApp(66, NOW * 1000, 'admin', { reports: givenReports(t).reports })
    const { paths } = (await (await given.get('/openapi.json')).json()) as Document
    const read = Object.entries(paths).filter(([, { get }]) => get !== undefined)
    for (const [path] of read) {
      const address = path
        .replace('{id}/{incident}', KNOWN_INCIDENT)
        .replace('{id}', idOf(0))
        .replace('{period}', '2026-10')
      const response = await given.get(address)
      assert.equal(response.status, 200, path)
      await response.body?.cancel()
    }
  })

  test('the validator itself sees a missing, a wrong and an undocumented field', () => {
    const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a', 'b'] }
    assert.equal(faultsOf({ a: 'x', c: 1 }, schema, {}).length, 3)
    assert.equal(faultsOf({}, { patternProperties: {} }, {}).length, 1)
  })
})

describe('parameters', () => {
  test('page and size cut the list; the counts stay those of the whole fleet', async () => {
    const { get } = givenApp()
    const fleet = (await (await get('/api/v1/fleet?page=4&size=20')).json()) as {
      vessels: { id: string }[]
      counts: Record<string, number>
      page: object
    }
    assert.deepEqual(
      fleet.vessels.map(({ id }) => id),
      [60, 61, 62, 63, 64, 65].map(idOf),
    )
    assert.deepEqual(fleet.page, { number: 4, size: 20, pages: 4, total: 66 })
    assert.equal(
      Object.values(fleet.counts).reduce((sum, count) => sum + count, 0),
      66,
    )
  })

  test('all that is wrong is named at once', async () => {
    const { get } = givenApp()
    const response = await get(`/api/v1/vessels/${idOf(0)}/timeline?from=yesterday&to=now&component=A%20B&form=x`)
    assert.equal(response.status, 400)
    const { errors } = (await response.json()) as { errors: { parameter: string; detail: string }[] }
    assert.deepEqual(errors.map(({ parameter }) => parameter).sort(), ['component', 'form', 'from', 'to'])
    for (const { detail } of errors) assert.ok(detail.length > 10)
  })

  test('what is given twice, or is not known, is named rather than passed over', async () => {
    const { get } = givenApp()
    const wrong = async (path: string) => {
      const response = await get(path)
      assert.equal(response.status, 400, path)
      return ((await response.json()) as { errors: object[] }).errors
    }
    const unknown = 'is not a parameter of this address'
    assert.deepEqual(await wrong('/api/v1/fleet?size=5&size=6'), [{ parameter: 'size', detail: 'must be given once' }])
    assert.deepEqual(await wrong(`/api/v1/vessels/${idOf(0)}?days=3`), [{ parameter: 'days', detail: unknown }])
  })

  test('a timeline covers the last day unless asked otherwise, and one component if asked', async () => {
    const { get } = givenApp()
    const day = await (await get(`/api/v1/vessels/${idOf(4)}/timeline?component=dashboard`)).json()
    assert.deepEqual(day, {
      vessel: idOf(4),
      from: '2026-11-22T17:14:30Z',
      to: '2026-11-23T17:14:30Z',
      watermark: '2026-11-23T17:12:30Z',
      excuses: [],
      components: [
        {
          id: 'dashboard',
          intervals: [
            {
              state: 'down',
              from: '2026-11-22T17:14:30Z',
              to: '2026-11-23T17:14:30Z',
              source: 'measured',
              cause: null,
              excusedBy: null,
            },
          ],
        },
      ],
    })
  })

  for (const [what, query] of [
    ['the wrong way round', 'from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z'],
    ['longer than is kept', 'from=2020-01-01T00:00:00Z&to=2026-11-22T00:00:00Z'],
    ['that is not on any calendar', 'from=2026-13-41T00:00:00Z'],
    ['from a thirtieth of February', 'from=2026-02-30T00:00:00Z'],
    ['from the hour 24', 'from=2026-11-22T24:00:00Z'],
    ['in another zone', 'from=2026-11-22T00:00:00%2B01:00'],
    ['of two beginnings', 'from=2026-11-22T00:00:00Z&from=2026-11-21T00:00:00Z'],
  ] as const)
    test(`a period ${what} is refused`, async () => {
      const response = await givenApp().get(`/api/v1/vessels/${idOf(0)}/timeline?${query}`)
      assert.equal(response.status, 400)
    })
})

describe('failures', () => {
  const failing = (fail: (views: FakeViews) => void) => {
    const given = givenApp()
    fail(given.views)
    return given
  }

  test('a defect is a 500 that gives nothing away', async () => {
    const { get } = failing((views) => views.fail(new Error('secret path /var/lib')))
    const response = await get('/api/v1/fleet')
    assert.equal(response.status, 500)
    assert.equal((await response.text()).includes('secret'), false)
  })

  test('who tries to change something is told that nothing here can be', async () => {
    const { app, get } = givenApp()
    const request = new Request('http://localhost/api/v1/fleet', { method: 'DELETE', headers: { Host: 'localhost' } })
    const response = await app.fetch(request)
    assert.deepEqual([response.status, response.headers.get('Allow')], [405, 'GET, HEAD'])
    assert.match(((await response.json()) as { detail: string }).detail, /DELETE is not answered/)
    assert.equal((await get('/live/vessels/nobody')).status, 404)
  })

  test('people get a page, programs a problem', async () => {
    const { get } = givenApp()
    const page = await get('/nowhere', { Accept: 'text/html' })
    assert.equal(page.status, 404)
    assert.match(await page.text(), /<h1>Not found<\/h1>/)
    assert.equal((await get('/nowhere')).headers.get('Content-Type'), 'application/problem+json')
    assert.equal(
      (await get('/api/v1/nowhere', { Accept: 'text/html' })).headers.get('Content-Type'),
      'application/problem+json',
    )
  })
})
