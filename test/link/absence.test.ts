import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DOWN, UP } from '../../shared/model.ts'
import { DAY_S, HOUR_S, OPEN } from '../../shared/time.ts'
import { clip, covered } from '../../shared/timeline.ts'
import { component, give, pairOf, read, T0 } from './pair.ts'

const server = component('server')
const PROVISIONAL_S = 600
const turned = (at: number) => [
  { from: T0 - DAY_S, to: at, state: UP },
  { from: at, to: at + HOUR_S, state: DOWN },
  { from: at + HOUR_S, to: OPEN, state: UP },
]

test('after an absence that no reading bridges the claim closes where it was measured last, and opens where the reading begins', () => {
  const pair = pairOf(new Map([[server, turned(T0 + 2 * HOUR_S)]]))
  give(pair, { kind: 'connected' })
  read(pair, T0 + HOUR_S)
  give(pair, { kind: 'disconnected' })
  const back = T0 + 40 * DAY_S
  read(pair, back, back - 35 * DAY_S)
  give(pair, { kind: 'connected' })
  const [own] = pair.agent.journal.components
  assert.deepEqual(covered(own?.timeline ?? []), [
    { from: T0 - DAY_S, to: T0 + HOUR_S - PROVISIONAL_S, state: true },
    { from: back - 35 * DAY_S, to: OPEN, state: true },
  ])
  const onShore = pair.copy.timelines.get(server) ?? []
  assert.deepEqual(clip(onShore, { from: T0 + HOUR_S, to: back }), [{ from: back - 35 * DAY_S, to: back, state: UP }])
  assert.equal(pair.hearing.seen.watermark, back)
})

test('a database that never had anything to say and then fails costs no messages', () => {
  const pair = pairOf(new Map([[server, [{ from: OPEN, to: OPEN, state: UP }]]]))
  give(pair, { kind: 'connected' })
  read(pair, T0 + 5)
  const before = pair.sent.length
  for (let at = T0 + 60; at <= T0 + HOUR_S; at += 60) give(pair, { kind: 'read-failed', trouble: 'refused' }, at)
  const [told, ...beats] = pair.sent.slice(before).map(({ kind }) => kind)
  assert.equal(told, 'full', 'the trouble is told')
  assert.deepEqual(beats, Array(beats.length).fill('short'))
  assert.ok(beats.length <= 12)
})
