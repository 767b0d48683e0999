import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AgentInput, nextWake, start, step } from '../../shared/link/agent.ts'
import type { AgentState, Effect } from '../../shared/link/agent-state.ts'
import { dayDigests, rootDigest } from '../../shared/link/digest.ts'
import { claimsOf, type Journal } from '../../shared/link/journal.ts'
import type { Reading } from '../../shared/link/reading.ts'
import type { ComponentId, StateCode } from '../../shared/model.ts'
import { DAY_S, dayOf, HOUR_S, OPEN, type Span } from '../../shared/time.ts'
import { clip, join, type Timeline } from '../../shared/timeline.ts'
import { decodeMessage, encodeAck, encodeBirth, encodeSummary } from '../../shared/wire/codec.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import { type AnyAck, type AnyReading, anyAck, type Happening, happening, IDS } from './any-input.ts'
import { T0 } from './pair.ts'

const options = { heartbeatS: 300, minIntervalS: 30, ackTimeoutS: 60 }
const about = { version: '1.0.0', revision: 0, refused: null }
const configured = (ids: readonly ComponentId[]) => ids.map((id) => ({ id, holdForS: 30 }))

/** An agent that anything can happen to; what it saves and sends is held against what must always hold. */
function givenAgent() {
  let now = T0
  let runningS = 0
  let ids: readonly ComponentId[] = IDS
  const saved: Journal[] = []
  const sent: AgentMessage[] = []
  let state = begin(null)

  function begin(journal: Journal | null): AgentState {
    runningS = 0
    return start({ journal, configured: configured(ids), about, options, random: 0x5eed + saved.length }, instant())
  }
  function instant() {
    return { now, runningS }
  }

  function give(input: AgentInput): void {
    const before = state
    const stepped = step(state, input, instant())
    state = stepped.state
    assert.ok(state.session >= before.session)
    for (const [i, effect] of stepped.effects.entries()) carryOut(effect, stepped.effects[i - 1])
  }

  function carryOut(effect: Effect, before: Effect | undefined): void {
    if (effect.kind === 'save') saved.push(effect.journal)
    if (effect.kind !== 'send') return
    assert.equal(before?.kind, 'save', 'saved before it is sent')
    assertHeard(effect.message, saved.at(-1) ?? assert.fail())
    const last = sent.at(-1)
    if (last?.session === effect.message.session) assert.ok(effect.message.seq > last.seq)
    sent.push(effect.message)
  }

  function pass(seconds: number): void {
    const until = runningS + seconds
    for (let wakes = 0; nextWake(state) <= until && wakes < 50; wakes++) {
      const wait = Math.max(0, Math.ceil(nextWake(state)) - runningS)
      now += wait
      runningS += wait
      give({ kind: 'woken' })
    }
    now += until - runningS
    runningS = until
  }

  return {
    sent,
    state: () => state,
    now: () => now,
    happen(what: Happening): void {
      switch (what.kind) {
        case 'passes':
          pass(what.seconds)
          break
        case 'jumps':
          now = Math.max(0, now + what.seconds)
          break
        case 'restarts': {
          const journal = what.savesAgo === null ? null : (saved.at(-1 - what.savesAgo) ?? null)
          state = begin(journal)
          break
        }
        case 'read':
        case 'backfilled':
          give({ kind: what.kind, reading: readingOf(what.reading, state.journal, ids, now) })
          break
        case 'read-failed':
          give({ kind: 'read-failed', trouble: 'refused' })
          break
        case 'configured':
          ids = what.ids
          give({ kind: 'configured', components: configured(ids) })
          break
        case 'about':
          give({ kind: 'about', about: { ...about, revision: what.revision } })
          break
        case 'published': {
          const last = sent.at(what.late ? -2 : -1)
          give({ kind: 'published', session: last?.session ?? 1, seq: last?.seq ?? 1 })
          break
        }
        case 'acked': {
          const decoded = decodeMessage('ack', encodeAck(ackOf(what.ack, state, now)))
          if (decoded.ok) give({ kind: 'acked', ack: decoded.message })
          break
        }
        default:
          give(what)
      }
    },
  }
}

/** The hub can read it, and it says what is on disk. */
function assertHeard(message: AgentMessage, disk: Journal): void {
  const read =
    message.kind === 'birth'
      ? decodeMessage('birth', encodeBirth(message))
      : decodeMessage('summary', encodeSummary(message))
  assert.ok(read.ok, read.ok ? '' : read.why)
  assert.deepEqual(read.message, message)
  assert.equal(disk.boots, Math.floor(message.session / 0x1_0000))
  const proof = message.kind === 'birth' ? message.proof : message
  if (proof === null || proof.digest === null) return
  assert.equal(proof.until, disk.to)
  assert.equal(proof.digest, rootDigest(dayDigests(claimsOf(disk.components), dayOf(proof.until))))
}

function readingOf(drawn: AnyReading, journal: Journal, ids: readonly ComponentId[], now: number): Reading {
  const to = Math.max(1, now - drawn.lagS)
  const window = { from: Math.min(drawn.lengthS === null ? (journal.to ?? to - 1) : to - drawn.lengthS, to - 1), to }
  return {
    window,
    timelines: new Map(ids.map((id, i) => [id, timelineOf(drawn, window, i)])),
    speaksFrom: new Map(
      drawn.speaksForS === null ? [] : ids.map((id) => [id, Math.max(0, to - (drawn.speaksForS ?? 0))]),
    ),
  }
}

function timelineOf({ turns }: AnyReading, window: Span, shift: number): Timeline<StateCode> {
  const begins = [{ at: window.from, state: 1 }]
  for (const { afterS, state } of turns) begins.push({ at: (begins.at(-1)?.at ?? 0) + afterS + shift, state })
  const pieces = begins.map(({ at, state }, i) => ({ from: at, to: begins[i + 1]?.at ?? OPEN, state }))
  return clip(join(pieces), window)
}

function ackOf(drawn: AnyAck, state: AgentState, now: number): Ack {
  const last = state.sent?.message
  const answers = drawn.answers === 'last' ? { session: last?.session ?? 1, seq: last?.seq ?? 1 } : drawn.answers
  const own = state.sent?.days ?? []
  return {
    kind: 'ack',
    ...answers,
    need:
      drawn.need === 'own-days'
        ? { kind: 'days', days: Array.from({ length: 35 }, (_, i) => own[i] ?? 0) }
        : drawn.need,
    watermark: drawn.watermarkAgoS === null ? null : Math.max(0, now - drawn.watermarkAgoS),
    hubTime: Math.max(0, now + drawn.clockOffS),
    current:
      drawn.current === null
        ? null
        : 'above' in drawn.current
          ? Math.max(0, state.session + drawn.current.above)
          : drawn.current.is,
    revision: 0,
  }
}

test('whatever comes from the database, the clock, the disk and shore, in whatever order: the agent goes on, and what it says is sound', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 80, size: 'max' }), (happenings) => {
      const agent = givenAgent()
      for (const what of happenings) agent.happen(what)
    }),
    { numRuns: 1000 },
  )
})

const READ_EVERY_S = 60
const STEADY = { lengthS: null, lagS: 0, turns: [], speaksForS: 40 * DAY_S }

/** The agent reads for so many hours, and each message is answered at once with the next of the acks. */
function talk(acks: readonly AnyAck[], hours: number, turns: boolean): number[] {
  const agent = givenAgent()
  agent.happen({ kind: 'connected' })
  let answered = 0
  return Array.from({ length: hours }, () => {
    const before = agent.sent.length
    for (let round = 0; round < HOUR_S / READ_EVERY_S; round++) {
      agent.happen({ kind: 'passes', seconds: READ_EVERY_S })
      agent.happen({ kind: 'read', reading: turns ? { ...STEADY, turns: [{ afterS: 0, state: round % 3 }] } : STEADY })
      for (; answered < agent.sent.length && agent.sent.length < before + 1000; answered++) {
        const ack = acks[answered % acks.length]
        if (ack) agent.happen({ kind: 'acked', ack })
        agent.happen({ kind: 'published', late: false })
      }
    }
    return agent.sent.length - before
  })
}

test('whatever shore answers, and however fast, the traffic stays bounded', () => {
  const most = 3 * (HOUR_S / options.minIntervalS)
  fc.assert(
    fc.property(fc.array(anyAck, { minLength: 1, maxLength: 12 }), fc.boolean(), (acks, turns) => {
      for (const sent of talk(acks, 2, turns)) assert.ok(sent <= most, `${sent} messages in an hour`)
    }),
    { numRuns: 30 },
  )
})

test('two sides that never agree talk no more than two that do, but for a birth and a full each hour', () => {
  const differs = { kind: 'days' as const, days: Array.from({ length: 35 }, (_, i) => i + 1) }
  const ack = { answers: 'last' as const, need: differs, watermarkAgoS: 60, clockOffS: 0, current: null }
  const [, ...hours] = talk([ack], 5, false)
  for (const sent of hours) assert.ok(sent <= HOUR_S / options.heartbeatS + 2, `${sent} messages in an hour`)
})
