import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Audit, Trail } from '../../../shared/api/audit.ts'
import type { Incidents } from '../../../shared/api/incident.ts'
import type { Tickets } from '../../../shared/api/ticket.ts'
import { idOf } from '../../fakes/views.ts'
import { documented } from '../documented.ts'
import { givenApp } from '../given-app.ts'

const [LOST, DOWN] = [idOf(9), idOf(4)]

describe('/api/v1/incidents', () => {
  const incidents = async (query: string, status = 200) =>
    (await documented(givenApp().get, '/api/v1/incidents', `/api/v1/incidents${query}`, status)) as Incidents

  test('is as /openapi.json says, whatever is asked', async () => {
    const { incidents: all, next } = await incidents('')
    assert.deepEqual(
      all.map(({ vessel, component, state }) => [vessel.id, component?.id ?? null, state]),
      [
        [DOWN, 'server', 'open'],
        [LOST, 'server', 'ended'],
        [LOST, null, 'ended'],
      ],
    )
    assert.equal(next, null)
    const chosen = await incidents('?group=North&component=server&from=2026-11-01&to=2026-11-22&state=ended&vessel=')
    assert.deepEqual(
      chosen.incidents.map(({ reason }) => reason),
      ['late'],
    )
  })

  test('a page names the next one', async () => {
    const first = await incidents('?size=2')
    assert.equal(first.incidents.length, 2)
    const second = await incidents(`?size=2&after=${first.next}`)
    assert.deepEqual([second.incidents.length, second.next], [1, null])
  })

  test('everything that cannot be used is named at once', async () => {
    const problem = await incidents('?vessel=NO%20ID&state=lost&from=yesterday&to=2026-02-30&after=7&size=0&x=1', 400)
    const { errors = [] } = problem as unknown as { errors?: { parameter: string }[] }
    assert.deepEqual(errors.map(({ parameter }) => parameter).sort(), [
      'after',
      'from',
      'size',
      'state',
      'to',
      'vessel',
      'x',
    ])
  })
})

describe('the trail of an incident, tickets and the audit', () => {
  const given = givenApp()

  test('are as /openapi.json says', async () => {
    const { incidents } = (await documented(given.get, '/api/v1/incidents', '/api/v1/incidents')) as Incidents
    const trailPath = '/api/v1/incidents/{id}/{incident}'
    for (const { vessel, id } of incidents) {
      const trail = (await documented(given.get, trailPath, `/api/v1/incidents/${vessel.id}/${id}?size=3`)) as Trail
      assert.equal(trail.incident.id, id)
      assert.ok(trail.entries.length > 0)
    }
    const { tickets } = (await documented(
      given.get,
      '/api/v1/tickets',
      `/api/v1/tickets?stage=closed&stillDown=yes&vessel=${DOWN}`,
    )) as Tickets
    assert.deepEqual(
      tickets.map(({ key }) => key),
      ['OPS-1'],
    )
    const address = '/api/v1/audit?by=people&name=Ada&kind=proposal&from=2026-11-01&to=&size=7'
    const { entries } = (await documented(given.get, '/api/v1/audit', address)) as Audit
    assert.deepEqual(
      entries.map(({ type }) => type),
      ['proposal-approved'],
    )
    const { entries: all, next } = (await documented(given.get, '/api/v1/audit', '/api/v1/audit?size=5')) as Audit
    assert.equal(all.length, 5)
    await documented(given.get, '/api/v1/audit', `/api/v1/audit?after=${next}`)
  })

  test('who signed in from where is told to admins alone', async () => {
    const signIns = async (as: 'admin' | 'approver', query: string) =>
      ((await (await givenApp(66, undefined, as).get(`/api/v1/audit${query}`)).json()) as Audit).entries.filter(
        ({ subject }) => subject === 'account',
      ).length
    for (const query of ['', '?kind=account', '?by=people&name=ada'])
      assert.deepEqual([await signIns('admin', query), await signIns('approver', query)], [1, 0], query)
  })

  test('say what cannot be used, and what is not there', async () => {
    await documented(given.get, '/api/v1/audit', '/api/v1/audit?group=North&kind=gossip&after=x', 400)
    await documented(given.get, '/api/v1/tickets', '/api/v1/tickets?stage=lost', 400)
    const path = '/api/v1/incidents/{id}/{incident}'
    await documented(given.get, path, `/api/v1/incidents/${DOWN}/i-none`, 404)
    await documented(given.get, path, '/api/v1/incidents/NO%20ID/i-none', 404)
    await documented(given.get, path, `/api/v1/incidents/${DOWN}/i-none?x=1`, 400)
  })
})
