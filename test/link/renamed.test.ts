import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listOf } from '../../shared/link/journal.ts'
import { forget } from '../../shared/link/reading.ts'
import { DOWN, type StateCode, UP } from '../../shared/model.ts'
import { HOUR_S, OPEN } from '../../shared/time.ts'
import { join } from '../../shared/timeline.ts'
import { decodeMessage, encodeBirth } from '../../shared/wire/codec.ts'
import { MESSAGE_BYTES } from '../../shared/wire/messages.ts'
import { component, give, type Pair, pairOf, read, T0 } from './pair.ts'

const SHIFT_S = 12 * HOUR_S
const names = (shift: number, count: number) =>
  Array.from({ length: count }, (_, i) => component(`component-of-shift-${shift}-no-${i}`))

/** A day in which everything is named anew each twelve hours, down for one of them, on a line that is out in some. */
function lived(shifts: number, count: number, isOut: (shift: number) => boolean = () => false): Pair {
  let pair = pairOf(new Map())
  for (let shift = 0; shift < shifts; shift++) {
    const from = T0 + shift * SHIFT_S
    const day: { from: number; to: number; state: StateCode }[] = [
      { from, to: from + 2 * HOUR_S, state: UP },
      { from: from + 2 * HOUR_S, to: from + 3 * HOUR_S, state: DOWN },
      { from: from + 3 * HOUR_S, to: OPEN, state: UP },
    ]
    const next = pairOf(new Map(names(shift, count).map((id) => [id, day])), pair.disk)
    pair = { ...next, copy: pair.copy, hearing: pair.hearing, sent: pair.sent, acks: pair.acks }
    if (!isOut(shift)) give(pair, { kind: 'connected' }, from + 1)
    for (let at = from + HOUR_S; at <= from + SHIFT_S; at += HOUR_S) read(pair, at)
  }
  return pair
}

for (const [what, isOut] of [
  ['on a good line', () => false],
  ['when the line was out for most of it', (shift: number) => shift > 1 && shift < 8],
] as const) {
  test(`a vessel whose components are named anew again and again stays in step, ${what}`, () => {
    const { agent, hearing, copy, sent } = lived(10, 64, isOut)
    for (const message of sent) {
      if (message.kind !== 'birth') continue
      const decoded = decodeMessage('birth', encodeBirth(message))
      assert.ok(decoded.ok, decoded.ok ? '' : decoded.why)
    }
    assert.equal(hearing.seen.session, agent.session)
    assert.equal(hearing.seen.watermark, agent.journal.to)
    const listed = agent.journal.components.map(({ id }) => id)
    assert.deepEqual(listed, [9, 8, 7, 6].flatMap((shift) => names(shift, 64)).slice(0, listed.length))
    for (const { id, timeline } of agent.journal.components) assert.deepEqual(copy.timelines.get(id), timeline)
  })
}

test('what shore was told of a component stays when there is no more room to list it', () => {
  const { agent, copy } = lived(6, 64)
  const [first = component('none')] = names(0, 1)
  assert.ok(!agent.journal.components.some(({ id }) => id === first))
  assert.deepEqual(
    copy.timelines.get(first)?.map(({ state }) => state),
    [UP, DOWN, UP],
  )
  assert.equal(copy.timelines.get(first)?.at(-1)?.to, T0 + SHIFT_S)
})

test('a list is bounded by its bytes too: those that were measured longest ago go first', () => {
  const short = (end: number) =>
    join([4, 3, 2, 1].map((ago) => ({ from: end - ago * HOUR_S, to: end - ago * HOUR_S + 60, state: UP })))
  const long = (end: number) => [{ from: end - 1000 * HOUR_S, to: end, state: UP }]
  const removed = Array.from({ length: 250 }, (_, i) => ({
    id: component(`a-component-with-a-long-name-${100 + i}`),
    removed: true,
    timeline: (i % 2 === 0 ? long : short)(T0 + i),
  }))
  const measured = { id: component('server'), removed: false, timeline: [{ from: T0, to: OPEN, state: UP }] }
  const journal = { instance: 1, boots: 1, components: [measured, ...removed], to: T0 + HOUR_S, ring: [] }
  const kept = forget(journal, false).components
  const about = { version: 'v'.repeat(32), instance: 1, heartbeatS: 300, revision: 0 }
  const said = { ...about, refused: { revision: 1, reason: '界'.repeat(400) }, trouble: 't'.repeat(32) }
  const components = listOf(kept)
  const birth = encodeBirth({ kind: 'birth', session: 1, seq: 1, proof: null, components, about: said })
  assert.ok(birth.length <= MESSAGE_BYTES && birth.length > MESSAGE_BYTES * 0.7, `${birth.length} bytes`)
  const isKept = new Set(kept.map(({ id }) => id))
  const [gone, stayed] = [false, true].map((is) => removed.filter(({ id }) => isKept.has(id) === is))
  const ends = (those: typeof removed = []) => those.map(({ timeline }) => timeline.at(-1)?.to ?? 0)
  assert.ok(Math.max(...ends(gone)) < Math.min(...ends(stayed)))
})
