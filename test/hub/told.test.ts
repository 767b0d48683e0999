import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Message } from '../../hub/core/notices/notice.ts'
import type { Check } from '../../hub/ports/tracker.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { expiry, givenTold } from './given-told.ts'

const BEGIN = Date.parse('2026-11-26T05:30:00Z')
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
async function given(t: TestContext, log = createMemoryLog()) {
  const clock = virtualClock(BEGIN)
  return { clock, ...(await givenTold(t, clock, log)) }
}

const subjects = (sent: readonly Message[]) => sent.map(({ subject }) => subject)

test('a running hub sends the digest at the hour of its zone, every day', async (t) => {
  const { clock, sent, river } = await given(t)
  await clock.advance(25 * 60_000)
  assert.deepEqual(sent, [])
  await clock.advance(6 * 60_000)
  assert.deepEqual(subjects(sent), ['Watchkeeper 2026-11-26: nothing is down'])
  await clock.advance(2 * DAY_MS)
  assert.deepEqual(
    sent.map(({ key }) => key),
    ['2026-11-26', '2026-11-27', '2026-11-28'].map((day) => `n-digest-${day}.memory`),
  )
  assert.equal((await river.views.figures()).digest?.last?.day, '2026-11-28')
})

test('one that went out before the hub was restarted does not go out again', async (t) => {
  const first = await given(t)
  await first.clock.advance(HOUR_MS)
  await first.stop()
  const second = await given(t, createMemoryLog(first.log.batches()))
  await second.clock.advance(HOUR_MS)
  assert.deepEqual([subjects(first.sent).length, second.sent], [1, []])
})

test('a test message from the admin page goes through log and outbox, and its outcome shows', async (t) => {
  const { clock, sent, can, river, log } = await given(t)
  await clock.advance(1000)
  const by = { kind: 'local', name: 'mate' } as const
  assert.equal(await river.admin.test('pager', by), false)
  const shown: unknown[] = []
  const leave = river.views.changed(() => void seen().then((one) => shown.push(one)))
  const seen = async () => (await river.views.figures()).channels.map(({ tested, testing }) => [tested?.kind, testing])
  can.deliver = { kind: 'retry-later', words: 'smtp.example.com:587: 421 later' }
  assert.equal(await river.admin.test('email', by), true)
  await clock.advance(1000)
  assert.deepEqual(await seen(), [['retry-later', true]])
  can.deliver = { kind: 'sent' }
  await clock.advance(60_000)
  assert.deepEqual([await seen(), subjects(sent)], [[['sent', false]], ['Watchkeeper: a test message']])
  leave()
  assert.deepEqual(shown.at(-1), [['sent', false]], 'whoever looks when something changed sees the outcome')
  const kept = log.batches().flatMap(({ events }) => events.filter(({ type }) => type.startsWith('notice-')))
  assert.deepEqual(
    kept.map(({ type }) => type),
    ['notice-wanted', 'notice-sent'],
  )
  assert.deepEqual(kept[0]?.type === 'notice-wanted' && kept[0].about, { kind: 'test', by })
})

test('a token that ends soon is told once, again when it is worse, and when it is well', async (t) => {
  const { clock, sent, can, river } = await given(t)
  const told = async (check: Partial<Check>) => {
    can.check = { ...expiry, ...check }
    const before = sent.length
    assert.equal(river.admin.askTracker(), true)
    await clock.advance(10_000)
    return subjects(sent.slice(before))
  }
  assert.deepEqual(await told({}), [])
  const soon = 'JIRA: the token for tickets ends soon, or has'
  assert.deepEqual(await told({ standing: 'soon', words: 'in 29 days' }), [soon])
  assert.deepEqual(await told({ standing: 'soon', words: 'in 28 days' }), [])
  assert.deepEqual(await told({ standing: 'unasked', words: 'no answer' }), [])
  assert.deepEqual(await told({ standing: 'wrong', words: 'in 6 days' }), [soon])
  assert.deepEqual(await told({}), ['JIRA takes tickets as they are configured again'])
  assert.deepEqual((await river.views.figures()).outbox?.checks, [expiry])
})

test('messages that cannot go out make the outbox old, and are not overdue while they wait for their channel', async (t) => {
  const { clock, can, river } = await given(t)
  can.deliver = { kind: 'retry-later', words: 'away' }
  await clock.advance(3 * HOUR_MS)
  const { channels, errandOverdueS, overdueS } = await river.views.figures()
  assert.deepEqual(
    channels.map(({ target, waiting, waitingSince }) => [target.kind, waiting, waitingSince]),
    [['away', 1, Date.parse('2026-11-26T06:00:00Z') / 1000]],
  )
  assert.deepEqual([errandOverdueS, overdueS], [0, 0])
})
