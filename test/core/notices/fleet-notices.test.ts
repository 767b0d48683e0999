import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FleetEvent } from '../../../hub/core/events.ts'
import { evolveFleet, NEW_FLEET } from '../../../hub/core/fleet.ts'
import {
  digestDue,
  digestDueAt,
  type FleetNotices,
  NO_FLEET_NOTICES,
  whenDigestDue,
  whenTested,
  whenTroubled,
} from '../../../hub/core/notices/fleet-notices.ts'
import { DAY_S, HOUR_S, OPEN, type Seconds } from '../../../shared/time.ts'

const at = (text: string): Seconds => Date.parse(`${text}Z`) / 1000
const policy = {
  channels: ['email', 'ops'],
  groupForS: 60,
  everyS: 900,
  digest: { wallS: 7 * HOUR_S, zone: 'UTC' },
  publicUrl: null,
}
const message = { subject: 'the day', lines: [] }
const began = (now: Seconds): FleetEvent => ({ type: 'listening-began', at: now, learnedAt: now })
const after = (notices: FleetNotices, events: readonly FleetEvent[]) =>
  events.reduce(evolveFleet, { ...NEW_FLEET, notices }).notices

function digested(notices: FleetNotices, now: Seconds) {
  const due = digestDue(notices, policy, now)
  const events = due === null ? [] : whenDigestDue(notices, policy, due, message, now)
  return { due, events, notices: after(notices, events) }
}

test('a hub that is new owes no digest for hours before it ran; the first tells since it runs', () => {
  const fresh = after(NO_FLEET_NOTICES, [began(at('2026-11-26T15:00:00'))])
  assert.equal(digested(fresh, at('2026-11-26T15:00:00')).due, null)
  assert.equal(digestDueAt(fresh, policy, at('2026-11-26T15:00:00')), at('2026-11-27T07:00:00'))
  const first = digested(fresh, at('2026-11-27T07:00:00'))
  assert.deepEqual(first.due, { day: '2026-11-27', since: at('2026-11-26T15:00:00') })
})

test('a day has one digest, whoever asks again, and it goes to every channel', () => {
  const { notices, events, due } = digested(
    after(NO_FLEET_NOTICES, [began(at('2026-11-20T00:00:00'))]),
    at('2026-11-26T07:00:00'),
  )
  assert.deepEqual(
    events.map((event) => event.type === 'notice-wanted' && [event.notice, event.channels]),
    [['n-digest-2026-11-26', ['email', 'ops']]],
  )
  assert.equal(digested(notices, at('2026-11-26T07:00:01')).due, null)
  assert.ok(due)
  assert.deepEqual(whenDigestDue(notices, policy, due, message, at('2026-11-26T07:00:01')), [])
  assert.equal(digested(notices, at('2026-11-27T07:00:00')).due?.since, at('2026-11-26T07:00:00'))
})

test('a hub that was away at the hour sends it when it is back; of several days one, which tells of all of them', () => {
  const { notices } = digested(after(NO_FLEET_NOTICES, [began(at('2026-11-20T00:00:00'))]), at('2026-11-21T07:00:00'))
  const back = digested(notices, at('2026-11-25T03:00:00'))
  assert.deepEqual(back.due, { day: '2026-11-24', since: at('2026-11-21T07:00:00') })
  assert.equal(digestDueAt(back.notices, policy, at('2026-11-25T03:00:01')), at('2026-11-25T07:00:00'))
})

test('without a digest in the settings none is due', () => {
  const running = after(NO_FLEET_NOTICES, [began(0)])
  for (const none of [null, { ...policy, digest: null }]) {
    assert.equal(digestDueAt(running, none, 40 * DAY_S), OPEN)
    assert.equal(digestDue(running, none, 40 * DAY_S), null)
  }
})

test('a digest waits in the outbox until each channel has it', () => {
  const { notices } = digested(after(NO_FLEET_NOTICES, [began(at('2026-11-20T00:00:00'))]), at('2026-11-26T07:00:00'))
  const dated = { at: at('2026-11-26T07:00:05'), learnedAt: at('2026-11-26T07:00:05'), notice: 'n-digest-2026-11-26' }
  const half = after(notices, [{ type: 'notice-sent', ...dated, channel: 'email' }])
  assert.deepEqual(
    half.outbox.map(({ channels }) => channels),
    [['ops']],
  )
  assert.deepEqual(after(half, [{ type: 'notice-refused', ...dated, channel: 'ops', reason: '404' }]).outbox, [])
})

test('a test message goes to its channel alone, and is soon of no use', () => {
  const notices = after(NO_FLEET_NOTICES, whenTested('ops', { kind: 'local', name: 'mate' }, message, 'x', 1000))
  assert.deepEqual(
    notices.outbox.map(({ channels, staleAt }) => [channels, staleAt]),
    [[['ops'], 1900]],
  )
})

test('trouble is told once for each state of things, and its end when people knew of it', () => {
  const told = (notices: FleetNotices, words: string | null) => {
    const events = whenTroubled(notices, policy, { of: 'jira', words, message }, 1000)
    return { count: events.length, notices: after(notices, events) }
  }
  assert.equal(told(NO_FLEET_NOTICES, null).count, 0)
  const first = told(NO_FLEET_NOTICES, 'token: ends soon')
  assert.deepEqual([first.count, told(first.notices, 'token: ends soon').count], [1, 0])
  const worse = told(first.notices, 'token: ended')
  const over = told(worse.notices, null)
  assert.deepEqual([worse.count, over.count, told(over.notices, null).count], [1, 1, 0])
})
