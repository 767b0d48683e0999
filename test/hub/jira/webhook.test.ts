import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chance } from '../../../deploy/demo/chance.ts'
import type { StoredIssue } from '../../../deploy/demo/jira/state.ts'
import { createWebhook } from '../../../deploy/demo/jira/webhook.ts'
import { createJiraWebhook } from '../../../hub/http/tickets/jira-webhook.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { T } from './given-jira.ts'

const SECRET = 'ship to shore'
const issue = (id: number) => ({ id, key: `OPS-${id}`, fields: { summary: 'Server down' } }) as unknown as StoredIssue

/** JIRA's sender before the hub's door, and between them a network that does what `way` says with the n-th delivery. */
function given(way: (delivery: number) => 'comes' | 'comes-twice' | 'is-lost' | 'finds-no-room') {
  const clock = virtualClock(T * 1000)
  const hints: string[] = []
  const hub = createJiraWebhook({ secret: SECRET, hint: (id) => hints.push(id) })
  let deliveries = 0
  const send = createWebhook({
    url: () => 'http://hub/hooks/jira',
    secret: SECRET,
    clock,
    chance: chance('webhooks'),
    async fetch(url, init) {
      const kind = way(deliveries++)
      if (kind === 'is-lost') throw new TypeError('fetch failed')
      if (kind === 'finds-no-room') return new Response(null, { status: 503 })
      if (kind === 'comes-twice') await hub.request(url, init)
      return hub.request(url, init)
    },
  })
  return { clock, hints, send }
}

test('every change is a hint, whatever order they come in', async () => {
  const { clock, hints, send } = given(() => 'comes')
  for (const id of [1, 2, 3, 4, 5]) send(issue(id), 'jira:issue_updated')
  await clock.advance(5_000)
  assert.notDeepEqual(hints, ['1', '2', '3', '4', '5'])
  assert.deepEqual(hints.toSorted(), ['1', '2', '3', '4', '5'])
})

test('a delivery that comes twice is one hint', async () => {
  const { clock, hints, send } = given(() => 'comes-twice')
  send(issue(1), 'jira:issue_updated')
  await clock.advance(5_000)
  assert.deepEqual(hints, ['1'])
})

test('a delivery that was lost, or found no room, comes again and is one hint', async () => {
  const { clock, hints, send } = given((n) => (['is-lost', 'finds-no-room', 'comes-twice'] as const)[n] ?? 'comes')
  send(issue(1), 'jira:issue_updated')
  await clock.advance(60_000)
  assert.deepEqual(hints, ['1'])
})

test('after five retries nobody hears of it any more', async () => {
  const { clock, hints, send } = given((n) => (n < 6 ? 'is-lost' : 'comes'))
  send(issue(1), 'jira:issue_updated')
  await clock.advance(3_600_000)
  assert.deepEqual(hints, [])
})
