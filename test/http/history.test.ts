import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Incidents } from '../../shared/api/incident.ts'
import { idOf } from '../fakes/views.ts'
import { documented } from './documented.ts'
import { givenApp } from './given-app.ts'

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
