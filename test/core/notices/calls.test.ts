import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VesselEvent } from '../../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import type { TicketEvent } from '../../../hub/core/tickets/ticket.ts'
import { SERVER } from '../../hub/projections/given.ts'
import { down, given, HOUR, MIN, type Story, T } from '../given-vessel.ts'

const notices = {
  channels: ['email'],
  groupForS: 60,
  everyS: 15 * MIN,
  digest: null,
  publicUrl: 'https://watch.example.com',
}
const proposals = { ...DEFAULT_POLICY.proposals, remindAfterS: 4 * HOUR, escalateAfterS: 9 * HOUR }
const ticket = 'p-1'
const by = { kind: 'local', name: 'mate' } as const
const wanted: TicketEvent = {
  type: 'ticket-wanted',
  ticket,
  label: 'wk-e-1',
  assets: [],
  incidents: [],
  draft: { summary: 'Server down for 3 days', severity: 'high', blocks: [] },
  key: null,
  by,
}
const refused: TicketEvent = { type: 'ticket-refused', ticket, reason: 'no such priority', problems: {} }
const held: TicketEvent = { type: 'ticket-held', ticket, reason: 'recovered' }
const dropped: TicketEvent = { type: 'ticket-dropped', ticket, reason: null, by }

const happens = (story: Story, at: number, ...events: TicketEvent[]): Story =>
  story.happens(at, ...events.map((event): VesselEvent => ({ ...event, at, learnedAt: at })))

/** After how many minutes people were told what of the ticket. */
const told = ({ events }: Story) =>
  events.flatMap((event) =>
    event.type === 'notice-wanted' && event.of?.includes(ticket)
      ? [[(event.at - T) / MIN, ...event.lines.filter((line) => /ticket|p-1/.test(line))]]
      : [],
  )

const heard = given({ notices, proposals }).told(T + MIN)

test('a ticket that was refused is told, reminded of, and once told of for being long undecided', () => {
  const story = happens(heard, T + HOUR, wanted, refused).beats(T + 15 * HOUR)
  const address = 'https://watch.example.com/approvals/mv-aurora/p-1'
  const still = 'a ticket that was refused still waits for a person: Server down for 3 days'
  assert.deepEqual(told(story), [
    [61, 'a ticket was refused and waits for a person: Server down for 3 days', address],
    [61 + 240, still, address],
    [61 + 480, still, address],
    [600, 'nobody has decided for long about a ticket that was refused: Server down for 3 days', address],
    [600 + 240, still, address],
  ])
})

test('of a vessel that has left the fleet nobody is called: no page asks for a decision any more', () => {
  const story = happens(heard, T + HOUR, wanted, refused).beats(T + 2 * HOUR)
  const retired: VesselEvent = { type: 'vessel-retired', reason: 'sold', by, at: T + 2 * HOUR, learnedAt: T + 2 * HOUR }
  assert.equal(told(story.happens(T + 2 * HOUR, retired).passes(T + 15 * HOUR)).length, 1)
})

test('one that was held is told as that', () => {
  const story = happens(heard, T + HOUR, wanted, held).beats(T + 2 * HOUR)
  assert.match(
    String(told(story)),
    /^61,a ticket was held, since what it is about is over, and waits for a person: Server down for 3 days,/,
  )
})

test('nobody is called for one that was sent again or dropped, and for one that was refused again they are', () => {
  const story = happens(heard, T + HOUR, wanted, refused)
  const times = (one: Story) => told(one).map(([minutes]) => minutes)
  assert.deepEqual(times(happens(story, T + HOUR + 30, dropped).beats(T + 9 * HOUR)), [])
  assert.deepEqual(times(happens(story, T + HOUR + 30, wanted).beats(T + 9 * HOUR)), [])
  assert.deepEqual(
    times(happens(story.beats(T + 2 * HOUR), T + 3 * HOUR, wanted, refused).beats(T + 4 * HOUR)),
    [61, 181],
  )
})

test('it is told with what else is new; by itself no sooner than messages may follow each other', () => {
  const other = heard.told(T + 2 * MIN, down(SERVER, T + MIN))
  const heldAt = (at: number) =>
    told(happens(other.beats(at), at, wanted, held).beats(T + HOUR)).map(([minutes]) => minutes)
  assert.deepEqual(heldAt(T + 16 * MIN + 30), [17])
  assert.deepEqual(heldAt(T + 18 * MIN), [32])
})

test('with nobody to tell nothing is wanted', () => {
  assert.deepEqual(told(happens(given().told(T + MIN), T + HOUR, wanted, refused).beats(T + 9 * HOUR)), [])
})
