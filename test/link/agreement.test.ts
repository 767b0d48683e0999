import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ComponentId, DOWN, type StateCode, UP } from '../../shared/model.ts'
import { OPEN } from '../../shared/time.ts'
import { clip, type Timeline } from '../../shared/timeline.ts'
import { component, give, type Pair, pairOf, read, T0 } from './pair.ts'

const ap = component('access-point')
const server = component('server')
const HEARTBEAT_S = 300
const up: Timeline<StateCode> = [{ from: T0 - 86_400, to: OPEN, state: UP }]
const steady = () =>
  new Map<ComponentId, Timeline<StateCode>>([
    [ap, up],
    [server, up],
  ])

const kinds = (pair: Pair) => pair.sent.map(({ kind }) => kind)

/** The hub has what the truth says up to the watermark. */
function assertAgreed(pair: Pair): void {
  const to = pair.hearing.seen.watermark
  assert.ok(to !== null)
  for (const [id, truth] of pair.truth) {
    assert.deepEqual(clip(pair.copy.timelines.get(id) ?? [], { from: 0, to }), clip(truth, { from: 0, to }))
  }
}

test('a vessel is born, tells its journal whole, and then only beats', () => {
  const pair = pairOf(steady())
  give(pair, { kind: 'connected' })
  read(pair, T0 + 5)
  assert.deepEqual(kinds(pair), ['birth', 'birth', 'full'])
  assertAgreed(pair)
  for (let at = T0 + 30; at <= T0 + 3600; at += 30) read(pair, at)
  assert.deepEqual(kinds(pair).slice(3), Array(11).fill('short'))
  assert.equal(pair.acks.length, 3)
  assertAgreed(pair)
})

test('a change is told soon after, whole, and acknowledged', () => {
  const pair = pairOf(steady())
  give(pair, { kind: 'connected' })
  read(pair, T0 + 5)
  pair.truth.set(ap, [
    { from: T0 - 86_400, to: T0 + 20, state: UP },
    { from: T0 + 20, to: OPEN, state: DOWN },
  ])
  read(pair, T0 + 35)
  assert.equal(kinds(pair).at(-1), 'full')
  assertAgreed(pair)
  assert.equal(pair.agent.told, OPEN)
})

test('because of changes at most one summary goes out in half a minute', () => {
  const pair = pairOf(steady())
  give(pair, { kind: 'connected' })
  read(pair, T0 + 5)
  const before = pair.sent.length
  for (let at = T0 + 10; at <= T0 + 310; at += 5) {
    const turned = (at / 5) % 2 === 0 ? DOWN : UP
    pair.truth.set(ap, [
      ...clip(pair.truth.get(ap) ?? [], { from: 0, to: at - 5 }),
      { from: at - 5, to: OPEN, state: turned },
    ])
    read(pair, at)
  }
  assert.equal(pair.sent.length - before, 1 + 300 / 30)
  assertAgreed(pair)
})

test('an outage of the link is caught up by one message', () => {
  const pair = pairOf(steady())
  give(pair, { kind: 'connected' })
  read(pair, T0 + 5)
  give(pair, { kind: 'disconnected' })
  pair.truth.set(ap, [
    { from: T0 - 86_400, to: T0 + 2000, state: UP },
    { from: T0 + 2000, to: T0 + 9000, state: DOWN },
    { from: T0 + 9000, to: OPEN, state: UP },
  ])
  for (let at = T0 + 30; at <= T0 + 72 * 3600; at += 1800) read(pair, at)
  const before = pair.sent.length
  give(pair, { kind: 'connected' })
  assert.deepEqual(kinds(pair).slice(before), ['full'])
  read(pair, pair.now + HEARTBEAT_S)
  assert.deepEqual(kinds(pair).slice(before), ['full', 'short'])
  assertAgreed(pair)
})
