import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VesselEvent } from '../../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { current, type Ticket, type TicketEvent } from '../../../hub/core/tickets/ticket.ts'
import { isClosedWhileDown } from '../../../hub/core/tickets/ticket-standing.ts'
import { assetLabel, earlierIssue, ticketLabel, whenApproved } from '../../../hub/core/tickets/ticket-wanted.ts'
import { AURORA, added, SERVER } from '../../hub/projections/given.ts'
import { ACCESS, down, given, HOUR, MIN, type Story, T, up } from '../given-vessel.ts'

const DAY = 24 * HOUR
const issue = { id: '10000', key: 'OPS-1', url: '' }
const by = { kind: 'local', name: 'mate' } as const
const draft = { summary: 'Down', severity: 'high', blocks: [] } as const

/** A person approved a ticket for all that is open and has none, and its issue was made. */
function ticketed(story: Story, now: number, proposal = 'p-1', of = [SERVER, ACCESS, null]): Story {
  const { incidents, tickets } = story.vessel
  const taken = [...tickets.values()].flatMap((one) => one.incidents)
  const [first, ...more] = incidents
    .filter(({ id, ended, component }) => ended === null && !taken.includes(id) && of.includes(component))
    .map(({ id }) => id)
  assert.ok(first)
  const approval = { logId: 'log', vessel: AURORA, proposal, components: [SERVER], draft, key: null, by }
  const wanted = whenApproved(story.vessel, { ...approval, incidents: [first, ...more] }, now, DEFAULT_POLICY.tickets)
  const linked: TicketEvent = { type: 'ticket-linked', ticket: proposal, issue, how: 'created' }
  return story.happens(now, ...[...wanted, linked].map((event): VesselEvent => ({ ...event, at: now, learnedAt: now })))
}

const ticketOf = ({ vessel }: Story): Ticket => vessel.tickets.get('p-1') ?? assert.fail('no ticket')
const said = (story: Story) =>
  ticketOf(story).updates.map(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'list' ? block.items : block.kind === 'text' ? [block.text] : [])),
  )

const serverDown = given()
  .told(T + MIN, down(SERVER, T))
  .beats(T + HOUR)

test('a ticket of a silence goes on with what was down behind it; what has a ticket of its own keeps that one alone', () => {
  const behind = given({}, [SERVER, ACCESS])
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
  const story = ticketed(ticketed(behind, T + HOUR).silent(T + 2 * HOUR, T + 3 * HOUR), T + 3 * HOUR, 'p-2')
    .heard(T + 5 * HOUR)
    .settled(T + 6 * HOUR, down(ACCESS, T + 2.5 * HOUR))
  const of = (ticket: string) =>
    story.vessel.incidents.filter(({ id }) => story.vessel.tickets.get(ticket)?.incidents.includes(id))
  assert.deepEqual(
    of('p-1').map(({ component }) => component),
    [SERVER],
  )
  assert.deepEqual(
    of('p-2').map(({ component, ended }) => [component, ended === null]),
    [
      [null, false],
      [ACCESS, true],
    ],
  )
})

test('when the outage is over its issue is told since when, and how long it was down', () => {
  const story = ticketed(serverDown, T + HOUR).told(T + 3 * HOUR, up(SERVER, T + 2 * HOUR))
  assert.deepEqual(said(story), [
    ['Up again since 2026-11-25T02:00:00Z.', 'Server: down for 2 h in all, since 2026-11-25T00:00:00Z.'],
  ])
  assert.equal(ticketOf(story).updates[0]?.move, null)
})

test('the issue is closed with the outage where that is wanted', () => {
  const tickets = { ...DEFAULT_POLICY.tickets, onRecovery: 'transition' } as const
  const story = given({ tickets })
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
  const over = ticketed(story, T + HOUR).told(T + 3 * HOUR, up(SERVER, T + 2 * HOUR))
  assert.equal(ticketOf(over).updates[0]?.move, 'done')
})

test('what is excused of its time, and that it counts again, is told; the issue is never closed by it', () => {
  const excuse = { type: 'excuse', component: SERVER, category: 'yard', reviewAt: null, reason: 'in dock', by } as const
  const entered = ticketed(serverDown, T + HOUR)
    .maintains(T + 2 * HOUR, { ...excuse, span: { from: T - HOUR, to: T + 3 * HOUR } })
    .maintains(T + 2 * HOUR, { ...excuse, span: { from: T - 9 * HOUR, to: T - 8 * HOUR } })
  const id = entered.vessel.excuses[0]?.id ?? assert.fail('not entered')
  const story = entered.maintains(T + 3 * HOUR, { type: 'withdraw-excuse', excuse: id, reason: 'not done', by })
  assert.deepEqual(said(story), [
    ['Excused from 2026-11-24T23:00:00Z to 2026-11-25T03:00:00Z, yard: in dock'],
    ['Counts again from 2026-11-24T23:00:00Z to 2026-11-25T03:00:00Z: not done'],
  ])
  assert.equal(ticketOf(story).stage.kind, 'linked')
})

test('what recurs, and what is of a group, is told once, in words', () => {
  const pattern = {
    repeats: { kind: 'daily', every: 1 },
    firstDay: '2026-11-24',
    lastDay: '2026-11-30',
    begins: '22:00',
    ends: '02:00',
  } as const
  const story = ticketed(serverDown, T + HOUR)
    .maintains(T + HOUR, {
      type: 'excuse',
      component: SERVER,
      category: 'planned-maintenance',
      recurs: { pattern, zone: 'Europe/Oslo' },
      reviewAt: null,
      reason: 'backups',
      by,
    })
    .happens(T + HOUR, added(T - HOUR, { group: 'Baltic' }))
    .grouped(T + 2 * HOUR, {
      type: 'group-excused',
      at: T + 2 * HOUR,
      learnedAt: T + 2 * HOUR,
      groupExcuse: 'g-1',
      group: 'Baltic',
      component: null,
      category: 'yard',
      when: { kind: 'once', zone: 'UTC', walls: { from: T, to: T + 4 * HOUR } },
      reviewAt: null,
      reason: 'dock',
      by,
    })
    .beats(T + DAY)
  assert.deepEqual(said(story), [
    [
      'Excused every day 22:00–02:00, Europe/Oslo, from 2026-11-24T21:00:00Z to 2026-12-01T01:00:00Z, planned-maintenance: backups',
    ],
    ['Excused from 2026-11-25T00:00:00Z to 2026-11-25T04:00:00Z, yard: dock'],
  ])
  assert.equal(ticketOf(story).stage.kind, 'linked')
})

test('nothing is told while something of it goes on', () => {
  const both = given({}, [SERVER, ACCESS])
    .told(T + MIN, down(SERVER, T), down(ACCESS, T))
    .beats(T + HOUR)
  const half = ticketed(both, T + HOUR).told(T + 3 * HOUR, up(SERVER, T + 2 * HOUR))
  assert.deepEqual(said(half), [])
  assert.equal(said(half.told(T + 5 * HOUR, up(ACCESS, T + 4 * HOUR))).length, 1)
})

test('it is told once that it has become graver', () => {
  const story = ticketed(serverDown, T + HOUR).beats(T + 3 * DAY + 2 * HOUR)
  assert.deepEqual(said(story), [['It has become critical.']])
})

test('an issue is told of its own outage alone: nothing of what becomes graver, or is excused, of another', () => {
  const yard = { type: 'excuse', component: ACCESS, category: 'yard', reviewAt: null, reason: 'in dock', by } as const
  const both = given({}, [SERVER, ACCESS])
    .told(T + MIN, down(ACCESS, T))
    .told(T + 2 * DAY, down(SERVER, T + 2 * DAY - MIN))
  const story = ticketed(both, T + 2 * DAY, 'p-1', [SERVER])
    .beats(T + 3 * DAY - HOUR)
    .beats(T + 3 * DAY + HOUR)
    .maintains(T + 3 * DAY + HOUR, { ...yard, span: { from: T, to: T + 9 * DAY } })
  assert.equal(story.events.filter((event) => event.type === 'alert-changed' && event.reason === 'graver').length, 1)
  assert.equal(story.events.filter(({ type }) => type === 'excused').length, 1)
  assert.deepEqual(said(story), [])
})

test('a silence that was of the link alone says so', () => {
  const silent = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 2 * HOUR)
  const story = ticketed(silent, T + 2 * HOUR)
    .heard(T + 3 * HOUR)
    .settled(T + 3 * HOUR + MIN)
  assert.match(said(story).flat().join(' '), /nothing was down: it was the link alone/)
})

test('a silence behind which something was down and up again says for how long', () => {
  const silent = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 5 * HOUR)
  const story = ticketed(silent, T + 5 * HOUR)
    .heard(T + 6 * HOUR)
    .settled(T + 6 * HOUR + MIN, down(SERVER, T + HOUR), up(SERVER, T + 3 * HOUR))
  assert.deepEqual(said(story), [
    ['Heard again since 2026-11-25T06:00:00Z.', 'The vessel was silent for 6 h.', 'Server: down for 2 h of that time.'],
  ])
})

test('the ticket of a silence goes over to what was down behind it', () => {
  const silent = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 2 * HOUR)
  const heirs = ticketed(silent, T + 2 * HOUR)
    .heard(T + 3 * HOUR)
    .settled(T + 3 * HOUR + MIN, down(SERVER, T + HOUR))
  assert.deepEqual(said(heirs), [])
  assert.equal(ticketOf(heirs).incidents.length, 2)
  const over = heirs.told(T + 6 * HOUR, up(SERVER, T + 5 * HOUR))
  assert.match(said(over).flat().join(' '), /Server: down for 4 h in all/)
})

const closed = (resolution: string | null): VesselEvent => ({
  type: 'ticket-closed',
  ticket: 'p-1',
  how: 'done',
  resolution,
  at: T + 3 * HOUR,
  learnedAt: T + 3 * HOUR,
})

/** The same component failed, was ticketed, closed, and fails again. */
const failsAgain = (resolution: string) =>
  ticketed(serverDown, T + HOUR)
    .told(T + 3 * HOUR, up(SERVER, T + 2 * HOUR))
    .happens(T + 3 * HOUR, closed(resolution))
    .told(T + 5 * HOUR, down(SERVER, T + 4 * HOUR))

const openOf = ({ vessel }: Story) => vessel.incidents.flatMap(({ id, ended }) => (ended === null ? [id] : []))

test('what fails again within the time opens its closed issue again, beyond it or after a refusal to mend a new one', () => {
  const policy = DEFAULT_POLICY.tickets
  const again = failsAgain('Done')
  assert.deepEqual(earlierIssue(again.vessel, openOf(again), T + DAY, policy), issue)
  assert.equal(earlierIssue(again.vessel, openOf(again), T + 9 * DAY, policy), null)
  const declined = failsAgain("Won't Do")
  assert.equal(earlierIssue(declined.vessel, openOf(declined), T + DAY, policy), null)
})

test('an approval that opens an issue again adopts it, and moves it back with the new evidence', () => {
  const again = failsAgain('Done')
  const incidents = openOf(again)
  assert.ok(incidents[0])
  const approval = { logId: 'log', vessel: AURORA, proposal: 'p-2', components: [SERVER], draft, key: null, by }
  const events = whenApproved(again.vessel, { ...approval, incidents: [incidents[0]] }, T + DAY, DEFAULT_POLICY.tickets)
  assert.deepEqual(
    events.map((event) => [event.type, 'key' in event ? event.key : 'move' in event ? event.move : null]),
    [
      ['ticket-wanted', 'OPS-1'],
      ['ticket-update-wanted', 'new'],
    ],
  )
})

test('an issue that is about to be opened again for one outage is not for another one as well', () => {
  const again = failsAgain('Done')
  const wanted: TicketEvent = {
    type: 'ticket-wanted',
    ticket: 'p-2',
    label: 'l',
    assets: [],
    incidents: ['i-2'],
    draft,
    key: 'OPS-1',
    by,
  }
  const at = T + DAY
  const asked = again.happens(at, { ...wanted, at, learnedAt: at })
  assert.equal(earlierIssue(asked.vessel, openOf(asked), at, DEFAULT_POLICY.tickets), null)
})

test('an issue carries a label of its vessel and one of each component, the same for every outage of theirs', () => {
  const assetsOf = (incidents: readonly [string]) => {
    const approval = { logId: 'log', vessel: AURORA, proposal: 'p-9', components: [SERVER], draft, key: null, by }
    const [event] = whenApproved(serverDown.vessel, { ...approval, incidents }, T + HOUR, DEFAULT_POLICY.tickets)
    return event?.type === 'ticket-wanted' ? event.assets : []
  }
  assert.deepEqual(assetsOf(['i-1']), [assetLabel('log', AURORA, null), assetLabel('log', AURORA, SERVER)])
  assert.deepEqual(assetsOf(['i-1']), assetsOf(['i-2']))
  for (const label of assetsOf(['i-1'])) assert.match(label, /^wk-a-[a-z2-7]{20}$/)
  assert.notEqual(assetLabel('log', AURORA, SERVER), assetLabel('other', AURORA, SERVER))
})

/** Somebody closes the issue of what is down still. */
const closedWhileDown = (resolution: string | null) =>
  ticketed(serverDown, T + HOUR)
    .happens(T + 3 * HOUR, closed(resolution))
    .beats(T + 4 * DAY)

const waitingIn = ({ vessel }: Story) => vessel.proposals.filter(({ stage }) => stage.kind === 'waiting')

test('an issue that was closed while it is down still is known as that, and proposed again once a repair had time to show', () => {
  const story = closedWhileDown('Done')
  assert.ok(isClosedWhileDown(story.vessel.incidents, ticketOf(story)))
  assert.equal(waitingIn(story).length, 1)
  assert.equal(waitingIn(closedWhileDown(null)).length, 1)
  const repaired = story.told(T + 4 * DAY + HOUR, up(SERVER, T + 4 * DAY)).beats(T + 4 * DAY + 2 * HOUR)
  assert.equal(isClosedWhileDown(repaired.vessel.incidents, ticketOf(repaired)), false)
})

test('what somebody will not mend is not proposed again while it lasts', () => {
  assert.deepEqual(waitingIn(closedWhileDown("Won't Do")), [])
})

test('what was closed while it was down is opened again by a yes, and one issue has one ticket that follows it', () => {
  const story = closedWhileDown('Done')
  const [{ id, facts } = assert.fail('not proposed')] = waitingIn(story)
  const approval = { logId: 'log', vessel: AURORA, proposal: id, components: [SERVER], draft, key: null, by }
  const events = whenApproved(
    story.vessel,
    { ...approval, incidents: facts.incidents },
    T + 4 * DAY,
    DEFAULT_POLICY.tickets,
  )
  assert.deepEqual(events[0]?.type === 'ticket-wanted' && events[0].key, 'OPS-1')
  const again: TicketEvent = { type: 'ticket-linked', ticket: id, issue, how: 'by-hand' }
  const at = T + 4 * DAY
  const after = story.happens(at, ...[...events, again].map((event): VesselEvent => ({ ...event, at, learnedAt: at })))
  assert.deepEqual(
    current(after.vessel.tickets).map((ticket) => ticket.id),
    [id],
  )
  const over = after.told(T + 5 * DAY, up(SERVER, T + 5 * DAY - HOUR))
  const told = [...over.vessel.tickets.values()].map(
    ({ updates }) => updates.filter(({ op }) => op.includes('-up-')).length,
  )
  assert.deepEqual(told.toSorted(), [0, 1])
})

test('beyond the time of opening again there is a new issue, whose label no closed one has', () => {
  const story = closedWhileDown('Done')
  const [{ id, facts } = assert.fail('not proposed')] = waitingIn(story)
  const approval = { logId: 'log', vessel: AURORA, proposal: id, components: [SERVER], draft, key: null, by }
  const [event] = whenApproved(
    story.vessel,
    { ...approval, incidents: facts.incidents },
    T + 20 * DAY,
    DEFAULT_POLICY.tickets,
  )
  assert.ok(event?.type === 'ticket-wanted')
  assert.equal(event.key, null)
  assert.notEqual(event.label, ticketOf(story).label)
})

test('a label is one per hub, vessel and incident, and without a space', () => {
  const label = ticketLabel('log', AURORA, 'i-server-1')
  assert.match(label, /^wk-e-[a-z2-7]{20}$/)
  assert.equal(label, ticketLabel('log', AURORA, 'i-server-1'))
  assert.notEqual(label, ticketLabel('other', AURORA, 'i-server-1'))
  assert.notEqual(label, ticketLabel('log', AURORA, 'i-server-2'))
})
