import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import type { TicketEvent } from '../../../hub/core/tickets/ticket.ts'
import * as api from '../../../shared/api/proposal.ts'
import { PROPOSAL } from '../../fakes/docket.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { givenApp } from '../given-app.ts'

const VESSEL = idOf(5)
const ADA = { Cookie: 'watchkeeper=Ada' }
const issue = { id: '10000', key: 'OPS-1', url: 'https://watch.atlassian.net/browse/OPS-1' }

/** A ticket that was approved, and what became of it. */
async function given(...events: readonly TicketEvent[]) {
  const app = givenApp()
  await app.post(`/vessels/${VESSEL}/proposals/${PROPOSAL}/approve`, { revision: '1', summary: 'Server down' }, ADA)
  app.views.happenToProposal(...events.map((event) => ({ ...event, at: NOW, learnedAt: NOW })))
  const ticket = async () =>
    v.parse(api.proposals, await (await app.get('/api/v1/proposals')).json()).proposals[0]?.ticket ?? assert.fail()
  const decide = (deed: string, fields: Record<string, string>, headers = {}) =>
    app.post(`/vessels/${VESSEL}/tickets/${PROPOSAL}/${deed}`, fields, { ...ADA, ...headers })
  const page = async () => (await (await app.get('/approvals')).text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  return { ticket, decide, page }
}

const ticket = PROPOSAL
const refused: TicketEvent = {
  type: 'ticket-refused',
  ticket,
  reason: 'JIRA answered 400: summary: too long',
  problems: {},
}
const held: TicketEvent = { type: 'ticket-held', ticket, reason: 'recovered' }
const linked: TicketEvent = { type: 'ticket-linked', ticket, issue, how: 'created' }
const closed: TicketEvent = { type: 'ticket-closed', ticket, how: 'done', resolution: 'Done' }

test('what JIRA refused says why, and is sent again as a person edits it', async () => {
  const { ticket, decide, page } = await given(refused)
  assert.match(await page(), /JIRA refused the ticket: JIRA answered 400: summary: too long .*Send it .*Make no ticket/)
  const response = await decide('send', { summary: 'Server' })
  assert.equal(response.status, 303)
  assert.equal(response.headers.get('Location'), `/approvals#proposal-${VESSEL}-${PROPOSAL}`)
  assert.equal((await ticket()).stage, 'ready')
})

test('what was over before it was sent is a question to a person, who may want no ticket', async () => {
  const { ticket, decide, page } = await given(held)
  assert.match(await page(), /It was over before the ticket was sent, so nothing of it is in JIRA .*Make no ticket/)
  assert.equal((await decide('drop', { reason: 'repaired at sea' })).status, 303)
  assert.equal((await ticket()).stage, 'dropped')
  assert.equal((await decide('send', {})).status, 409)
})

test('what is on its way can be neither sent again nor dropped, and a foreign page decides nothing', async () => {
  const { decide } = await given()
  assert.equal((await decide('drop', {})).status, 409)
  assert.equal((await decide('explode', {})).status, 404)
  const foreign = await given(held)
  const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  assert.equal((await foreign.decide('drop', {}, evil)).status, 403)
  assert.equal((await foreign.ticket()).stage, 'held')
})

test('while nobody knows whether it was made, it is said how often that was looked for', async () => {
  const unknown: TicketEvent = { type: 'ticket-unknown', ticket, attempt: 1, reason: 'no answer within 20 s' }
  const looked: TicketEvent = { type: 'ticket-looked', ticket }
  const { ticket: seen, page } = await given({ type: 'ticket-sending', ticket, attempt: 1 }, unknown, looked, looked)
  assert.deepEqual((await seen()).looks, { done: 2, of: 5 })
  assert.match(await page(), /looked 2 of 5 times/)
})

test('a ticket that was closed while it is still down is shown as exactly that', async () => {
  const { ticket, page } = await given(linked, closed)
  assert.equal((await ticket()).stillDown, true)
  assert.match(await page(), /Closed ticket OPS-1.*Closed in JIRA while it is still down\./)
  assert.equal((await (await given(linked)).ticket()).stillDown, false)
})
