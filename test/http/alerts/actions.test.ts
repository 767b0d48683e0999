import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ALERT_ACTIONS } from '../../../hub/http/alerts/actions.ts'
import type { Alert } from '../../../shared/api/alert.ts'
import { Fault } from '../../../shared/fault.ts'
import { DAY_S, HOUR_S, iso } from '../../../shared/time.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { givenApp } from '../given-app.ts'

const VESSEL = idOf(4)
const ALL = { state: null, kind: null, group: null, vessel: VESSEL, size: 10 }
const ADA = { Cookie: 'watchkeeper=Ada' }
const BEN = { Cookie: 'watchkeeper=Ben' }
const HTMX = { 'HX-Request': 'true' }

/** One alert that is open, and what people do about it. */
async function given() {
  const app = givenApp()
  const alertNow = async (): Promise<Alert> => (await app.views.alerts(ALL)).alerts[0] ?? assert.fail('no alert')
  const { id } = await alertNow()
  const path = `/vessels/${VESSEL}/alerts/${id}`
  const act = (action: string, fields: Record<string, string>, headers: Record<string, string> = ADA) =>
    app.post(`${path}/${action}`, fields, headers)
  return { app, id, path, act, alertNow }
}

const words = async (response: Response): Promise<string> => (await response.text()).replace(/<[^>]*>/g, '')

describe('an alert can be', () => {
  test('acknowledged, for a time and with a reason, which its vessel page then shows', async () => {
    const { app, act, alertNow } = await given()
    const response = await act('acknowledge', { for: '4h', reason: ' crew informed ' })
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('Location'), `/vessels/${VESSEL}#alert-${VESSEL}-${(await alertNow()).id}`)
    const by = { kind: 'user', name: 'Ada' }
    assert.deepEqual((await alertNow()).acknowledged, {
      by,
      at: iso(NOW),
      until: iso(NOW + 4 * HOUR_S),
      reason: 'crew informed',
    })
    const page = await words(await app.get(`/vessels/${VESSEL}`))
    assert.match(page, /Acknowledged by Ada 0 s ago, until 2026-11-23 21:14 UTC: “crew informed”/)
  })

  test('acknowledged until that is released, and released with a reason', async () => {
    const { act, alertNow } = await given()
    await act('acknowledge', { for: '', reason: '' })
    assert.equal((await alertNow()).acknowledged?.until, null)
    assert.equal((await act('release', { reason: 'my shift is over' }, BEN)).status, 303)
    const { acknowledged, deeds } = await alertNow()
    assert.equal(acknowledged, null)
    assert.deepEqual(
      deeds.map(({ did, by, reason }) => [did, by.name, reason]),
      [
        ['acknowledged', 'Ada', null],
        ['acknowledgement-released', 'Ben', 'my shift is over'],
      ],
    )
  })

  test('dealt with by a program, which sends the form with a token and from no page', async () => {
    const { app, path, alertNow } = await given()
    const send = async (action: string, fields: Record<string, string>) => {
      const body = new URLSearchParams(fields)
      const headers = { Host: 'localhost', Authorization: 'Bearer wk_some' }
      const request = new Request(`http://localhost${path}/${action}`, { method: 'POST', body, headers })
      return (await app.app.fetch(request)).status
    }
    assert.equal(await send('acknowledge', { for: '4h', reason: 'known' }), 303)
    assert.equal((await alertNow()).acknowledged?.reason, 'known')
    assert.equal(await send('acknowledge', { for: 'for ever' }), 422)
    assert.equal(await send('wake', {}), 409)
  })

  test('snoozed, and woken', async () => {
    const { act, alertNow } = await given()
    await act('snooze', { for: '1d', reason: '' })
    assert.equal((await alertNow()).snoozed?.until, iso(NOW + DAY_S))
    await act('wake', { reason: '' })
    assert.equal((await alertNow()).snoozed, null)
  })

  test('given an owner and a note', async () => {
    const { act, alertNow } = await given()
    await act('note', { owner: 'Ben', note: 'spare part on the way' })
    const { owner, note, deeds } = await alertNow()
    assert.deepEqual([owner, note, deeds[0]?.by.name], ['Ben', 'spare part on the way', 'Ada'])
  })

  test('dealt with from the list, to which the form comes back with its filter', async () => {
    const { act, id } = await given()
    const response = await act('acknowledge', { for: '', back: '/alerts?kind=down' })
    assert.equal(response.headers.get('Location'), `/alerts?kind=down#alert-${VESSEL}-${id}`)
  })

  test('dealt with in its place: htmx gets the alert as it is then', async () => {
    const { act, id } = await given()
    const response = await act('acknowledge', { for: '' }, { ...ADA, ...HTMX })
    assert.equal(response.status, 200)
    assert.match(await response.text(), new RegExp(`^<article class="alert" id="alert-${VESSEL}-${id}".*by Ada`, 's'))
  })
})

describe('all of one vessel that were seen are acknowledged at once', () => {
  const JUNO = idOf(9)
  const of = { ...ALL, vessel: JUNO }
  async function seen() {
    const { app } = await given()
    const { alerts } = await app.views.alerts(of)
    const held = alerts.filter(({ state }) => state === 'held')
    const all = (asked: readonly Alert[], headers: Record<string, string> = ADA) => {
      const fields = new URLSearchParams({ for: '4h', reason: 'crew informed', back: '/alerts?state=held' })
      for (const { id } of held) fields.append('shown', id)
      for (const { id } of asked) fields.append('alert', id)
      return app.post(`/vessels/${JUNO}/alerts/acknowledge`, fields, headers)
    }
    return { app, held, all, now: async () => (await app.views.alerts(of)).alerts }
  }

  test('each by itself, by whom and why; what was not among them is left alone', async () => {
    const { held, all, now } = await seen()
    assert.equal(held.length, 3)
    const response = await all(held)
    assert.equal(response.headers.get('Location'), `/alerts?state=held#alerts-of-${JUNO}-held`)
    for (const { state, acknowledged, deeds } of await now()) {
      assert.equal(acknowledged?.by.name, state === 'held' ? 'Ada' : undefined)
      assert.deepEqual(
        deeds.map(({ did, reason }) => [did, reason]),
        state === 'held' ? [['acknowledged', 'crew informed']] : [],
      )
    }
  })

  test('in their place, with a sentence that says how many; who was slower is told how many are left', async () => {
    const { held, all } = await seen()
    const first = await (await all(held.slice(0, 1), { ...BEN, ...HTMX })).text()
    assert.match(first, /Acknowledge the other 2<\/summary>/)
    assert.match(first, /<hx-partial hx-target="#said"[^>]*><span>Acknowledged: 1 alert on Juno Star\./)
    const late = await (await all(held, { ...ADA, ...HTMX })).text()
    assert.match(late, /Acknowledged: 2 of 3 alerts on Juno Star\. The others are not what they were/)
    assert.doesNotMatch(late, /<form[^>]*alerts\/acknowledge"/)
  })

  test('unless nothing is named, or it is said wrong', async () => {
    const { app, all, held, now } = await seen()
    assert.equal((await all([])).status, 404)
    const wrong = { for: 'ever', alert: held[0]?.id ?? '', shown: held[0]?.id ?? '' }
    assert.equal((await app.post(`/vessels/${JUNO}/alerts/acknowledge`, wrong, ADA)).status, 400)
    assert.ok((await now()).every(({ acknowledged }) => acknowledged === null))
  })
})

describe('refused, with the reason at the field, is', () => {
  for (const [action, fields, id, why] of [
    ['acknowledge', { for: 'ever' }, 'for', 'choose one of these'],
    ['snooze', {}, 'for', 'choose one of these'],
    ['snooze', { for: '' }, 'for', 'choose one of these'],
    ['release', { reason: 'x'.repeat(501) }, 'reason', 'takes at most 500 characters'],
    ['note', { owner: 'x'.repeat(61), note: '' }, 'owner', 'takes at most 60 characters'],
  ] as const)
    test(`${action} with ${JSON.stringify(fields).slice(0, 30)}`, async () => {
      const { act, alertNow } = await given()
      const before = await alertNow()
      if (action === 'release') await act('acknowledge', { for: '' })
      for (const headers of [ADA, { ...ADA, ...HTMX }]) {
        const response = await act(action, fields, headers)
        assert.equal(response.status, 422)
        assert.match(await response.text(), new RegExp(`id="[^"]*-${id}-error">${why}<`))
      }
      if (action !== 'release') assert.deepEqual(await alertNow(), before)
    })
})

describe('who comes second is told what changed, and by whom', () => {
  test('when somebody else has acknowledged it', async () => {
    const { act, alertNow } = await given()
    await act('acknowledge', { for: '', reason: 'I am on it' }, BEN)
    for (const headers of [ADA, { ...ADA, ...HTMX }]) {
      const response = await act('acknowledge', { for: '' }, headers)
      assert.equal(response.status, 409)
      assert.match(await words(response), /Nothing was changed\. Meanwhile Ben acknowledged it: “I am on it”/)
    }
    assert.equal((await alertNow()).acknowledged?.by.name, 'Ben')
  })

  test('when it has been resolved', async () => {
    const { app, act, id } = await given()
    app.views.recover(VESSEL, id)
    const response = await act('snooze', { for: '8h' })
    assert.equal(response.status, 409)
    assert.match(await words(response), /Meanwhile it was resolved: it works again/)
  })
})

describe('nothing is done', () => {
  for (const [what, headers] of [
    ['for a foreign page', { Origin: 'https://evil.example.com', 'Sec-Fetch-Site': 'cross-site' }],
    ['for a neighbour of the hub', { Origin: 'http://other.localhost', 'Sec-Fetch-Site': 'same-site' }],
    ['for a page that hides where it comes from', { Origin: 'null' }],
  ] as const)
    test(what, async () => {
      const { act, alertNow, app } = await given()
      const response = await act('acknowledge', { for: '' }, { ...ADA, ...headers })
      assert.equal(response.status, 403)
      assert.equal((await alertNow()).acknowledged, null)
      assert.equal((await app.post('/login', { name: 'eve' }, headers)).status, 403)
    })

  test('for what is no form: a browser would send it for a foreign page as well', async () => {
    const { act, alertNow } = await given()
    assert.equal((await act('acknowledge', {}, { ...ADA, 'Content-Type': 'application/json' })).status, 403)
    assert.equal((await alertNow()).acknowledged, null)
  })

  test('about an alert, a vessel or an action that there is not', async () => {
    const { app, path } = await given()
    const nowhere = [`/vessels/${VESSEL}/alerts/a-down-x-1/wake`, `/vessels/nobody/alerts/a/wake`, `${path}/delete`]
    for (const address of nowhere) assert.equal((await app.post(address, {}, ADA)).status, 404, address)
  })

  test('while the log cannot be written, and the page says so', async () => {
    const { app, act } = await given()
    app.views.fail(new Fault('unavailable', 'The disk is full.'))
    const response = await act('acknowledge', { for: '' }, { ...ADA, Accept: 'text/html' })
    assert.equal(response.status, 503)
    assert.match(await words(response), /The disk is full/)
  })
})

test('every action needs an operator, also on all of a vessel', async () => {
  const together = async (role: 'viewer' | 'operator') =>
    (await givenApp(1, undefined, role).post(`/vessels/${idOf(0)}/alerts/acknowledge`, {})).status
  assert.deepEqual([await together('viewer'), await together('operator')], [403, 404])

  const statusAs = async (role: 'viewer' | 'operator', action: string) =>
    (await givenApp(1, undefined, role).post(`/vessels/${idOf(0)}/alerts/a-none/${action}`, {})).status
  for (const action of Object.keys(ALERT_ACTIONS)) {
    assert.equal(await statusAs('viewer', action), 403, action)
    assert.notEqual(await statusAs('operator', action), 403, action)
  }
})
