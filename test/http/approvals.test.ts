import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { DECISIONS } from '../../hub/http/approvals.ts'
import * as api from '../../shared/api/proposal.ts'
import { PROPOSAL } from '../fakes/docket.ts'
import { idOf } from '../fakes/views.ts'
import { readEvents } from './event-stream.ts'
import { type GivenApp, givenApp } from './given-app.ts'

const VESSEL = idOf(5)
const ADA = { Cookie: 'watchkeeper=Ada' }
const BEN = { Cookie: 'watchkeeper=Ben' }
const HTMX = { 'HX-Request': 'true' }
const DRAFT = 'Equinox: Server down for 3 days'

function given() {
  const app = givenApp()
  const decide = (decision: string, fields: Record<string, string>, headers: Record<string, string> = ADA) =>
    app.post(`/vessels/${VESSEL}/proposals/${PROPOSAL}/${decision}`, fields, headers)
  const proposals = async () => v.parse(api.proposals, await (await app.get('/api/v1/proposals')).json())
  const proposal = async () => (await proposals()).proposals[0] ?? assert.fail('no proposal')
  return { app, decide, proposals, proposal }
}

const words = async (response: Response): Promise<string> =>
  (await response.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

describe('an approver', () => {
  test('sees everything for the decision on one screen', async () => {
    const { app } = given()
    const page = await words(await app.get('/approvals'))
    assert.match(page, /Equinox : Server down/)
    assert.match(page, /high · since .* measured on board/)
    assert.match(page, /24 h 0\.0 % · 7 d 57\.1 % · 30 d —/)
    assert.match(page, /The ticket: Equinox: Server down for 3 days/)
  })

  test('approves what was seen: one ticket is on its way, with who said yes', async () => {
    const { decide, proposal, proposals } = given()
    const response = await decide('approve', { revision: '1', summary: DRAFT })
    assert.equal(response.status, 303)
    const { stage, ticket } = await proposal()
    assert.deepEqual([stage.kind, stage.by, ticket?.stage], ['approved', 'Ada', 'ready'])
    assert.equal((await proposals()).waiting, 0)
  })

  test('can say the summary better', async () => {
    const { decide, proposal } = given()
    await decide('approve', { revision: '1', summary: 'Replace the server' })
    assert.equal((await proposal()).stage.kind, 'approved')
  })

  test('links to an issue that is there, rejects with a reason, or snoozes', async () => {
    const linked = given()
    await linked.decide('link', { revision: '1', key: 'OPS-12' })
    assert.deepEqual((await linked.proposal()).stage.why, 'OPS-12')
    const rejected = given()
    await rejected.decide('reject', { why: 'known', note: 'a spare is ordered' })
    assert.equal((await rejected.proposal()).stage.why, 'known: a spare is ordered')
    const snoozed = given()
    await snoozed.decide('snooze', { for: '1d' })
    assert.notEqual((await snoozed.proposal()).snoozedUntil, null)
  })

  test('is told when somebody was faster, and by whom', async () => {
    const { decide } = given()
    await decide('approve', { revision: '1', summary: DRAFT })
    const late = await decide('reject', { why: 'known' }, { ...BEN, ...HTMX })
    assert.equal(late.status, 409)
    assert.match(await words(late), /Nothing was decided\. Meanwhile it was approved by Ada\./)
  })

  test('cannot approve another revision than the one that was seen', async () => {
    const { decide, proposal } = given()
    const response = await decide('approve', { revision: '7', summary: DRAFT })
    assert.equal(response.status, 409)
    assert.match(await words(response), /It is not what you saw any more/)
    assert.equal((await proposal()).stage.kind, 'waiting')
  })

  test('keeps what was entered when it is refused, and is told at the field', async () => {
    const { decide, proposal } = given()
    const wrong = await decide('link', { revision: '1', key: 'ops twelve' }, { ...ADA, ...HTMX })
    assert.equal(wrong.status, 422)
    const text = await wrong.text()
    assert.match(text, /value="ops twelve"/)
    assert.match(text, /must be the key of an issue/)
    assert.equal((await decide('reject', { why: 'other', note: ' ' })).status, 422)
    assert.equal((await proposal()).stage.kind, 'waiting')
  })
})

test('a foreign page decides nothing', async () => {
  const { decide, proposal } = given()
  const foreign = { ...ADA, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  assert.equal((await decide('approve', { revision: '1', summary: DRAFT }, foreign)).status, 403)
  assert.equal((await proposal()).stage.kind, 'waiting')
})

test('what there is not is not found', async () => {
  const { app, decide } = given()
  assert.equal((await decide('explode', {})).status, 404)
  assert.equal((await app.post(`/vessels/${VESSEL}/proposals/p-none/approve`, {}, ADA)).status, 404)
})

test('every decision needs an approver, once there are accounts', () => {
  assert.deepEqual([...new Set(Object.values(DECISIONS).map(({ role }) => role))], ['approver'])
})

describe('what waits', () => {
  const waiting = async (app: GivenApp, path: string): Promise<string | undefined> =>
    /id="waiting-approvals"[^>]*>(\d+)</.exec(await (await app.get(path)).text())?.[1]

  test('is counted in the header of every page', async () => {
    const { app, decide } = given()
    for (const path of ['/', '/alerts', '/approvals', '/maintenance', `/vessels/${VESSEL}`])
      assert.equal(await waiting(app, path), '1', path)
    await decide('reject', { why: 'known' })
    assert.equal(await waiting(app, '/'), '0')
  })

  test('is live: what others decide comes by itself, with the count', async () => {
    const { app, decide } = given()
    const page = await (await app.get('/approvals')).text()
    const stream = /hx-sse:connect="([^"]+)"/.exec(page)?.[1] ?? assert.fail('the page names no stream')
    const reader = readEvents(await app.get(stream))
    await reader.until(() => reader.events.length > 1)
    await decide('reject', { why: 'known' })
    app.views.nudge(VESSEL)
    await app.clock.advance(250)
    await reader.until(() => reader.events.some(({ data }) => data.includes('Rejected by Ada')))
    assert.match(reader.events.at(-1)?.data ?? '', /id="waiting-approvals"[^>]*>0</)
    await reader.leave()
  })
})
