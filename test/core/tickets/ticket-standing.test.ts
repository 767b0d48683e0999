import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitingSince } from '../../../hub/core/tickets/ticket-outbox.ts'
import { doubtOf, isOver } from '../../../hub/core/tickets/ticket-standing.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { OPEN } from '../../../shared/time.ts'
import { SERVER } from '../../hub/projections/given.ts'
import { ACCESS, down, given, HOUR, MIN, type Story, states, T, up } from '../given-vessel.ts'
import { given as ready, wanted } from './given-ticket.ts'

const ofAll = ({ vessel }: Story) => ({ incidents: vessel.incidents.map(({ id }) => id) })
const doubt = (story: Story) => doubtOf(story.vessel, ofAll(story))

const serverDown = given()
  .told(T + MIN, down(SERVER, T))
  .beats(T + HOUR)

test('what is down is sent without a doubt', () => {
  assert.equal(doubt(serverDown), null)
})

test('what is up just now is waited for, until it is down again or over', () => {
  const recovering = serverDown.told(T + HOUR + MIN, up(SERVER, T + HOUR + MIN))
  assert.equal(doubt(recovering), 'recovering')
  const again = recovering.told(T + HOUR + 9 * MIN, states(SERVER, [T + HOUR + MIN, UP], [T + HOUR + 8 * MIN, DOWN]))
  assert.equal(doubt(again), null)
  const over = recovering.beats(T + 2 * HOUR)
  assert.equal(isOver(over.vessel.incidents, ofAll(over)), true)
})

test('while one of several is down there is no doubt', () => {
  const both = given({}, [SERVER, ACCESS])
    .told(T + MIN, down(SERVER, T), down(ACCESS, T))
    .beats(T + HOUR)
  assert.equal(doubt(both.told(T + HOUR + MIN, up(SERVER, T + HOUR + MIN))), null)
})

test('a silent vessel that is heard again is waited for until it has told', () => {
  const silent = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 5 * HOUR)
  assert.equal(doubt(silent), null)
  const heard = silent.heard(T + 5 * HOUR)
  assert.equal(doubt(heard), 'settling')
  const told = heard.settled(T + 5 * HOUR + MIN)
  assert.equal(isOver(told.vessel.incidents, ofAll(told)), true, 'it was the link alone')
})

test('what is waited for so is not left lying', () => {
  const of = (story: Story) => waitingSince({ ...ready(wanted), ...ofAll(story) }, story.vessel)
  assert.equal(of(serverDown), ready(wanted).wantedAt)
  assert.equal(of(serverDown.told(T + HOUR + MIN, up(SERVER, T + HOUR + MIN))), OPEN)
})

test('of a chronic one there is never a doubt', () => {
  assert.equal(doubtOf(serverDown.vessel, { incidents: [] }), null)
})
