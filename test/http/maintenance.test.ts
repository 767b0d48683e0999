import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Maintenance } from '../../shared/api/maintenance.ts'
import { iso } from '../../shared/time.ts'
import { idOf, NOW } from '../fakes/views.ts'
import { documented } from './documented.ts'
import { type GivenApp, givenApp } from './given-app.ts'

const vessel = idOf(0)
const yard = {
  vessel,
  component: 'server',
  category: 'yard',
  reason: 'new <disks>',
  from: '2026-11-23T10:00',
  to: '2026-11-24T10:00',
}

const listed = async ({ get }: GivenApp) =>
  ((await documented(get, '/api/v1/maintenance', `/api/v1/maintenance?vessel=${vessel}`)) as Maintenance).excuses

const postJson = ({ app }: GivenApp, path: string, body: object, type = 'application/json') =>
  app.fetch(
    new Request(`http://localhost/api/v1/maintenance${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { Host: 'localhost', 'Content-Type': type },
    }),
  )

describe('the page', () => {
  test('enters what its form says, by the name of who has signed in, and shows it', async () => {
    const given = givenApp()
    const answer = await given.post('/maintenance', yard)
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.get('Location'), `/maintenance?vessel=${vessel}`)
    const [excuse] = await listed(given)
    assert.deepEqual(
      [excuse?.component?.id, excuse?.category, excuse?.from, excuse?.to, excuse?.state, excuse?.entered.by.name],
      ['server', 'yard', '2026-11-23T10:00:00Z', '2026-11-24T10:00:00Z', 'now', 'ada'],
    )
    const page = await (await given.get(`/maintenance?vessel=${vessel}`)).text()
    assert.match(page, /Yard/)
    assert.match(page, /new &lt;disks&gt;/)
  })

  test('says at every field at once what is wrong, and keeps what was typed', async () => {
    const given = givenApp()
    const answer = await given.post('/maintenance', { vessel, category: 'beach', reason: '', from: '2026-02-30T10:00' })
    assert.equal(answer.status, 422)
    const page = await answer.text()
    for (const words of ['choose one of these', 'say why', 'must be a time such as'])
      assert.ok(page.includes(words), words)
    assert.match(page, /value="2026-02-30T10:00"/)
    assert.deepEqual(await listed(given), [])
  })

  test('without an end it asks for a time at which it is looked at again', async () => {
    const given = givenApp()
    const { to: _, ...open } = yard
    const refused = await given.post('/maintenance', open)
    assert.equal(refused.status, 409)
    assert.match(await refused.text(), /looked at again/)
    assert.equal((await given.post('/maintenance', { ...open, reviewAt: '2026-12-01T00:00' })).status, 303)
    assert.deepEqual(
      (await listed(given)).map(({ to, reviewAt }) => [to, reviewAt]),
      [[null, '2026-12-01T00:00:00Z']],
    )
  })

  test('withdraws one with a reason and a yes, once', async () => {
    const given = givenApp()
    await given.post('/maintenance', yard)
    const path = `/vessels/${vessel}/maintenance/${(await listed(given))[0]?.id}/withdraw`
    assert.equal((await given.post(path, { reason: 'not done' })).status, 422, 'without a yes')
    assert.equal((await given.post(path, { reason: 'not done', sure: 'yes' })).status, 303)
    const [excuse] = await listed(given)
    assert.deepEqual(excuse?.withdrawn, { by: { kind: 'user', name: 'ada' }, at: iso(NOW), reason: 'not done' })
    const again = await given.post(path, { reason: 'indeed', sure: 'yes' })
    assert.equal(again.status, 409)
    assert.match(await again.text(), /ada withdrew it already/)
  })

  test('gives one other times', async () => {
    const given = givenApp()
    await given.post('/maintenance', yard)
    const path = `/vessels/${vessel}/maintenance/${(await listed(given))[0]?.id}/change`
    const times = { from: '2026-11-23T10:00', to: '2026-11-23T12:00', reason: 'they are done' }
    assert.equal((await given.post(path, times)).status, 303)
    assert.deepEqual(
      (await listed(given)).map(({ to, state, changed }) => [to, state, changed[0]?.reason]),
      [['2026-11-23T12:00:00Z', 'past', 'they are done']],
    )
  })

  test('takes nothing from a foreign page', async () => {
    const given = givenApp()
    const answer = await given.post('/maintenance', yard, { Origin: 'http://elsewhere.example' })
    assert.equal(answer.status, 403)
    assert.deepEqual(await listed(given), [])
  })

  test('knows no vessel, action or choice that there is not', async () => {
    const given = givenApp()
    assert.equal((await given.post('/maintenance', { ...yard, vessel: 'nobody' })).status, 404)
    assert.equal((await given.post(`/vessels/${vessel}/maintenance/e-1/burn`, {})).status, 404)
    assert.equal((await given.get('/maintenance?state=never')).status, 400)
  })
})

describe('the API', () => {
  const entry = { ...yard, from: '2026-11-23T10:00:00Z', to: null, reviewAt: '2026-12-01T00:00:00Z' }

  test('enters, changes and withdraws', async () => {
    const given = givenApp()
    const entered = await postJson(given, '', entry)
    assert.equal(entered.status, 200)
    const { excuse } = (await entered.json()) as { excuse: string }
    const change = { from: entry.from, to: '2026-11-25T00:00:00Z', reason: 'they know' }
    assert.equal((await postJson(given, `/${vessel}/${excuse}/change`, change)).status, 200)
    const withdraw = { reason: 'not done', sure: 'yes' }
    assert.equal((await postJson(given, `/${vessel}/${excuse}/withdraw`, withdraw)).status, 200)
    assert.equal((await postJson(given, `/${vessel}/${excuse}/withdraw`, withdraw)).status, 409)
    assert.deepEqual(
      (await listed(given)).map(({ state, changed }) => [state, changed.length]),
      [['withdrawn', 1]],
    )
  })

  test('names every wrong field at once', async () => {
    const answer = await postJson(givenApp(), '', { ...entry, category: 'beach', from: 'noon' })
    assert.equal(answer.status, 400)
    const { errors } = (await answer.json()) as { errors: { parameter: string }[] }
    assert.deepEqual(errors.map(({ parameter }) => parameter).sort(), ['category', 'from'])
  })

  test('takes nothing but JSON: anything else a browser would send for a foreign page', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
      assert.equal((await postJson(givenApp(), '', entry, type)).status, 400)
  })

  test('says of what there is not that it is not found', async () => {
    const given = givenApp()
    assert.equal((await postJson(given, '', { ...entry, vessel: 'nobody' })).status, 404)
    const withdraw = { reason: 'gone', sure: 'yes' }
    assert.equal((await postJson(given, `/${vessel}/e-server-1/withdraw`, withdraw)).status, 404)
  })
})
