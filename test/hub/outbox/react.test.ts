import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenReact as given, givenLinked, TICKET, wanted } from '../given-react.ts'
import { mapping, order } from '../jira/given-jira.ts'

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

test('a claim that is old when its turn comes sends nothing: another hub may have given it up meanwhile', async () => {
  const { happens, clock, types, jira, log } = await given()
  const append = log.append
  let slept = false
  log.append = async (...batch) => {
    const appended = await append(...batch)
    if (types().at(-1) === 'sending' && !slept) clock.jump(6_000)
    slept ||= types().at(-1) === 'sending'
    return appended
  }
  await happens(wanted)
  await clock.advance(1_000)
  assert.deepEqual([types(), jira.state.issues.size], [['wanted', 'sending', 'ready'], 0])
  await clock.advance(60_000)
  assert.deepEqual(types().slice(-3), ['sending', 'linked', 'marked'])
  assert.equal(jira.state.issues.size, 1)
})
