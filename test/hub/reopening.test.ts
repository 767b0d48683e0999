import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TRANSITIONS } from '../../deploy/demo/jira/state.ts'
import type { VesselEvent } from '../../hub/core/events.ts'
import type { TicketEvent } from '../../hub/core/tickets/ticket.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { givenLinked, wanted } from './given-react.ts'
import { T } from './jira/given-jira.ts'
import { born, history, SERVER, told } from './projections/given.ts'

const AGAIN = 'p-2'

/** A ticket whose issue was closed, and a yes to opening that again for what is down anew, while JIRA is away. */
async function given() {
  const world = await givenLinked()
  const [issue] = world.jira.state.issues.values()
  assert.ok(issue)
  world.jira.change(issue.id, (one) => Object.assign(one, { status: '10002', resolution: 'Done' }))
  await world.clock.advance(600_000)
  assert.equal(await world.stage(), 'closed')
  const now = T + 602
  await world.become(
    born(now, { server: T - 3600 }, now),
    told(now, now, history(SERVER, [T - 3600, UP], [now - 60, DOWN])),
    began(now - 60),
  )
  world.jira.set({ away: true })
  const late: TicketEvent = { type: 'ticket-update-wanted', ticket: 'p-1', op: 'wk-e-1-late', blocks: LATE, move: null }
  const again: TicketEvent = { ...wanted, ticket: AGAIN, label: 'wk-e-again', incidents: ['i-2'], key: issue.key }
  const opens: TicketEvent = { type: 'ticket-update-wanted', ticket: AGAIN, op: 'wk-again', blocks: ANEW, move: 'new' }
  await world.happens(late, again, opens)
  await world.clock.advance(60_000)
  assert.equal((await world.ticketOf(AGAIN))?.stage.kind, 'ready')
  const comesBack = async () => {
    world.jira.set({ away: false })
    await world.clock.advance(600_000)
  }
  const said = () => issue.comments.map(({ body }) => /late|anew/.exec(JSON.stringify(body))?.[0])
  return { ...world, issue, now, comesBack, said }
}

const LATE = [{ kind: 'text', text: 'late' }] as const
const ANEW = [{ kind: 'text', text: 'anew' }] as const

const began = (at: number): VesselEvent => ({
  type: 'incident-began',
  at,
  learnedAt: at,
  incident: 'i-2',
  component: SERVER,
  began: at,
  reason: 'measured',
  vesselIncident: null,
})

const ended = (at: number): VesselEvent => ({
  type: 'incident-ended',
  at,
  learnedAt: at,
  incident: 'i-2',
  ended: at,
  reason: 'recovered',
  heirs: [],
})

test('an issue is opened again once JIRA answers, and is told first what was still to be said of the outage before', async () => {
  const { issue, comesBack, said } = await given()
  await comesBack()
  assert.equal(issue.status, '10000')
  assert.deepEqual(said(), ['late', 'anew'])
})

test('what is over before JIRA was asked opens no issue: a person is asked, and nothing is lost', async () => {
  const { issue, become, now, comesBack, said, ticketOf, happens, clock } = await given()
  await become(ended(now + 60))
  await comesBack()
  assert.deepEqual([(await ticketOf(AGAIN))?.stage.kind, issue.status, said()], ['held', '10002', ['late']])
  const stored = await ticketOf(AGAIN)
  assert.ok(stored)
  const { label, assets, incidents, draft, key } = stored
  const insists = { label, assets, incidents, draft, key, by: { kind: 'local', name: 'mate' } } as const
  await happens({ type: 'ticket-wanted', ticket: AGAIN, ...insists })
  await clock.advance(600_000)
  assert.deepEqual([issue.status, said()], ['10000', ['late', 'anew']])
})

test('while it is up just now nothing is opened; once it is down again it is', async () => {
  const { issue, become, now, comesBack, clock } = await given()
  await become(told(now + 60, now + 60, history(SERVER, [now, UP])))
  await comesBack()
  assert.equal(issue.status, '10002')
  await become(told(now + 700, now + 700, history(SERVER, [now + 690, DOWN])))
  await clock.advance(60_000)
  assert.equal(issue.status, '10000')
})

test('what is over before the issue was moved is told in it, and leaves it closed', async () => {
  const { issue, become, now, comesBack, said, jira, clock, ticketOf } = await given()
  jira.turn({ shares: { busy: 1 }, only: /comment/ })
  await comesBack()
  assert.deepEqual([(await ticketOf(AGAIN))?.stage.kind, said()], ['closed', []])
  await become(told(now + 700, now + 700, history(SERVER, [now + 690, UP])))
  jira.turn({ shares: {}, only: null })
  await clock.advance(600_000)
  assert.deepEqual([issue.status, said()], ['10002', ['late']], 'up just now')
  await become(ended(now + 1300))
  await clock.advance(3_600_000)
  assert.deepEqual([issue.status, said()], ['10002', ['late', 'anew']])
})

test('where the workflow leads back to work alone the issue is opened there, and what people took up is not put back', async () => {
  const { issue, comesBack, said, jira, happens, clock, types } = await given()
  jira.turn({ ways: TRANSITIONS.map((way) => (way.name === 'Reopen' ? { ...way, to: '10001' } : way)) })
  await comesBack()
  assert.deepEqual([issue.status, said()], ['10001', ['late', 'anew']])
  const taken: TicketEvent = { type: 'ticket-update-wanted', ticket: AGAIN, op: 'wk-3', blocks: ANEW, move: 'new' }
  await happens(taken)
  await clock.advance(60_000)
  assert.equal(issue.status, '10001')
  assert.ok(!types().includes('unopened'))
})

test('where it has no way back another issue is made, once, which leads to the one before; in that nothing more is said', async () => {
  const { issue, comesBack, said, jira, ticketOf, clock, log } = await given()
  jira.turn({ ways: TRANSITIONS.filter(({ name }) => name !== 'Reopen') })
  await comesBack()
  await clock.advance(11 * 86_400_000)
  assert.deepEqual([issue.status, said()], ['10002', ['late']])
  assert.deepEqual(
    [...jira.state.issues.values()].map(({ key }) => key),
    [issue.key, 'OPS-2'],
  )
  const again = await ticketOf(AGAIN)
  assert.ok(again?.stage.kind === 'linked')
  assert.deepEqual([again.stage.issue.key, again.updates], ['OPS-2', []])
  const [, made] = jira.state.issues.values()
  assert.equal(made?.comments.length, 1)
  assert.match(JSON.stringify(made?.comments), /does not let it be opened again.*browse\/OPS-1/)
  assert.match(JSON.stringify(log.batches()), /"ticket-unopened".*no way to new from here/)
})
