import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { chance } from '../../deploy/demo/chance.ts'
import { TRANSITIONS } from '../../deploy/demo/jira/state.ts'
import { createWebhook } from '../../deploy/demo/jira/webhook.ts'
import type { TicketEvent } from '../../hub/core/tickets/ticket.ts'
import { createJiraWebhook } from '../../hub/http/tickets/jira-webhook.ts'
import { givenLinked, TICKET, wanted } from './given-react.ts'
import { LABEL, mapping, order } from './jira/given-jira.ts'

/** What can happen to an issue once there is one, row by row. */

const MIN_MS = 60_000
const DAY_MS = 1440 * MIN_MS

describe('two issues of one outage', () => {
  /** One that came so late that nobody reckoned with it. */
  async function doubled(closeDoubles: boolean, copiedBy: 'us' | 'people' = 'us') {
    const world = await givenLinked({ closeDoubles })
    const { jira, clock } = world
    const first = jira.state.issues.get(10_000)
    assert.ok(first)
    const late = {
      ...first,
      id: 10_001,
      key: 'OPS-2',
      fields: { ...first.fields },
      properties: copiedBy === 'us' ? first.properties : new Map(),
      comments: [],
      remotes: [],
      links: [],
      index: [],
    }
    jira.state.issues.set(10_001, late)
    jira.change(10_001, () => {})
    await clock.advance(30 * MIN_MS)
    return { ...world, first, late }
  }

  test('the oldest stays; the other is linked with it and says so, once; the log has it', async () => {
    const { ticket, late, types, clock } = await doubled(false)
    const stage = (await ticket())?.stage
    assert.equal(stage?.kind === 'linked' && stage.issue.key, 'OPS-1')
    assert.deepEqual(late.links, [{ type: 'Duplicate', inward: 10_001, outward: 10_000 }])
    assert.match(JSON.stringify(late.comments), /followed in OPS-1/)
    assert.equal(late.status, '10000')
    await clock.advance(3 * DAY_MS)
    assert.equal(late.comments.length, 1)
    assert.equal(types().filter((type) => type === 'doubled').length, 1)
  })

  test('the other is closed where that is wanted, and stays open when people open it again', async () => {
    const { late, jira, clock } = await doubled(true)
    assert.equal(late.status, '10002')
    jira.change(10_001, (issue) => {
      issue.status = '10001'
      issue.resolution = null
    })
    await clock.advance(3 * DAY_MS)
    assert.equal(late.status, '10001')
  })

  test('a copy by people is theirs, although it carries the label: nothing is written in it, and it stays open', async () => {
    const { late, types, clock } = await doubled(true, 'people')
    await clock.advance(3 * DAY_MS)
    assert.deepEqual([late.status, late.comments, late.links], ['10000', [], []])
    assert.ok(!types().includes('doubled'))
  })
})

describe('what people do in JIRA', () => {
  test('deleted: it is missing at the second look, by somebody who may see it', async () => {
    const { clock, ticket, jira } = await givenLinked()
    jira.change(10_000, (issue) => {
      issue.deleted = true
    })
    await clock.advance(4 * MIN_MS)
    assert.equal((await ticket())?.stage.kind, 'linked')
    await clock.advance(15 * MIN_MS)
    const stage = (await ticket())?.stage
    assert.equal(stage?.kind === 'closed' && stage.how, 'missing')
  })

  test('moved to another project under another key: it is followed by its id', async () => {
    const { clock, ticket, jira } = await givenLinked()
    jira.change(10_000, (issue) => {
      issue.key = 'NET-7'
      issue.project = 'NET'
    })
    await clock.advance(6 * MIN_MS)
    const stage = (await ticket())?.stage
    assert.equal(stage?.kind === 'linked' && stage.issue.key, 'NET-7')
  })

  test('closed: what it was closed as is known; opened again, it is followed again', async () => {
    const { clock, ticket, stage, jira } = await givenLinked()
    jira.change(10_000, (issue) => {
      issue.status = '10002'
      issue.resolution = "Won't Do"
    })
    await clock.advance(6 * MIN_MS)
    const closed = (await ticket())?.stage
    assert.equal(closed?.kind === 'closed' && closed.resolution, "Won't Do")
    jira.change(10_000, (issue) => {
      issue.status = '10001'
      issue.resolution = null
    })
    await clock.advance(6 * MIN_MS)
    assert.equal(await stage(), 'linked')
  })

  test('their summary, text and labels stay, whatever we write; the label of the outage is put back', async () => {
    const { clock, jira, happens } = await givenLinked()
    const theirs = {
      summary: 'Access point of MV Aurora: spare on its way',
      priority: { id: '4' },
      labels: ['spares', 'port-call'],
    }
    jira.change(10_000, (issue) => {
      issue.fields = { ...issue.fields, ...theirs }
    })
    const description = jira.state.issues.get(10_000)?.fields.description
    await happens({
      type: 'ticket-update-wanted',
      ticket: TICKET,
      op: 'wk-c-1',
      blocks: order.draft.blocks,
      move: 'in-progress',
    })
    await clock.advance(15 * MIN_MS)
    const after = jira.state.issues.get(10_000)
    assert.deepEqual(after?.fields, { ...after?.fields, ...theirs, description, labels: [...theirs.labels, LABEL] })
    assert.equal(after?.comments.length, 1)
  })

  test('an answer that is older than what was seen undoes nothing', async () => {
    const { clock, stage, jira } = await givenLinked()
    const before = { ...(jira.state.issues.get(10_000) ?? assert.fail()) }
    jira.change(10_000, (issue) => {
      issue.status = '10002'
      issue.resolution = 'Done'
    })
    const now = jira.state.issues.get(10_000) ?? assert.fail()
    await clock.advance(6 * MIN_MS)
    jira.state.issues.set(10_000, before)
    await clock.advance(6 * MIN_MS)
    assert.equal(await stage(), 'closed')
    jira.state.issues.set(10_000, now)
  })
})

describe('the vessel recovers', () => {
  const over = (move: 'done' | null): TicketEvent => ({
    type: 'ticket-update-wanted',
    ticket: TICKET,
    op: 'wk-c-1',
    blocks: [{ kind: 'text', text: 'Up again since 2026-11-25T02:00:00Z.' }],
    move,
  })

  test('one comment, and the issue is closed where that is wanted', async () => {
    const { clock, happens, jira } = await givenLinked()
    await happens(over('done'))
    await clock.advance(5_000)
    const issue = jira.state.issues.get(10_000)
    assert.equal(issue?.resolution, 'Done')
    assert.match(JSON.stringify(issue?.comments), /Up again since/)
  })

  const finish = TRANSITIONS.filter(({ name }) => name !== 'Finish')
  const decline = { id: '41', name: 'Decline', from: ['10000'], to: '10002', resolution: "Won't Do" } as const
  for (const [what, ways, closeTransition, taken] of [
    ['it is said which way was taken', TRANSITIONS, null, 'Finish'],
    ['a way that says that nothing was mended is left for another', [decline, ...TRANSITIONS], null, 'Finish'],
    ['where there is no other, it is taken', [decline], null, 'Decline'],
    ['the one that is configured is taken', TRANSITIONS, 'Decline', 'Decline'],
    ['in place of the one that is configured none is', finish, 'Finish', null],
  ] as const)
    test(`closed where that is wanted: ${what}`, async () => {
      const { clock, happens, jira, log } = await givenLinked({ mapping: { ...mapping, closeTransition } })
      jira.turn({ ways })
      await happens(over('done'))
      await clock.advance(5_000)
      const done = log.batches().flatMap(({ events }) => events.filter(({ type }) => type === 'ticket-commented'))
      assert.deepEqual(
        done.map((event) => event.type === 'ticket-commented' && event.way),
        [taken],
      )
      assert.equal(jira.state.issues.get(10_000)?.status, taken === null ? '10000' : '10002')
    })

  test('a workflow without a way there leaves the issue open, and that is in the log', async () => {
    const { clock, happens, jira, log, ticket } = await givenLinked()
    jira.turn({ ways: [] })
    await happens(over('done'))
    await clock.advance(5_000)
    assert.equal(jira.state.issues.get(10_000)?.comments.length, 1)
    assert.deepEqual((await ticket())?.updates, [])
    const done = log.batches().flatMap(({ events }) => events.filter(({ type }) => type === 'ticket-commented'))
    assert.match(JSON.stringify(done), /no way to done/)
  })

  for (const fault of ['fails-after', 'late', 'drops-before', 'silent-after'] as const) {
    test(`a comment that meets "${fault}" is there once, even when the hub dies over it`, async () => {
      const { clock, happens, jira, react, another } = await givenLinked()
      jira.turn({ shares: { [fault]: 1 }, only: /^POST \S+comment$/, lateMs: 2 * MIN_MS })
      await happens(over(null))
      await clock.advance(1000)
      const ending = react.stop()
      jira.turn({ shares: {} })
      const next = another()
      await clock.advance(30 * MIN_MS)
      await ending
      assert.deepEqual((await next.state()).tickets.get(TICKET)?.updates, [])
      assert.equal(jira.state.issues.get(10_000)?.comments.length, 1)
    })
  }
})

describe('a permission that was taken', () => {
  test('what is to be said waits until the hub may say it, and an issue that is to be linked is not called missing', async () => {
    const { clock, happens, jira, ticket, ticketOf } = await givenLinked()
    jira.set({ mayBrowse: false })
    await happens({
      type: 'ticket-update-wanted',
      ticket: TICKET,
      op: 'wk-c-1',
      blocks: order.draft.blocks,
      move: null,
    })
    await happens({ ...wanted, ticket: 'p-2', key: 'OPS-1' })
    await clock.advance(DAY_MS)
    assert.equal((await ticket())?.updates.length, 1)
    assert.equal((await ticketOf('p-2'))?.stage.kind, 'ready')
    jira.set({ mayBrowse: true })
    await clock.advance(20 * MIN_MS)
    assert.equal((await ticketOf('p-2'))?.stage.kind, 'linked')
    assert.equal(jira.state.issues.get(10_000)?.comments.length, 1)
  })
})

describe('webhooks', () => {
  const SECRET = 'ship to shore'

  /** JIRA's sender before the hub's door; `way` says how often each delivery arrives, and after how long. */
  async function hooked(way: (delivery: number) => readonly number[]) {
    const world = await givenLinked()
    const { clock, jira, react } = world
    const door = createJiraWebhook({ secret: SECRET, hint: react.hint })
    let deliveries = 0
    const send = createWebhook({
      url: () => 'http://hub/hooks/jira',
      secret: SECRET,
      clock,
      chance: chance('hooks'),
      async fetch(url, init) {
        for (const ms of way(deliveries++)) clock.after(ms, () => void door.request(url, init))
        return new Response(null, { status: 204 })
      },
    })
    const people = (status: '10000' | '10001' | '10002', resolution: string | null) => {
      jira.change(10_000, (issue) => {
        issue.status = status
        issue.resolution = resolution
      })
      send(jira.state.issues.get(10_000) ?? assert.fail(), 'jira:issue_updated')
    }
    return { ...world, door, people }
  }

  test('alone they suffice: what people do is known within seconds, long before it is asked for', async () => {
    const { clock, people, stage } = await hooked(() => [0])
    people('10002', 'Done')
    await clock.advance(5_000)
    assert.equal(await stage(), 'closed')
  })

  test('lost, all of them: asking every few minutes suffices', async () => {
    const { clock, people, stage } = await hooked(() => [])
    people('10002', 'Done')
    await clock.advance(5_000)
    assert.equal(await stage(), 'linked')
    await clock.advance(6 * MIN_MS)
    assert.equal(await stage(), 'closed')
  })

  test('doubled, late and out of order: what is true at last is known at last', async () => {
    const { clock, people, stage } = await hooked((n) => [[20_000, 20_500], [100], [5_000]][n] ?? [0])
    people('10001', null)
    people('10002', 'Done')
    people('10001', null)
    await clock.advance(25_000)
    assert.equal(await stage(), 'linked')
    people('10002', 'Done')
    await clock.advance(5_000)
    assert.equal(await stage(), 'closed')
  })

  test('forged: nothing is asked because of it; and one that is not forged is not believed in what it says', async () => {
    const { clock, door, stage, requests, jira } = await hooked(() => [])
    const before = requests.length
    const body = JSON.stringify({ issue: { id: '10000', fields: { status: { statusCategory: { key: 'done' } } } } })
    const post = (secret: string) =>
      door.request('/hooks/jira', {
        method: 'POST',
        body,
        headers: { 'X-Hub-Signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` },
      })
    assert.equal((await post('guessed')).status, 401)
    await clock.advance(5_000)
    assert.equal(requests.length, before)
    assert.equal((await post(SECRET)).status, 204)
    await clock.advance(5_000)
    assert.equal(requests.length, before + 1)
    assert.equal(await stage(), 'linked')
    assert.equal(jira.state.issues.get(10_000)?.status, '10000')
  })

  test('while nothing can be written down, what they say is not lost: it is asked for again', async () => {
    const { clock, people, stage, breakLog } = await hooked(() => [0])
    breakLog(true)
    people('10002', 'Done')
    await clock.advance(5_000)
    breakLog(false)
    assert.equal(await stage(), 'linked')
    await clock.advance(6 * MIN_MS)
    assert.equal(await stage(), 'closed')
  })
})
