import assert from 'node:assert/strict'
import { test } from 'node:test'
import { current, evolveTickets, NO_TICKETS, type TicketEvent, type Tickets } from '../../../hub/core/tickets/ticket.ts'
import {
  wantUpdate,
  whenAdopted,
  whenDoubled,
  whenMissing,
  whenNotAdopted,
  whenSeen,
  whenUpdated,
} from '../../../hub/core/tickets/ticket-follow.ts'
import {
  claim,
  errandOf,
  type Sent,
  waitingSince,
  whenFound,
  whenGivenUp,
  whenLetIn,
  whenLockedOut,
  whenNotFound,
  whenSent,
} from '../../../hub/core/tickets/ticket-outbox.ts'
import { NEW_VESSEL } from '../../../hub/core/vessel.ts'
import { OPEN } from '../../../shared/time.ts'
import { given, T, ticket, wanted } from './given-ticket.ts'

const DAY_S = 86_400
const policy = { settleS: 600, sendWithinS: 60, optionalFields: ['assignee'] }
const issue = { id: '10000', key: 'OPS-1', url: 'https://example.atlassian.net/browse/OPS-1' }
const sending = (attempt: number): TicketEvent => ({ type: 'ticket-sending', ticket, attempt })
const unknown: TicketEvent = { type: 'ticket-unknown', ticket, attempt: 1, reason: 'no answer' }
const linked: TicketEvent = { type: 'ticket-linked', ticket, issue, how: 'created' }
const marked: TicketEvent = { type: 'ticket-marked', ticket, reason: null }
const closed = (resolution: string | null): TicketEvent => ({ type: 'ticket-closed', ticket, how: 'done', resolution })

const types = (events: readonly TicketEvent[]) => events.map(({ type }) => type)

test('an approved ticket is claimed before it is sent, and by one alone', () => {
  const ready = given(wanted)
  assert.deepEqual(errandOf(ready, policy), { at: T, what: 'send' })
  assert.deepEqual(claim(ready, T), [sending(1)])
  assert.deepEqual(claim(given(wanted, sending(1)), T + 9), [])
})

test('what waits for JIRA has waited since it was wanted, however often it was tried; what is done or refused does not wait', () => {
  const refused: TicketEvent = { type: 'ticket-refused', ticket, reason: 'no such field', problems: {} }
  for (const waiting of [given(wanted), given(wanted, sending(1)), given(wanted, sending(1), unknown)])
    assert.equal(waitingSince(waiting, NEW_VESSEL), T)
  for (const done of [given(wanted, sending(1), linked), given(wanted, sending(1), refused)])
    assert.equal(waitingSince(done, NEW_VESSEL), OPEN)
  const update: TicketEvent = { type: 'ticket-update-wanted', ticket, op: 'op-1', blocks: [], move: null }
  assert.equal(waitingSince(given(wanted, sending(1), linked, update), NEW_VESSEL), T + 3)
})

test('a ticket that waits is not claimed before its time', () => {
  const ready: TicketEvent = {
    type: 'ticket-ready',
    ticket,
    notBefore: T + 60,
    without: [],
    reason: 'JIRA answered 429',
  }
  assert.deepEqual(claim(given(wanted, sending(1), ready), T + 59), [])
  assert.deepEqual(claim(given(wanted, sending(1), ready), T + 60), [sending(2)])
})

const outcomes: readonly (readonly [Sent, TicketEvent['type']])[] = [
  [{ kind: 'ok', value: issue }, 'ticket-linked'],
  [{ kind: 'not-sent', words: 'refused connection' }, 'ticket-ready'],
  [{ kind: 'retry-later', words: '429' }, 'ticket-ready'],
  [{ kind: 'unauthorized', words: '401' }, 'ticket-parked'],
  [{ kind: 'refused', words: '400', problems: { summary: 'too long' } }, 'ticket-refused'],
  [{ kind: 'unknown', words: '502' }, 'ticket-unknown'],
]
for (const [sent, type] of outcomes) {
  test(`a request whose outcome is ${sent.kind} leaves it ${type.slice(7)}`, () => {
    assert.deepEqual(types(whenSent(given(wanted, sending(1)), 1, sent, T + 99, policy)), [type])
  })
}

test('an outcome of another attempt changes nothing, but an issue that exists is linked however late', () => {
  const again: TicketEvent = { type: 'ticket-ready', ticket, notBefore: T, without: [], reason: 'not made' }
  const second = given(wanted, sending(1), unknown, again, sending(2))
  assert.deepEqual(whenSent(second, 1, { kind: 'unknown', words: 'late' }, T, policy), [])
  assert.deepEqual(types(whenSent(second, 1, { kind: 'ok', value: issue }, T, policy)), ['ticket-linked'])
  assert.deepEqual(whenSent(given(wanted, sending(1), linked), 1, { kind: 'ok', value: issue }, T, policy), [])
})

test('a refused field that may be spared is left out once, another one is for a person', () => {
  const refused = (field: string): Sent => ({ kind: 'refused', words: '400', problems: { [field]: 'no' } })
  const sent = given(wanted, sending(1))
  const spared: TicketEvent = { type: 'ticket-ready', ticket, notBefore: T + 5, without: ['assignee'], reason: '400' }
  assert.deepEqual(whenSent(sent, 1, refused('assignee'), T + 5, policy), [spared])
  const again = given(wanted, sending(1), spared, sending(2))
  assert.deepEqual(types(whenSent(again, 2, refused('assignee'), T, policy)), ['ticket-refused'])
})

test('a refused ticket is sent again when a person has changed it', () => {
  const refused: TicketEvent = { type: 'ticket-refused', ticket, reason: '400', problems: { summary: 'too long' } }
  assert.equal(errandOf(given(wanted, sending(1), refused), policy), null)
  assert.deepEqual(types(claim(given(wanted, sending(1), refused, wanted), T + 9)), ['ticket-sending'])
})

test('who was sending and did not come back leaves it unknown, not before its time', () => {
  const sent = given(wanted, sending(1))
  assert.deepEqual(errandOf(sent, policy), { at: T + 61, what: 'give-up' })
  assert.deepEqual(whenGivenUp(sent, T + 60, policy), [])
  assert.deepEqual(types(whenGivenUp(sent, T + 61, policy)), ['ticket-unknown'])
})

test('what is unknown is sent again only after five searches, spread over the settle window', () => {
  const story: TicketEvent[] = [wanted, sending(1), unknown]
  let ticketNow = given(...story)
  const looksAt: number[] = []
  for (let at = T + 10; looksAt.length < 5; at += 30) {
    const [event] = whenNotFound(ticketNow, at, policy)
    if (event === undefined) continue
    looksAt.push(at)
    ticketNow = evolveTickets(new Map([[ticket, ticketNow]]), { ...event, at, learnedAt: at }).get(ticket) ?? ticketNow
    assert.equal(event.type, looksAt.length < 5 ? 'ticket-looked' : 'ticket-ready')
  }
  assert.ok(looksAt.every((at, n) => at - (looksAt[n - 1] ?? T + 2) >= 120))
  assert.ok((looksAt[4] ?? 0) - T >= 602)
})

test('searches close together count once, and none counts for a ticket that is not unknown', () => {
  assert.deepEqual(whenNotFound(given(wanted, sending(1), unknown), T + 100, policy), [])
  assert.deepEqual(whenNotFound(given(wanted), T + 9_999, policy), [])
})

test('an issue with its label is its issue: before it is sent, while it is unknown, while nobody is let in', () => {
  const parked: TicketEvent = { type: 'ticket-parked', ticket, reason: '401' }
  for (const before of [given(wanted), given(wanted, sending(1), unknown), given(wanted, sending(1), parked)])
    assert.deepEqual(whenFound(before, issue), [{ ...linked, how: 'found' }])
  assert.deepEqual(whenFound(given(wanted, linked), { ...issue, id: '10001' }), [])
})

test('locked out before a request it is parked, and sent once it is let in; what is unknown stays unknown', () => {
  assert.deepEqual(types(whenLockedOut(given(wanted), '401')), ['ticket-parked'])
  assert.deepEqual(whenLockedOut(given(wanted, sending(1), unknown), '401'), [])
  const parked = given(wanted, { type: 'ticket-parked', ticket, reason: '401' })
  assert.deepEqual(errandOf(parked, policy), { at: 0, what: 'probe' })
  assert.deepEqual(types(whenLetIn(parked, T + 9)), ['ticket-ready'])
})

const seen = { ...issue, madeWith: wanted.label, status: 'in-progress', resolution: null } as const

test('what people do to an issue is followed: taken up, moved, closed, opened again', () => {
  assert.deepEqual(whenSeen(given(wanted, linked), { ...seen, status: 'new' }), [])
  assert.deepEqual(types(whenSeen(given(wanted, linked), seen)), ['ticket-followed'])
  assert.deepEqual(types(whenSeen(given(wanted, linked), { ...seen, status: 'new', key: 'NET-7' })), [
    'ticket-followed',
  ])
  const done = { ...seen, status: 'done', resolution: 'Done' } as const
  assert.deepEqual(whenSeen(given(wanted, linked), done), [closed('Done')])
  assert.deepEqual(whenSeen(given(wanted, linked, closed('Done')), done), [])
  assert.deepEqual(types(whenSeen(given(wanted, linked, closed('Done')), seen)), ['ticket-followed'])
})

test('an issue that is gone closes its ticket as missing', () => {
  assert.deepEqual(whenMissing(given(wanted, linked)), [
    { type: 'ticket-closed', ticket, how: 'missing', resolution: null },
  ])
  assert.deepEqual(whenMissing(given(wanted)), [])
})

test('of several issues with one label the oldest stays', () => {
  const younger = { ...seen, id: '10001', key: 'OPS-2' }
  const [event] = whenDoubled(given(wanted, { ...linked, issue: younger }), [younger, seen])
  assert.ok(event?.type === 'ticket-doubled')
  assert.equal(event.kept.id, '10000')
  assert.deepEqual(
    event.others.map(({ id }) => id),
    ['10001'],
  )
  assert.deepEqual(whenDoubled(given(wanted, linked), [seen]), [])
  assert.deepEqual(whenDoubled(given(wanted, { ...linked, issue: younger }, event), [younger, seen]), [])
  const late = whenDoubled(given(wanted, linked, closed('Done')), [
    { ...seen, status: 'done', resolution: 'Done' },
    younger,
  ])
  assert.deepEqual(late, [{ ...event, others: [{ id: '10001', key: 'OPS-2', url: issue.url }] }])
})

test('of several issues with one label only those that we made are doubles', () => {
  const copy = { ...seen, id: '10001', key: 'OPS-2', madeWith: null }
  assert.deepEqual(whenDoubled(given(wanted, linked), [seen, copy]), [])
  assert.deepEqual(whenDoubled(given(wanted, linked), [seen, { ...copy, madeWith: 'wk-e-another' }]), [])
  const [event] = whenDoubled(given(wanted, linked), [
    { ...seen, madeWith: null },
    { ...copy, madeWith: seen.madeWith },
  ])
  assert.equal(event?.type === 'ticket-doubled' && event.kept.id, seen.id, 'its own issue may be of people')
})

test('an update is wanted once, done once, and waits for the issue', () => {
  const update = { op: 'wk-c-1', blocks: [], move: null }
  const [event] = wantUpdate(given(wanted, linked), update)
  assert.ok(event)
  const waiting = given(wanted, linked, marked, event)
  assert.deepEqual(errandOf(waiting, policy), { at: 0, what: 'update' })
  assert.deepEqual(wantUpdate(waiting, update), [])
  const [done] = whenUpdated(waiting, 'wk-c-1')
  assert.ok(done)
  assert.equal(errandOf(given(wanted, linked, marked, event, done), policy), null)
  assert.deepEqual(errandOf(given(wanted, event), policy), { at: T, what: 'send' })
})

const alone = { tickets: NO_TICKETS, incidents: [] }

test('an existing issue is adopted, or refused when there is none; it is never sent', () => {
  const chosen = given({ ...wanted, key: 'OPS-1' })
  assert.deepEqual(errandOf(chosen, policy), { at: T, what: 'adopt' })
  assert.deepEqual(claim(chosen, T), [])
  assert.deepEqual(whenAdopted(chosen, issue, alone), [{ ...linked, how: 'by-hand' }])
  assert.deepEqual(types(whenNotAdopted(chosen, 'there is no OPS-1')), ['ticket-refused'])
  assert.deepEqual(whenAdopted(given(wanted), issue, alone), [])
})

/** Two tickets whose issue is the same: the second opens it again. */
const again = (id: string) => ({ ...wanted, ticket: id, label: `wk-e-${id}`, incidents: [`i-${id}`], key: 'OPS-1' })
const opens = (id: string) => wantedIn(id, { op: `wk-e-${id}-again`, blocks: [], move: 'new' })
const wantedIn = (id: string, update: Parameters<typeof wantUpdate>[1]): TicketEvent => ({
  type: 'ticket-update-wanted',
  ticket: id,
  ...update,
})
const linkedBy = (id: string): TicketEvent => ({ type: 'ticket-linked', ticket: id, issue, how: 'by-hand' })
const all = (...events: readonly TicketEvent[]): Tickets =>
  events.reduce<Tickets>((tickets, event) => evolveTickets(tickets, { ...event, at: T, learnedAt: T }), NO_TICKETS)

test('what was still to be said in an issue is said by the ticket that opens it again, before what that has to say', () => {
  const over = wantedIn(ticket, { op: 'wk-e-1-up', blocks: [], move: null })
  const tickets = all(wanted, linked, over, closed('Done'), again('p-2'), opens('p-2'), linkedBy('p-2'))
  const opsOf = (id: string) => tickets.get(id)?.updates.map(({ op }) => op)
  assert.deepEqual([opsOf(ticket), opsOf('p-2')], [[], ['wk-e-1-up', 'wk-e-p-2-again']])
  const [heir] = current(tickets)
  assert.deepEqual([heir?.id, current(tickets).length], ['p-2', 1], 'approved in the same second')
})

test('what goes on of a ticket whose issue another one takes goes on with that one; of a closed one it is proposed anew', () => {
  const incidents = [{ id: 'i-1', component: null, began: T, ended: null, why: null, heirs: [] }]
  const adopted = (...before: readonly TicketEvent[]) => {
    const tickets = all(wanted, linked, ...before, again('p-2'), opens('p-2'))
    return whenAdopted(tickets.get('p-2') ?? assert.fail(), issue, { tickets, incidents })
  }
  assert.deepEqual(adopted().slice(1), [{ type: 'ticket-inherited', ticket: 'p-2', incidents: ['i-1'] }])
  assert.deepEqual(types(adopted(closed('Done'))), ['ticket-linked'])
})

test('a ticket that was closed more than a year ago is forgotten', () => {
  const old = given(wanted, linked, closed('Done'))
  const at = T + 401 * DAY_S
  const next = evolveTickets(new Map([[ticket, old]]), { ...wanted, ticket: 'p-2', at, learnedAt: at })
  assert.deepEqual([...next.keys()], ['p-2'])
})
