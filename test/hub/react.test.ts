import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isVesselEvent, type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import type { Stage, TicketEvent } from '../../hub/core/ticket.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../hub/core/vessel.ts'
import { createHandle } from '../../hub/handle.ts'
import { createReact } from '../../hub/react.ts'
import { isVesselId } from '../../shared/model.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { givenJira, LABEL, mapping, order, T } from './jira/given-jira.ts'

const vessel = vesselNamed('mv-aurora')
const TICKET = 'p-1'
const wanted: TicketEvent = {
  type: 'ticket-wanted',
  ticket: TICKET,
  label: LABEL,
  assets: [],
  incidents: ['i-1'],
  draft: order.draft,
  key: null,
  by: { kind: 'local', name: 'mate' },
}

async function given(options: Parameters<typeof givenJira>[1] = {}) {
  const clock = virtualClock(T * 1000)
  const { jira, tracker } = givenJira(clock, options)
  await tracker.probe()
  const log = createMemoryLog()
  let ids = 0
  const handle = createHandle<Vessel, VesselEvent>({
    log,
    initial: () => NEW_VESSEL,
    evolve: evolveVessel,
    own: (event) => (isVesselEvent(event) ? event : null),
    nowMs: () => clock.now(),
    newId: () => `${ids++}`,
    signal: new AbortController().signal,
  })
  const policy = { settleS: 600, sendWithinS: 45, optionalFields: tracker.optionalFields }
  const react = createReact({
    handle,
    tracker,
    clock,
    random: () => 0.5,
    log: quietLog,
    policy,
    asked: () => {},
    pages: 'https://watch.example.com',
  })
  react.start([vessel])
  const ticket = async () => {
    const { state } = await handle.command(vesselStream(vessel), () => ({ events: [], answer: null }))
    return state.tickets.get(TICKET)
  }
  return {
    clock,
    jira,
    react,
    ticket,
    stage: async (): Promise<Stage['kind'] | undefined> => (await ticket())?.stage.kind,
    types: () => log.batches().flatMap(({ events }) => events.map(({ type }) => type.slice(7))),
    async happens(event: TicketEvent) {
      const at = Math.floor(clock.now() / 1000)
      await handle.command(vesselStream(vessel), () => ({ events: [{ ...event, at, learnedAt: at }], answer: null }))
      react.noticed(vessel)
    },
  }
}

test('an approved ticket is announced, sent and linked', async () => {
  const { happens, clock, types, jira } = await given()
  await happens(wanted)
  await clock.advance(2_000)
  assert.deepEqual(types(), ['wanted', 'sending', 'linked', 'marked'])
  assert.equal(jira.state.issues.size, 1)
})

test('an issue that has the label already is adopted, and none is made', async () => {
  const { happens, clock, types, jira } = await given()
  await happens(wanted)
  await clock.advance(2_000)
  await happens({ ...wanted, ticket: 'p-2' })
  await clock.advance(2_000)
  assert.deepEqual(types(), ['wanted', 'sending', 'linked', 'marked', 'wanted', 'linked', 'marked'])
  assert.equal(jira.state.issues.size, 1)
})

test('a request that broke off after JIRA had made the issue is settled by a search, and not repeated', async () => {
  const { happens, clock, types, jira } = await given()
  jira.turn({ lagMs: 60_000, shares: { 'fails-after': 1 }, only: /^POST \S+issue$/ })
  await happens(wanted)
  await clock.advance(120_000)
  assert.deepEqual(types(), ['wanted', 'sending', 'unknown', 'linked', 'marked'])
  assert.equal(jira.state.issues.size, 1)
})

test('a request that broke off before JIRA made anything is repeated when the settle window is over', async () => {
  const { happens, clock, types, jira } = await given()
  jira.turn({ shares: { 'drops-before': 1 }, only: /^POST \S+issue$/ })
  await happens(wanted)
  await clock.advance(599_000)
  assert.deepEqual(types().slice(0, 3), ['wanted', 'sending', 'unknown'])
  assert.equal(types().lastIndexOf('sending'), 1)
  jira.turn({ shares: {} })
  await clock.advance(60_000)
  assert.deepEqual(types().slice(-4), ['ready', 'sending', 'linked', 'marked'])
  assert.equal(jira.state.issues.size, 1)
})

test('a spare field that JIRA refuses is left out, and the ticket is sent without it', async () => {
  const { happens, clock, types, jira } = await given({ mapping: { ...mapping, assignee: 'nobody' } })
  await happens(wanted)
  await clock.advance(60_000)
  assert.deepEqual(types(), ['wanted', 'sending', 'ready', 'sending', 'linked', 'marked'])
  assert.equal(jira.state.issues.get(10_000)?.fields.assignee, undefined)
})

test('what JIRA refuses waits for a person, who changes it', async () => {
  const { happens, clock, stage, ticket, jira } = await given({ mapping: { ...mapping, priorities: { high: '99' } } })
  await happens(wanted)
  await clock.advance(3_600_000)
  assert.equal(await stage(), 'refused')
  assert.equal((await ticket())?.attempt, 1)
  await happens({ ...wanted, draft: { ...order.draft, severity: 'low' } })
  await clock.advance(2_000)
  assert.equal(await stage(), 'linked')
  assert.equal(jira.state.issues.size, 1)
})

test('a token that is not taken parks the ticket; JIRA is asked rarely, and it goes on by itself', async () => {
  const { happens, clock, stage, react, jira } = await given()
  jira.set({ unauthorized: true })
  await happens(wanted)
  await clock.advance(7_200_000)
  assert.equal(await stage(), 'parked')
  assert.equal(react.target().kind, 'locked-out')
  jira.set({ unauthorized: false })
  await clock.advance(600_000)
  assert.equal(await stage(), 'linked')
  assert.equal(react.target().kind, 'answers')
})

test('while JIRA is away for a day the ticket waits, and is sent within minutes of its return', async () => {
  const { happens, clock, stage, react, jira } = await given()
  jira.set({ away: true })
  await happens(wanted)
  await clock.advance(86_400_000)
  assert.equal(await stage(), 'ready')
  assert.equal(react.target().kind, 'away')
  jira.set({ away: false })
  await clock.advance(600_000)
  assert.equal(await stage(), 'linked')
})

async function givenLinked() {
  const world = await given()
  await world.happens(wanted)
  await world.clock.advance(2_000)
  assert.equal(await world.stage(), 'linked')
  return world
}

test('an update is said once, with its transition', async () => {
  const { happens, clock, ticket, jira } = await givenLinked()
  await happens({
    type: 'ticket-update-wanted',
    ticket: TICKET,
    op: 'wk-c-1',
    blocks: order.draft.blocks,
    move: 'done',
  })
  await clock.advance(2_000)
  assert.deepEqual((await ticket())?.updates, [])
  assert.equal(jira.state.issues.get(10_000)?.comments.length, 1)
  assert.equal(jira.state.issues.get(10_000)?.resolution, 'Done')
})

test('a comment whose outcome is not known is looked for before it is written again', async () => {
  const { happens, clock, ticket, jira } = await givenLinked()
  jira.turn({ shares: { 'fails-after': 1 } })
  await happens({ type: 'ticket-update-wanted', ticket: TICKET, op: 'wk-c-1', blocks: [], move: null })
  await clock.advance(1_200_000)
  jira.turn({ shares: {} })
  await clock.advance(1_200_000)
  assert.deepEqual((await ticket())?.updates, [])
  assert.equal(jira.state.issues.get(10_000)?.comments.length, 1)
})

test('what people do is seen by asking, and sooner when JIRA hints at it', async () => {
  const { clock, react, stage, jira } = await givenLinked()
  jira.change(10_000, (issue) => {
    issue.status = '10002'
    issue.resolution = "Won't Do"
  })
  react.hint('10000')
  await clock.advance(1_500)
  assert.equal(await stage(), 'closed')
  jira.change(10_000, (issue) => {
    issue.status = '10001'
    issue.resolution = null
  })
  await clock.advance(301_000)
  assert.equal(await stage(), 'linked')
})

test('an issue that is gone is missing at the second look; one that nobody may see is not', async () => {
  const { clock, stage, jira, ticket } = await givenLinked()
  jira.set({ mayBrowse: false })
  await clock.advance(3_600_000)
  assert.equal(await stage(), 'linked')
  jira.set({ mayBrowse: true })
  jira.change(10_000, (issue) => {
    issue.deleted = true
  })
  await clock.advance(1_200_000)
  const gone = (await ticket())?.stage
  assert.equal(gone?.kind === 'closed' && gone.how, 'missing')
})

test('a label that people took off is put back beside theirs', async () => {
  const { clock, jira } = await givenLinked()
  jira.change(10_000, (issue) => {
    issue.fields = { ...issue.fields, labels: ['theirs'] }
  })
  await clock.advance(301_000)
  assert.deepEqual(jira.state.issues.get(10_000)?.fields.labels, ['theirs', LABEL])
})

test('a double, wherever it comes from, is marked as one: the oldest stays', async () => {
  const { clock, jira, ticket } = await givenLinked()
  const first = jira.state.issues.get(10_000)
  assert.ok(first)
  jira.state.issues.set(9_000, { ...first, id: 9_000, key: 'OPS-0', comments: [], links: [], index: [] })
  jira.change(9_000, () => {})
  await clock.advance(1_500_000)
  const stage = (await ticket())?.stage
  assert.equal(stage?.kind === 'linked' && stage.issue.id, '9000')
  assert.equal(first.links.length, 1)
  assert.match(JSON.stringify(first.comments), /followed in OPS-0/)
})

function vesselNamed(text: string) {
  if (!isVesselId(text)) throw new RangeError(text)
  return text
}
