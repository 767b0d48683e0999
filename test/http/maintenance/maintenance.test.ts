import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Maintenance } from '../../../shared/api/maintenance.ts'
import { iso } from '../../../shared/time.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { documented } from '../documented.ts'
import { type GivenApp, givenApp } from '../given-app.ts'

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

const weekly = {
  of: `vessel:${vessel}`,
  component: '',
  category: 'planned-maintenance',
  reason: 'updates',
  repeats: 'weekly',
  'on-tu': 'yes',
  begins: '22:00',
  ends: '02:00',
  firstDay: '2026-11-23',
  lastDay: '2027-01-31',
  zone: 'vessel',
}

describe('what recurs, on the page', () => {
  test('is entered with a few choices, and stands there in words with its next times by its clocks', async () => {
    const given = givenApp()
    assert.equal((await given.post('/maintenance', weekly)).status, 303)
    const [excuse] = await listed(given)
    assert.equal(excuse?.recurs?.words, 'every Tuesday 22:00–02:00, Europe/Oslo')
    assert.deepEqual(excuse?.next[0], { from: '2026-11-24T21:00:00Z', to: '2026-11-25T01:00:00Z' })
    assert.equal(excuse?.next.length, 3)
    assert.equal(excuse?.state, 'coming')
    const page = await (await given.get('/maintenance')).text()
    assert.match(
      page,
      /Every Tuesday 22:00–02:00, Europe\/Oslo\.<br>Next, Europe\/Oslo: Tue 2026-11-24 22:00 to Wed 2026-11-25 02:00/,
    )
  })

  test('is shown before it is saved: as a whole page without script, as a piece with it', async () => {
    const given = givenApp()
    const whole = await given.post('/maintenance', { ...weekly, reason: '', step: 'preview' })
    assert.equal(whole.status, 200)
    const text = await whole.text()
    assert.match(text, /Every Tuesday 22:00–02:00, Europe\/Oslo/)
    assert.match(text, /Tue 2026-12-01 22:00 to Wed 2026-12-02 02:00 <span class="muted">2026-12-01 21:00 UTC/)
    assert.match(text, /… and so on/)
    const piece = await given.post('/maintenance/preview', weekly, {
      'HX-Request': 'true',
      'HX-Target': 'div#entry-preview',
    })
    assert.match(await piece.text(), /^<div class="preview" id="entry-preview"[\s\S]*Tue 2026-11-24 22:00/)
    assert.deepEqual(await listed(given), [], 'nothing was entered')
  })

  test('what cannot be read yet is said without scolding', async () => {
    const given = givenApp()
    const shown = async (fields: Record<string, string>) => (await given.post('/maintenance/preview', fields)).text()
    assert.match(await shown({ ...weekly, of: '' }), /Choose a vessel or a group first/)
    assert.match(await shown({ ...weekly, 'on-tu': '' }), /Some times are missing yet/)
    assert.match(await shown({ ...weekly, firstDay: '2026-11-25', lastDay: '2026-11-27' }), /There is no such day/)
  })

  test('says at every field what is wrong', async () => {
    const given = givenApp()
    const answer = await given.post('/maintenance', {
      ...weekly,
      'on-tu': '',
      every: '0',
      begins: '25:00',
      lastDay: 'soon',
    })
    assert.equal(answer.status, 422)
    const page = await answer.text()
    for (const words of [
      'choose at least one of',
      'a whole number from 1 to 52',
      'a time such as 22:00',
      'a day such as',
    ])
      assert.ok(page.includes(words), words)
  })

  test('a change shows the form as it stands, asks why, and holds from now on', async () => {
    const given = givenApp()
    await given.post('/maintenance', weekly)
    const page = await (await given.get('/maintenance')).text()
    assert.match(page, /name="on-tu" aria-label="Tuesday" value="yes" checked/)
    assert.match(page, /A change holds from now on/)
    const { of: _, category: __, ...times } = weekly
    const path = `/vessels/${vessel}/maintenance/${(await listed(given))[0]?.id}/change`
    assert.equal((await given.post(path, { ...times, 'on-th': 'yes', reason: '' })).status, 422, 'without a reason')
    assert.equal((await given.post(path, { ...times, 'on-th': 'yes', reason: 'more to do' })).status, 303)
    const [excuse] = await listed(given)
    assert.equal(excuse?.recurs?.words, 'every Tuesday and Thursday 22:00–02:00, Europe/Oslo')
    assert.equal(excuse?.changed[0]?.reason, 'more to do')
  })
})

describe('of a group, on the page', () => {
  const ofGroup = { ...weekly, of: 'group:North' }

  test('is entered once, and each of its vessels has a part', async () => {
    const given = givenApp()
    const answer = await given.post('/maintenance', ofGroup)
    assert.equal(answer.status, 303)
    const { groups, excuses } = (await documented(
      given.get,
      '/api/v1/maintenance',
      '/api/v1/maintenance',
    )) as Maintenance
    assert.equal(answer.headers.get('Location'), `/maintenance#excuse-${groups[0]?.id}`)
    assert.equal(groups[0]?.vessels.length, 33)
    assert.equal(groups[0]?.next[0]?.from, '2026-11-24T22:00:00', 'by the clocks of each')
    assert.deepEqual(new Set(excuses.map(({ ofGroup: id }) => id)), new Set([groups[0]?.id]))
    const page = await (await given.get('/maintenance')).text()
    assert.match(page, /33 vessels have a part in it/)
    assert.doesNotMatch(page, /on <a href="\/vessels/, 'the parts are not listed one by one')
    assert.match(await (await given.get(`/maintenance?vessel=${vessel}`)).text(), /Its part in maintenance of a group/)
  })

  test('is chosen by its group, in the address', async () => {
    const given = givenApp()
    await given.post('/maintenance', ofGroup)
    assert.match(await (await given.get('/maintenance?group=North')).text(), /all of <a/)
    assert.match(await (await given.get('/maintenance?group=South')).text(), /Nothing of this kind is excused/)
    assert.match(await (await given.get('/maintenance?state=now')).text(), /Nothing of this kind is excused/)
  })

  test('is withdrawn as a whole, with a reason and a yes, and not by one vessel', async () => {
    const given = givenApp()
    await given.post('/maintenance', ofGroup)
    const { groups, excuses } = (await documented(
      given.get,
      '/api/v1/maintenance',
      '/api/v1/maintenance',
    )) as Maintenance
    const part = excuses.find((one) => one.vessel.id === vessel)
    const wish = { reason: 'not done', sure: 'yes' }
    assert.equal((await given.post(`/vessels/${vessel}/maintenance/${part?.id}/withdraw`, wish)).status, 409)
    assert.equal((await given.post(`/maintenance/groups/${groups[0]?.id}/withdraw`, wish)).status, 303)
    const after = (await documented(given.get, '/api/v1/maintenance', '/api/v1/maintenance')) as Maintenance
    assert.deepEqual(
      new Set([...after.groups, ...after.excuses].map(({ withdrawn }) => withdrawn?.reason)),
      new Set(['not done']),
    )
  })
})

test('who may only look sees everything and is told why there is no form; an operator may act', async () => {
  const viewer = givenApp(66, NOW * 1000, 'viewer')
  const page = await (await viewer.get('/maintenance')).text()
  assert.match(page, /needs the role operator/)
  assert.doesNotMatch(page, /<form method="post" (?!action="\/logout")/)
  assert.equal((await viewer.post('/maintenance', weekly)).status, 403)
  assert.equal((await viewer.post('/maintenance/preview', weekly)).status, 403)
  assert.equal((await givenApp(66, NOW * 1000, 'operator').post('/maintenance', weekly)).status, 303)
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

  test('of a group, what recurs: entered, changed and withdrawn', async () => {
    const given = givenApp()
    const pattern = { repeats: 'monthly-weekday', nth: '-1', weekdays: 'su', begins: '01:00', ends: '03:00' }
    const times = { ...pattern, firstDay: '2026-11-01', reviewAt: '2027-06-01T00:00Z', zone: 'UTC' }
    const entered = await postJson(given, '', { group: 'South', category: 'sun-transit', reason: 'sun', ...times })
    assert.equal(entered.status, 200)
    const { groupExcuse } = (await entered.json()) as { groupExcuse: string }
    const act = (action: string, body: object) =>
      given.app.fetch(
        new Request(`http://localhost/api/v1/group-maintenance/${groupExcuse}/${action}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { Host: 'localhost', 'Content-Type': 'application/json' },
        }),
      )
    assert.equal((await act('change', { ...times, every: '2', reason: 'every second is enough' })).status, 200)
    const { groups } = (await documented(given.get, '/api/v1/maintenance', '/api/v1/maintenance')) as Maintenance
    assert.equal(groups[0]?.recurs?.words, 'every 2 months on the last Sunday 01:00–03:00, UTC')
    assert.equal(groups[0]?.next[0]?.from, '2026-11-29T01:00:00Z')
    assert.equal((await act('withdraw', { reason: 'not done', sure: 'yes' })).status, 200)
    assert.equal((await act('withdraw', { reason: 'not done', sure: 'yes' })).status, 409)
    assert.equal((await act('burn', {})).status, 404)
    assert.equal((await postJson(given, '', { ...yard, vessel: '', group: 'Nowhere' })).status, 404)
  })
})
