import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RequestFault } from '../../deploy/demo/jira/faults.ts'
import type { TicketEvent } from '../../hub/core/tickets/ticket.ts'
import { OPEN } from '../../shared/time.ts'
import { givenReact as given, givenLinked, TICKET, wanted } from './given-react.ts'
import { LABEL, mapping, T } from './jira/given-jira.ts'

/** What can go wrong between the hub and JIRA, row by row: what JIRA has then, what we do, and what people see. */

const CREATE = /^POST \S+issue$/
const says = (ticket: string, op: string): TicketEvent => ({
  type: 'ticket-update-wanted',
  ticket,
  op,
  blocks: [{ kind: 'text', text: 'It has become high.' }],
  move: null,
})
const MIN_MS = 60_000
const DAY_MS = 1440 * MIN_MS

describe('refused connection, no such host, no way there', () => {
  test('nothing was made: the ticket waits, is tried again ever more rarely, and people see since when JIRA is away', async () => {
    const { happens, clock, stage, react, jira, said } = await given()
    jira.set({ away: true })
    await happens(wanted)
    await clock.advance(60 * MIN_MS)
    assert.equal(await stage(), 'ready')
    assert.equal(react.target().kind, 'away')
    assert.equal(await react.waitingSince(), T)
    assert.equal(said.filter((line) => line.includes('takes no requests')).length, 1)
    jira.set({ away: false })
    await clock.advance(6 * MIN_MS)
    assert.equal(await stage(), 'linked')
    assert.equal(react.target().kind, 'answers')
  })
})

describe('no answer that can be trusted', () => {
  const unsure: readonly RequestFault[] = [
    'times-out',
    'busy',
    'fails-after',
    'drops-before',
    'drops-after',
    'late',
    'silent-after',
    'cut-off',
    'empty',
    'another',
    'huge',
    'page',
    'redirect',
  ]
  for (const fault of unsure) {
    test(`"${fault}": it may have been made, so it is looked for and not sent again before the window is over; there is one issue`, async () => {
      const { happens, clock, stage, types, jira } = await given()
      jira.turn({ shares: { [fault]: 1 }, only: CREATE, lagMs: 2 * MIN_MS, lateMs: 2 * MIN_MS })
      await happens(wanted)
      await clock.advance(30_000)
      assert.ok(types().includes('unknown'))
      jira.turn({ shares: {} })
      await clock.advance(9 * MIN_MS)
      assert.equal(types().filter((type) => type === 'sending').length, 1)
      await clock.advance(10 * MIN_MS)
      assert.equal(await stage(), 'linked')
      assert.equal(jira.state.issues.size, 1)
    })
  }

  test('503 that says for how long: nothing is asked before, not even for the one that may have been made; never for longer than an hour', async () => {
    const { happens, clock, stage, jira, requests } = await given()
    jira.turn({ shares: { busy: 1 }, only: CREATE, busy: { 'Retry-After': '999999' } })
    await happens(wanted)
    await clock.advance(1000)
    jira.turn({ shares: {} })
    const before = requests.length
    await clock.advance(59 * MIN_MS)
    assert.equal(requests.length, before)
    await clock.advance(15 * MIN_MS)
    assert.equal(await stage(), 'linked')
  })

  test('a hub that dies while it sends: who comes after it looks first', async () => {
    const { happens, clock, jira, react, another } = await given()
    jira.turn({ shares: { 'silent-after': 1 }, only: CREATE })
    await happens(wanted)
    await clock.advance(1000)
    const ending = react.stop()
    jira.turn({ shares: {} })
    const next = another()
    await clock.advance(5 * MIN_MS)
    await ending
    const after = (await next.state()).tickets.get(TICKET)
    assert.equal(after?.stage.kind, 'linked')
    assert.equal(after?.attempt, 1)
    assert.equal(jira.state.issues.size, 1)
  })
})

describe('429', () => {
  const waits: readonly (readonly [string, Readonly<Record<string, string>>, leastMs: number, mostMs: number])[] = [
    ['Retry-After in seconds', { 'Retry-After': '90' }, 90_000, 110_000],
    ['Retry-After as a date', { 'Retry-After': new Date((T + 120) * 1000).toUTCString() }, 115_000, 140_000],
    ['X-RateLimit-Reset', { 'X-RateLimit-Reset': new Date((T + 60) * 1000).toISOString() }, 55_000, 80_000],
    ['nothing', {}, 3_000, 20_000],
  ]
  for (const [what, tooMany, leastMs, mostMs] of waits) {
    test(`nothing was made, and nothing more is asked before the time that ${what} says`, async () => {
      const { happens, clock, stage, jira, requests } = await given()
      jira.turn({ shares: { 'too-many': 1 }, only: CREATE, tooMany })
      await happens(wanted)
      await clock.advance(1000)
      assert.equal(await stage(), 'ready')
      jira.turn({ shares: {} })
      const before = requests.length
      await happens({ ...wanted, ticket: 'p-2', label: `${LABEL}2` })
      await clock.advance(leastMs - 2000)
      assert.equal(requests.length, before, 'the other ticket waits as well')
      await clock.advance(mostMs - leastMs + 2000)
      assert.equal(await stage(), 'linked')
      assert.equal(jira.state.issues.size, 2)
    })
  }
})

describe('400, 413, 422', () => {
  test('an optional field is left out once, and the ticket is sent without it', async () => {
    const { happens, clock, stage, jira } = await given({ mapping: { ...mapping, assignee: 'nobody' } })
    await happens(wanted)
    await clock.advance(MIN_MS)
    assert.equal(await stage(), 'linked')
    assert.equal(jira.state.issues.get(10_000)?.fields.assignee, undefined)
  })

  test('another field is for a person, who sees what JIRA says of it', async () => {
    const { happens, clock, ticket, jira } = await given({ mapping: { ...mapping, priorities: { high: '99' } } })
    await happens(wanted)
    await clock.advance(60 * MIN_MS)
    const stage = (await ticket())?.stage
    assert.ok(stage?.kind === 'refused')
    assert.match(stage.problems.priority ?? '', /invalid/)
    assert.match(stage.reason, /priority/)
    assert.equal(jira.state.issues.size, 0)
  })

  for (const fault of ['too-large', 'gone'] as const) {
    test(`"${fault}" is for a person, and is not tried again`, async () => {
      const { happens, clock, stage, ticket, jira } = await given()
      jira.turn({ shares: { [fault]: 1 }, only: CREATE })
      await happens(wanted)
      await clock.advance(60 * MIN_MS)
      assert.equal(await stage(), 'refused')
      assert.equal((await ticket())?.attempt, 1)
    })
  }
})

describe('401, a token that is over', () => {
  test('what waits is parked and not failed, JIRA is asked rarely, and it goes on by itself', async () => {
    const { happens, clock, stage, react, jira, requests } = await given()
    jira.set({ unauthorized: true })
    await happens(wanted)
    await clock.advance(2 * 60 * MIN_MS)
    assert.equal(await stage(), 'parked')
    assert.equal(react.target().kind, 'locked-out')
    assert.match(react.target().words ?? '', /401/)
    assert.ok(requests.length < 60, `${requests.length} requests in two hours`)
    jira.set({ unauthorized: false })
    await clock.advance(10 * MIN_MS)
    assert.equal(await stage(), 'linked')
  })

  test('the day on which it is over is on the checklist, alarmed a month and a week before', async () => {
    const standing = async (days: number) => {
      const { clock, react } = await given({ expires: T + days * 86_400 })
      await clock.advance(MIN_MS)
      return react.checklist.last().checks.find(({ what }) => what === 'token expiry')
    }
    assert.equal((await standing(90))?.standing, 'good')
    assert.equal((await standing(29))?.standing, 'soon')
    assert.deepEqual(await standing(6), { what: 'token expiry', standing: 'wrong', words: 'in 6 days, on 2026-11-30' })
  })
})

describe('403 for one thing, by a JIRA that lets the hub in', () => {
  test('an issue that is not made is for a person, in the words of JIRA, and tickets behind it are made', async () => {
    const { happens, clock, ticket, ticketOf, jira, react } = await given()
    jira.turn({ shares: { forbidden: 1 }, only: CREATE })
    await happens(wanted)
    await clock.advance(5_000)
    jira.turn({ shares: {} })
    const stage = (await ticket())?.stage
    assert.match(stage?.kind === 'refused' ? stage.reason : '', /403: You do not have the permission/)
    await happens({ ...wanted, ticket: 'p-2', label: `${LABEL}2` })
    await clock.advance(5_000)
    assert.equal((await ticketOf('p-2'))?.stage.kind, 'linked')
    assert.equal(react.target().kind, 'answers')
  })

  for (const [what, only] of [
    ['comment', /^POST \S+10000.comment/],
    ['way back to our page', /^POST \S+10000.remotelink/],
  ] as const)
    test(`a ${what} that an issue does not take is given up with its words, and nothing else waits for it`, async () => {
      const { happens, clock, ticket, ticketOf, jira, react, log } = await given()
      jira.turn({ shares: { forbidden: 1 }, only })
      await happens(wanted, says(TICKET, 'wk-c-1'), { ...wanted, ticket: 'p-2', label: `${LABEL}2` })
      await clock.advance(60_000)
      assert.equal((await ticketOf('p-2'))?.stage.kind, 'linked')
      assert.deepEqual([(await ticket())?.updates, (await ticket())?.marked], [[], true])
      assert.equal(react.target().kind, 'answers')
      assert.match(JSON.stringify(log.batches()), /"reason":"JIRA answered 403: You do not have the permission/)
    })
})

describe('several things that wait', () => {
  test('issues are made before anything is said in those that are there', async () => {
    const { happens, clock, jira, requests } = await givenLinked()
    jira.set({ away: true })
    await happens(says(TICKET, 'wk-c-1'), { ...wanted, ticket: 'p-2', label: `${LABEL}2` })
    await clock.advance(60 * MIN_MS)
    const before = requests.length
    jira.set({ away: false })
    await clock.advance(6 * MIN_MS)
    const posts = requests.slice(before).filter(({ method, path }) => method === 'POST' && /issue$|comment$/.test(path))
    assert.deepEqual(
      posts.map(({ path }) => path.split('/').at(-1)),
      ['issue', 'comment'],
    )
  })

  test('what JIRA puts off each time it is asked holds nothing else up', async () => {
    const { happens, clock, jira, ticketOf } = await givenLinked()
    await happens({ ...wanted, ticket: 'p-2', label: `${LABEL}2` })
    await clock.advance(5_000)
    jira.turn({ shares: { 'too-many': 1 }, only: /10000.comment/, tooMany: { 'Retry-After': '300' } })
    await happens(says(TICKET, 'wk-c-1'), says('p-2', 'wk-c-2'))
    await clock.advance(11 * MIN_MS)
    assert.deepEqual((await ticketOf('p-2'))?.updates, [])
  })
})

describe('a permission that was taken', () => {
  test('to create: it is parked, and says which', async () => {
    const { happens, clock, ticket, jira } = await given()
    jira.set({ mayCreate: false })
    await happens(wanted)
    await clock.advance(5_000)
    const stage = (await ticket())?.stage
    assert.ok(stage?.kind === 'parked')
    assert.match(stage.reason, /no CREATE_ISSUES in OPS/)
    jira.set({ mayCreate: true })
    await clock.advance(10 * MIN_MS)
    assert.equal((await ticket())?.stage.kind, 'linked')
  })

  test('to see, before it was sent: it is parked, and says which project is not shown', async () => {
    const { happens, clock, ticket, jira } = await given()
    jira.set({ mayBrowse: false })
    await happens(wanted)
    await clock.advance(5_000)
    const stage = (await ticket())?.stage
    assert.ok(stage?.kind === 'parked')
    assert.match(stage.reason, /does not show the project OPS/)
  })

  test('to see, while it is not known whether there is one: that nothing is found is not believed, however long', async () => {
    const { happens, clock, stage, ticket, jira } = await given()
    jira.turn({ shares: { 'fails-after': 1 }, only: CREATE, lagMs: 60 * MIN_MS })
    await happens(wanted)
    await clock.advance(1000)
    jira.turn({ shares: {} })
    jira.set({ mayBrowse: false })
    await clock.advance(DAY_MS)
    assert.equal(await stage(), 'unknown')
    jira.set({ mayBrowse: true })
    await clock.advance(10 * MIN_MS)
    assert.equal(await stage(), 'linked')
    assert.equal((await ticket())?.attempt, 1)
    assert.equal(jira.state.issues.size, 1)
  })
})

describe('a search that does not find what is there', () => {
  test('because it lags: the window outlasts it', async () => {
    const { happens, clock, stage, jira } = await given()
    jira.turn({ shares: { 'drops-after': 1 }, only: CREATE, lagMs: 9 * MIN_MS })
    await happens(wanted)
    await clock.advance(30_000)
    jira.turn({ shares: {} })
    await clock.advance(30 * MIN_MS)
    assert.equal(await stage(), 'linked')
    assert.equal(jira.state.issues.size, 1)
  })

  test('because it is blind: while it does not find older issues of ours either, nothing is concluded from it', async () => {
    const { happens, clock, jira, ticketOf, react } = await givenLinked()
    await clock.advance(20 * MIN_MS)
    jira.turn({ shares: { 'drops-after': 1 }, only: CREATE, lagMs: 365 * DAY_MS })
    await happens({ ...wanted, ticket: 'p-2', label: `${LABEL}2` })
    await clock.advance(MIN_MS)
    jira.turn({ shares: {} })
    // The whole index is lost, and is built anew for a day.
    for (const [id, { index }] of jira.state.issues) {
      index.length = 0
      jira.turn({ lagMs: 0 })
      clock.after(DAY_MS, () => jira.change(id, () => {}))
    }
    await clock.advance(DAY_MS / 2)
    assert.equal((await ticketOf('p-2'))?.stage.kind, 'unknown')
    assert.match(react.target().words ?? '', /does not find the issues that are there/)
    await clock.advance(DAY_MS)
    assert.equal((await ticketOf('p-2'))?.stage.kind, 'linked')
    assert.equal(jira.state.issues.size, 2)
  })

  test('an issue that people made, and that may not be labelled, is no measure of the search', async () => {
    const { happens, clock, jira, ticketOf } = await given()
    await happens(wanted)
    await clock.advance(5_000)
    jira.change(10_000, (issue) => {
      issue.fields = { ...issue.fields, labels: ['theirs'] }
    })
    jira.turn({ shares: { 'too-large': 1 }, only: /^PUT / })
    await happens({ ...wanted, key: 'OPS-1' })
    await clock.advance(60 * MIN_MS)
    await happens({ ...wanted, ticket: 'p-2', label: `${LABEL}2` })
    await clock.advance(MIN_MS)
    assert.equal((await ticketOf('p-2'))?.stage.kind, 'linked')
  })

  test('a window shorter than the lag makes a double: this very story can see one', async () => {
    const { happens, clock, jira } = await given({ settleS: 60 })
    jira.turn({ shares: { 'drops-after': 1 }, only: CREATE, lagMs: 60 * MIN_MS })
    await happens(wanted)
    await clock.advance(30_000)
    jira.turn({ shares: {} })
    await clock.advance(30 * MIN_MS)
    assert.equal(jira.state.issues.size, 2)
  })
})

describe('two hubs at once', () => {
  test('one of them sends, and both know', async () => {
    const { happens, clock, jira, another, ticket, types } = await given()
    const other = another()
    jira.turn({ latencyMs: 500 })
    await happens(wanted)
    await other.noticed()
    await clock.advance(5 * MIN_MS)
    await other.noticed()
    assert.equal((await ticket())?.stage.kind, 'linked')
    assert.equal((await other.state()).tickets.get(TICKET)?.stage.kind, 'linked')
    assert.equal(jira.state.issues.size, 1)
    assert.equal(types().filter((type) => type === 'sending').length, 1)
  })
})

describe('JIRA is away for a day', () => {
  test('what waits is sent within minutes of its return, each once', async () => {
    const { happens, clock, jira, ticketOf } = await given()
    jira.set({ away: true })
    const all = ['p-1', 'p-2', 'p-3']
    for (const id of all) await happens({ ...wanted, ticket: id, label: `${LABEL}-${id}` })
    await clock.advance(DAY_MS)
    jira.set({ away: false })
    await clock.advance(10 * MIN_MS)
    for (const id of all) assert.equal((await ticketOf(id))?.stage.kind, 'linked')
    assert.equal(jira.state.issues.size, 3)
  })

  test('what is linked stays linked: who is not answered for is not missing', async () => {
    const { clock, stage, jira } = await givenLinked()
    jira.set({ away: true })
    await clock.advance(DAY_MS)
    assert.equal(await stage(), 'linked')
    jira.set({ away: false, mayBrowse: false })
    await clock.advance(DAY_MS)
    assert.equal(await stage(), 'linked')
  })

  test('nothing that waits is nothing that is late', async () => {
    const { react } = await given()
    assert.equal(await react.waitingSince(), OPEN)
  })
})
