import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ticket, TicketEvent } from '../../../hub/core/tickets/ticket.ts'
import { decideTicket, type TicketCommand } from '../../../hub/core/tickets/ticket-command.ts'
import { claim, errandOf, hold } from '../../../hub/core/tickets/ticket-outbox.ts'
import { evolveVessel, NEW_VESSEL } from '../../../hub/core/vessel.ts'
import { by, dated, given, T, ticket, wanted } from './given-ticket.ts'

const policy = { settleS: 600, sendWithinS: 60, optionalFields: [] }

const sending: TicketEvent = { type: 'ticket-sending', ticket, attempt: 1 }
const refused: TicketEvent = { type: 'ticket-refused', ticket, reason: '400', problems: { summary: 'too long' } }
const held: TicketEvent = { type: 'ticket-held', ticket, reason: 'recovered' }

/** The ticket after a person's command, or why it was not done. */
function decide(events: readonly TicketEvent[], command: TicketCommand): Ticket | string {
  const vessel = dated(events).reduce(evolveVessel, NEW_VESSEL)
  const { events: decided, answer } = decideTicket(vessel, command, { now: T + 99 })
  if (answer.kind !== 'decided') return answer.kind
  return decided.reduce(evolveVessel, vessel).tickets.get(command.ticket) ?? 'gone'
}

const send: TicketCommand = { type: 'send-ticket', ticket, by, summary: null }
const drop: TicketCommand = { type: 'drop-ticket', ticket, by, reason: 'repaired at sea' }

test('what was over before it was sent is held, and nothing is done for it', () => {
  assert.deepEqual(hold(given(wanted)), [held])
  assert.equal(errandOf(given(wanted, held), policy), null)
  assert.deepEqual(claim(given(wanted, held), T + 9), [])
})

test('what may have been made is never held, nor what is to be an existing issue', () => {
  assert.deepEqual(hold(given(wanted, sending)), [])
  assert.deepEqual(hold(given({ ...wanted, key: 'OPS-1' })), [])
})

test('what was over before its issue was opened again is held as well, unless a person wants it all the same', () => {
  const chosen = { ...wanted, key: 'OPS-1' }
  const opens: TicketEvent = { type: 'ticket-update-wanted', ticket, op: 'wk-e-1-again', blocks: [], move: 'new' }
  assert.deepEqual(hold(given(chosen, opens)), [held])
  const after = decide([chosen, opens, held], send)
  assert.ok(typeof after !== 'string')
  assert.deepEqual([after.key, after.updates.length, hold(after)], ['OPS-1', 1, []])
})

test('a person may want it all the same: it is sent, and not held again', () => {
  const after = decide([wanted, held], send)
  assert.ok(typeof after !== 'string')
  assert.equal(after.stage.kind, 'ready')
  assert.deepEqual(hold(after), [])
  assert.equal(claim(after, T + 99).length, 1)
})

test('what JIRA refused is sent again as a person edited it, under the same label', () => {
  const after = decide([wanted, sending, refused], { ...send, summary: 'Server' })
  assert.ok(typeof after !== 'string')
  assert.deepEqual([after.draft.summary, after.label, after.stage.kind], ['Server', 'wk-e-1', 'ready'])
})

test('a person may drop what was held or refused: nothing more is done for it', () => {
  for (const events of [
    [wanted, held],
    [wanted, sending, refused],
  ]) {
    const after = decide(events, drop)
    assert.ok(typeof after !== 'string')
    assert.equal(after.stage.kind, 'dropped')
    assert.equal(errandOf(after, policy), null)
  }
})

test('what is on its way, made, or dropped is neither sent again nor dropped', () => {
  const linked: TicketEvent = {
    type: 'ticket-linked',
    ticket,
    issue: { id: '1', key: 'OPS-1', url: '' },
    how: 'created',
  }
  const dropped: TicketEvent = { type: 'ticket-dropped', ticket, reason: null, by }
  const onItsWay = [[wanted], [wanted, sending], [wanted, sending, linked], [wanted, held, dropped]]
  const commands: readonly TicketCommand[] = [send, drop]
  for (const events of onItsWay) for (const command of commands) assert.equal(decide(events, command), 'not-now')
  assert.equal(decide([wanted], { ...send, ticket: 'p-2' }), 'unknown')
})
