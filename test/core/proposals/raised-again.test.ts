import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { raised } from '../../../hub/core/proposals/proposals.ts'
import { evolveVessel, type Vessel } from '../../../hub/core/vessel.ts'
import { UP } from '../../../shared/model.ts'
import { AURORA, SERVER } from '../../hub/projections/given.ts'
import { ACCESS, down, given, HOUR, MIN, proposals, type Story, states, T } from '../given-vessel.ts'
import { aged, approvalOf, by, chronic, DAY, decide, idOf, quiet, raisedOn, rejectedAt } from './given-proposal.ts'

test('a rejected one is raised again only after raiseAgainAfter', () => {
  const story = aged()
  const rejected = story.decides(T + 3 * DAY, {
    type: 'reject-proposal',
    proposal: idOf(story),
    reason: 'known',
    note: null,
    by,
  })
  assert.deepEqual(proposals(rejected.beats(T + 10 * DAY + HOUR)).slice(1), [
    'rejected 72:00',
    'proposed p-i-server-2 (age) critical',
  ])
  assert.deepEqual(proposals(rejected.beats(T + 10 * DAY - 1)).slice(1), ['rejected 72:00'])
})

test('a rejected one is raised again sooner when it has become graver than what was rejected', () => {
  const story = given({ ...quiet, ticketAfterS: 2 * DAY })
    .told(T + MIN, down(SERVER, T))
    .beats(T + 2 * DAY)
  assert.deepEqual(proposals(story), ['proposed p-i-server (age) high'])
  const rejected = rejectedAt(story, T + 2 * DAY)
  assert.deepEqual(proposals(rejected.beats(T + 3 * DAY - 1)).slice(1), ['rejected 48:00'])
  assert.deepEqual(proposals(rejected.beats(T + 3 * DAY)).slice(1), [
    'rejected 48:00',
    'proposed p-i-server-2 (age) critical',
  ])
})

const idsRaised = ({ events }: Story): readonly string[] =>
  events.flatMap((event) => (event.type === 'proposal-raised' ? [event.proposal] : []))

test('however long nobody decides, each one raised has an id of its own, and can be decided', () => {
  const story = given({ proposals: { ...quiet.proposals, expireAfterS: 30 * DAY } })
    .silent(T, T + 15 * MIN)
    .passes(T + 200 * DAY)
  const ids = idsRaised(story)
  assert.equal(ids.length, 7)
  assert.equal(new Set(ids).size, ids.length, ids.join(' '))
  assert.deepEqual(decide(story.vessel, approvalOf(story), T + 200 * DAY), { kind: 'decided' })
})

test('however often one is rejected, the next has an id of its own, and can be decided', () => {
  const ids = new Set<string>()
  let story = given(quiet)
    .silent(T, T + 15 * MIN)
    .passes(T + 3 * DAY)
  for (let day = 3; day <= 200; day += 7) {
    assert.ok(!ids.has(idOf(story)), `${idOf(story)} on day ${day}`)
    ids.add(idOf(story))
    story = rejectedAt(story, T + day * DAY).at(T + (day + 7) * DAY)
  }
  assert.equal(ids.size, 29)
})

test('what is raised never has the id of a ticket that is known', () => {
  const story = aged()
  const [ticket] = story.decides(T + 3 * DAY, approvalOf(story)).vessel.tickets
  const isForgotten = { ...story.vessel, proposals: [], tickets: new Map([ticket ?? assert.fail()]) }
  const { id, reason, facts } = story.vessel.proposals[0] ?? assert.fail()
  const listening = { since: 0, spells: [] }
  const context = { id: AURORA, policy: DEFAULT_POLICY, listening, massSilences: [], groupExcuses: [] }
  const now = { ...context, now: T + 50 * DAY, watermark: null, lastHeard: null }
  assert.equal(raised(isForgotten, id, reason, facts, now).proposal, `${id}-2`)
})

test('of two that an early log gave one id, the later is the one that is decided', () => {
  const story = rejectedAt(aged(), T + 3 * DAY)
  const { id: proposal, reason, facts, draft } = story.vessel.proposals[0] ?? assert.fail()
  const now = T + 50 * DAY
  const again = { type: 'proposal-raised', at: now, learnedAt: now, proposal, reason, facts, draft } as const
  const vessel = evolveVessel(story.vessel, again)
  assert.deepEqual(decide(vessel, approvalOf(story), now), { kind: 'decided' })
})

test('a rejection is of this incident: what falls anew is proposed anew', () => {
  const rejected = rejectedAt(aged(), T + 3 * DAY)
  const again = rejected
    .told(T + 3 * DAY + 2 * HOUR, states(SERVER, [T + 3 * DAY + HOUR, UP]))
    .told(T + 3 * DAY + 4 * HOUR, down(SERVER, T + 3 * DAY + 3 * HOUR))
    .beats(T + 6 * DAY + 3 * HOUR)
  assert.deepEqual(proposals(again).slice(2), ['proposed p-i-server (age) critical'])
})

test('a rejection holds for as long as it is to, whatever else was proposed meanwhile', () => {
  const waits = { proposals: { ...quiet.proposals, raiseAgainAfterS: 60 * DAY, expireAfterS: 300 * DAY } }
  const story = given(waits, [SERVER, ACCESS])
    .told(T + MIN, down(SERVER, T))
    .beats(T + 3 * DAY)
  const later = rejectedAt(story, T + 3 * DAY)
    .told(T + 40 * DAY + MIN, down(ACCESS, T + 40 * DAY))
    .passes(T + 63 * DAY)
  assert.deepEqual(raisedOn(later, 'p-i-access-point'), [43])
  assert.deepEqual(raisedOn(later, 'p-i-server'), [3, 63])
})

test('what was decided is remembered for 36 days, and longer where it bears on what may be raised', () => {
  const remembers = (vessel: Vessel, now: number): boolean => {
    const { id, reason, facts, draft } = vessel.proposals[0] ?? assert.fail()
    const raised = { type: 'proposal-raised', at: now, learnedAt: now, proposal: 'p-2', reason, facts, draft } as const
    return evolveVessel(vessel, raised).proposals[0]?.id === id
  }
  const story = aged()
  const dropped = { type: 'ticket-dropped', at: T + 4 * DAY, learnedAt: T + 4 * DAY, ticket: idOf(story), by } as const
  const approved = story.decides(T + 3 * DAY, approvalOf(story)).vessel
  const isForgotten = { incidents: [] }
  const closed = { ...evolveVessel(approved, { ...dropped, reason: null }), ...isForgotten }
  assert.ok(remembers(rejectedAt(story, T + 3 * DAY).vessel, T + 300 * DAY), 'the last word on an outage that is known')
  assert.ok(remembers(rejectedAt(chronic(), T + 5 * DAY).vessel, T + 300 * DAY), 'and on a component')
  assert.ok(remembers({ ...approved, ...isForgotten }, T + 300 * DAY), 'its ticket is open')
  assert.deepEqual(
    [38, 40].map((day) => remembers(closed, T + day * DAY)),
    [true, false],
  )
})

test('the watch wakes when what goes on may be proposed again, its issue having been closed', () => {
  const at = T + 3 * DAY + HOUR
  const story = aged()
  const approved = story.decides(T + 3 * DAY, approvalOf(story))
  const when = { at, learnedAt: at, ticket: idOf(story) }
  const issue = { id: '10000', key: 'OPS-1', url: '' }
  const linked = approved
    .told(at, down(SERVER, T))
    .happens(at, { type: 'ticket-linked', ...when, issue, how: 'created' })
  const closed = linked.happens(at, { type: 'ticket-closed', ...when, how: 'done', resolution: null })
  assert.deepEqual(raisedOn(closed.passes(at + HOUR), 'p-i-server'), [3, (at + 30 * MIN - T) / DAY])
})
