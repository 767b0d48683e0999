import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { withHubData } from '../../deploy/cli/hub-data.ts'
import { startTickets } from '../../deploy/demo/tickets.ts'
import { vesselStream } from '../../hub/core/events.ts'
import { isOf } from '../../hub/core/subject.ts'
import { evolveTickets, NO_TICKETS, type Ticket, type TicketEvent } from '../../hub/core/tickets/ticket.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { order } from '../hub/jira/given-jira.ts'
import { AURORA } from '../hub/projections/given.ts'
import { freePort } from '../lab/free-port.ts'
import { givenShore, type Shore, until } from '../lab/ship-and-shore.ts'

const SPEED = 30

/** A real hub in a process of its own, beside a JIRA that outlives it. */
async function given(t: TestContext) {
  const folder = await givenFolder(t)
  const tickets = await startTickets({ folder, port: await freePort(), clock: systemClock, newSecret: randomUUID })
  atEnd(t, tickets.stop)
  const jira = { ...tickets.settings, timeout: '60s' }
  const realMs = Date.now()
  const shore = await givenShore(t, { speed: SPEED, virtualMs: realMs, realMs }, { more: { jira } })
  await shore.addVessel(AURORA)
  return { shore, jira: tickets.jira }
}

async function approve(shore: Shore): Promise<void> {
  const at = toSeconds(Date.now())
  const wanted: TicketEvent = {
    type: 'ticket-wanted',
    ticket: 'p-1',
    label: 'wk-e-abcdefghij0123456789',
    assets: [],
    incidents: ['i-server-1'],
    draft: order.draft,
    key: null,
    by: { kind: 'local', name: 'mate' },
  }
  await withHubData(shore.settings, async ({ log }) => {
    const stream = vesselStream(AURORA)
    const batch = { id: randomUUID(), at: at * 1000, events: [{ ...wanted, at, learnedAt: at }] }
    await log.append(stream, await log.head(stream), batch, new AbortController().signal)
  })
}

const ticketOf = (shore: Shore): Promise<Ticket | undefined> =>
  withHubData(shore.settings, async ({ log }) => {
    let tickets = NO_TICKETS
    for await (const { events } of log.read(vesselStream(AURORA), 0, new AbortController().signal))
      for (const event of events) if (isOf(event, 'ticket')) tickets = evolveTickets(tickets, event)
    return tickets.get('p-1')
  })

const linked = (shore: Shore) => until('a linked ticket', async () => (await ticketOf(shore))?.stage.kind === 'linked')

test('an approval beside the running hub becomes one issue', async (t) => {
  const { shore, jira } = await given(t)
  await shore.start()
  await approve(shore)
  await linked(shore)
  assert.equal(jira.state.issues.size, 1)
})

test('killed between its request and the answer, the hub finds its issue again and makes no other', async (t) => {
  const { shore, jira } = await given(t)
  jira.turn({ shares: { 'silent-after': 1 }, only: /^POST \S+issue$/ })
  await shore.start()
  await approve(shore)
  await until('an issue that the hub does not know', async () => jira.state.issues.size === 1)
  await shore.kill()
  assert.equal((await ticketOf(shore))?.stage.kind, 'sending')
  jira.turn({ shares: {}, only: null })
  await shore.start()
  await linked(shore)
  assert.equal(jira.state.issues.size, 1)
})

test('killed while it does not know, the hub makes the issue after the settle window, and one', async (t) => {
  const { shore, jira } = await given(t)
  jira.turn({ shares: { 'drops-before': 1 }, only: /^POST \S+issue$/ })
  await shore.start()
  await approve(shore)
  await until('an unknown ticket', async () => (await ticketOf(shore))?.stage.kind === 'unknown')
  await shore.kill()
  jira.turn({ shares: {}, only: null })
  await shore.start()
  await linked(shore)
  assert.equal((await ticketOf(shore))?.attempt, 2)
  assert.equal(jira.state.issues.size, 1)
})
