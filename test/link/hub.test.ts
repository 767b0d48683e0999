import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begunAnew, type Copy, EMPTY_COPY, evolveCopy } from '../../shared/link/copy.ts'
import { dayDigests, rootDigest } from '../../shared/link/digest.ts'
import { type Hearing, hearingOf, type Received, receive } from '../../shared/link/hub.ts'
import { DOWN, type StateCode, UP } from '../../shared/model.ts'
import { DAY_S, dayOf, OPEN, type Seconds } from '../../shared/time.ts'
import type { Timeline } from '../../shared/timeline.ts'
import type { AgentMessage, Birth, Full, Short } from '../../shared/wire/messages.ts'
import { component, T0 } from './pair.ts'

const ap = component('access-point')
const server = component('server')
const SESSION = 5 * 0x1_0000
const about = { version: '1', instance: 7, heartbeatS: 300, revision: 0, refused: null, trouble: null }

const root = (until: Seconds, ...claims: Timeline<StateCode>[]) => rootDigest(dayDigests(claims, dayOf(until)))

const birth = (seq: number, over: Partial<Birth> = {}): Birth => ({
  kind: 'birth',
  session: SESSION,
  seq,
  proof: null,
  components: [{ id: ap, claims: [{ from: T0, to: OPEN }] }],
  about,
  ...over,
})

const full = (seq: number, from: Seconds, until: Seconds, state: StateCode, over: Partial<Full> = {}): Full => ({
  kind: 'full',
  session: SESSION,
  seq,
  from,
  until,
  digest: root(until, [{ from: T0, to: OPEN, state }]),
  timelines: [[{ at: from, state }]],
  trouble: null,
  ...over,
})

const short = (seq: number, until: Seconds, state: StateCode): Short => ({
  kind: 'short',
  session: SESSION,
  seq,
  until,
  digest: root(until, [{ from: T0, to: OPEN, state }]),
})

type Shore = { readonly copy: Copy; readonly hearing: Hearing }
const empty: Shore = { copy: EMPTY_COPY, hearing: hearingOf(EMPTY_COPY.seen) }

/** What becomes of the shore, and the last decision. */
function given(before: Shore, ...messages: AgentMessage[]): Shore & { readonly last: Received } {
  let shore = before
  let last: Received | null = null
  for (const message of messages) {
    last = receive(shore.copy, shore.hearing, message, { now: T0 + 1000, revision: 0 })
    shore = { copy: last.event ? evolveCopy(shore.copy, last.event) : shore.copy, hearing: last.hearing }
  }
  assert.ok(last)
  return { ...shore, last }
}

const inStep = given(empty, birth(1), full(2, T0, T0 + 600, UP))

test('a birth and a full make a copy in step, and a beat moves the watermark without an event', () => {
  assert.deepEqual(inStep.copy.timelines.get(ap), [{ from: T0, to: OPEN, state: UP }])
  assert.equal(inStep.hearing.seen.watermark, T0 + 600)
  const { last } = given(inStep, short(3, T0 + 900, UP))
  assert.equal(last.event, null)
  assert.equal(last.ack, null)
  assert.deepEqual(last.hearing.seen, { session: SESSION, seq: 3, watermark: T0 + 900 })
})

test('what was heard before is no sign of life', () => {
  for (const again of [birth(1), full(2, T0, T0 + 600, UP)]) {
    const { last } = given(inStep, again)
    assert.deepEqual([last.heard, last.event, last.ack, last.note], [false, null, null, 'repeated'])
  }
})

test('an older session is told of the newer, at most once in five seconds', () => {
  const older = { ...short(9, T0 + 900, UP), session: SESSION - 0x1_0000 }
  const once = given(inStep, older)
  assert.equal(once.last.heard, false)
  assert.equal(once.last.ack?.current, SESSION)
  assert.equal(given(once, { ...older, seq: 10 }).last.ack, null)
})

test('a session between a log from a backup and a register that is newer is told of the newest too', () => {
  const hearing = hearingOf({ session: SESSION + 2, seq: 1, watermark: T0 + 600 })
  const { last } = given({ copy: inStep.copy, hearing }, { ...birth(1), session: SESSION + 1 })
  assert.equal(last.ack?.current, SESSION + 2)
})

test('a session that no agent comes to is not heard, so that an honest one can rise above whatever was', () => {
  const huge = given(inStep, birth(1, { session: 2 ** 48 + 1 })).last
  assert.deepEqual([huge.heard, huge.event, huge.ack, huge.note], [false, null, null, 'impossible-session'])
  assert.equal(given(inStep, birth(1, { session: Number.MAX_SAFE_INTEGER })).last.heard, false)
  const copied = given(inStep, birth(1, { session: 2 ** 48 }))
  assert.equal(copied.last.heard, true)
  const told = given(copied, birth(1)).last.ack?.current ?? 0
  const above = given(copied, birth(1, { session: told + 2 * 65_536 }))
  assert.deepEqual([above.last.heard, above.last.note], [true, null])
  assert.equal(given(above, birth(1, { session: 2 ** 50 })).last.heard, false, 'nor is there a way up step by step')
})

test('once people locked out whoever spoke, the next is heard, whatever session that one had', () => {
  const stolen = given(inStep, birth(1, { session: 2 ** 48 }))
  const anew = { copy: begunAnew(stolen.copy), hearing: stolen.hearing }
  const again = given(anew, birth(4))
  assert.deepEqual([again.last.heard, again.last.note, again.last.ack?.current], [true, null, null])
  assert.equal(given(again, birth(4)).last.note, 'repeated')
  assert.equal(given({ copy: again.copy, hearing: stolen.hearing }, short(5, T0 + 900, UP)).last.heard, true)
  const beaten = given(again, short(5, T0 + 900, UP))
  assert.equal(given(beaten, short(5, T0 + 900, UP)).last.note, 'repeated', 'beats are in the register alone')
  assert.equal(given(anew, birth(1, { session: 2 ** 49 })).last.heard, false)
})

test('a session without its birth is a sign of life that asks for it, and nothing else', () => {
  const { last, copy } = given(inStep, { ...full(1, T0, T0 + 900, DOWN), session: SESSION + 1 })
  assert.deepEqual([last.heard, last.event, last.ack?.need.kind], [true, null, 'birth'])
  assert.equal(copy, inStep.copy)
})

test('a birth that says nothing new is a beat', () => {
  const { last } = given(inStep, birth(3))
  assert.equal(last.event, null)
  assert.equal(last.ack?.need.kind, 'none')
  assert.equal(given(inStep, birth(3, { about: { ...about, revision: 1 } })).last.event?.type, 'born')
})

test('a digest that differs is answered with the days, and moves nothing', () => {
  const { last } = given(inStep, short(3, T0 + 900, DOWN))
  assert.equal(last.ack?.need.kind, 'days')
  assert.equal(last.hearing.seen.watermark, T0 + 600)
})

test('outside the claims nothing is overwritten', () => {
  const later = birth(1, { session: SESSION + 1, components: [{ id: ap, claims: [{ from: T0 + 500, to: OPEN }] }] })
  const digest = root(T0 + 900, [{ from: T0 + 500, to: OPEN, state: DOWN }])
  const told = full(2, T0, T0 + 900, DOWN, { session: SESSION + 1, digest })
  const { copy } = given(inStep, later, told)
  assert.deepEqual(copy.timelines.get(ap), [
    { from: T0, to: T0 + 500, state: UP },
    { from: T0 + 500, to: OPEN, state: DOWN },
  ])
})

test('where nobody claims anything any more the held state ends at the watermark', () => {
  const other = birth(1, { session: SESSION + 1, components: [{ id: server, claims: [{ from: T0 + 700, to: OPEN }] }] })
  const digest = root(T0 + 900, [{ from: T0 + 700, to: OPEN, state: UP }])
  const told = full(2, T0 + 700, T0 + 900, UP, { session: SESSION + 1, digest })
  const { copy } = given(inStep, other, told)
  assert.deepEqual(copy.timelines.get(ap), [{ from: T0, to: T0 + 600, state: UP }])
})

test('days that the digest does not cover are told again', () => {
  const until = T0 + 60 * DAY_S
  const { last } = given(inStep, full(3, until - 300, until, UP))
  assert.equal(last.ack?.need.kind, 'days')
  assert.equal(last.hearing.seen.watermark, T0 + 600)
})

test('the copy forgets what ended more than 36 days before the watermark', () => {
  const until = T0 + 50 * DAY_S
  const turned = full(3, T0 + 600, until, UP, {
    timelines: [
      [
        { at: T0 + 600, state: DOWN },
        { at: T0 + 700, state: UP },
      ],
    ],
  })
  assert.deepEqual(given(inStep, turned).copy.timelines.get(ap), [{ from: T0 + 700, to: OPEN, state: UP }])
})
