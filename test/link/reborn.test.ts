import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AgentInput, step } from '../../shared/link/agent.ts'
import { evolveCopy } from '../../shared/link/copy.ts'
import { receive } from '../../shared/link/hub.ts'
import { UP } from '../../shared/model.ts'
import { OPEN } from '../../shared/time.ts'
import { decodeMessage, encodeAck } from '../../shared/wire/codec.ts'
import type { Ack } from '../../shared/wire/messages.ts'
import { component, give, pairOf, read, T0 } from './pair.ts'

test('a session that begins while the birth before it is on its way is born at once', () => {
  const server = component('server')
  const up = [{ from: T0 - 86_400, to: OPEN, state: UP }]
  let { agent } = pairOf(new Map([[server, up]]))
  const give = (input: AgentInput, afterS: number) => {
    const { state, effects } = step(agent, input, { now: T0 + afterS, runningS: afterS })
    agent = state
    return effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []))
  }
  const [first] = give({ kind: 'connected' }, 0)
  assert.equal(first?.kind === 'birth' && first.proof, null)
  const window = { from: T0 - 3600, to: T0 + 1 }
  const reading = {
    window,
    timelines: new Map([[server, [{ ...window, state: UP }]]]),
    speaksFrom: new Map([[server, window.from]]),
  }
  const [second] = give({ kind: 'read', reading }, 1)
  assert.ok(second?.kind === 'birth' && second.proof !== null && second.session > (first?.session ?? OPEN))
  assert.deepEqual(give({ kind: 'published', session: first?.session ?? 0, seq: 1 }, 2), [])
})

test('an agent goes on above the greatest session that somebody else can have had heard', () => {
  const server = component('server')
  const pair = pairOf(new Map([[server, [{ from: T0 - 86_400, to: OPEN, state: UP }]]]))
  give(pair, { kind: 'connected' })
  read(pair, T0 + 1)
  const own = pair.sent.findLast(({ kind }) => kind === 'birth')
  assert.ok(own)
  const copied = { ...own, session: 2 ** 48, seq: 1 }
  const heard = receive(pair.copy, pair.hearing, copied, { now: T0 + 2, revision: 0 })
  pair.copy = heard.event ? evolveCopy(pair.copy, heard.event) : pair.copy
  pair.hearing = heard.hearing
  for (let beat = 1; beat < 4; beat++) read(pair, T0 + 300 * beat)
  assert.ok(pair.hearing.seen.session > 2 ** 48)
  assert.equal(pair.hearing.seen.session, pair.agent.session)
  assert.equal(pair.hearing.seen.watermark, pair.agent.journal.to)
})

test('above a session that leaves no room an agent does not rise: it says so, and stays as it is', () => {
  const { agent } = pairOf(new Map([[component('server'), []]]))
  const current = Number.MAX_SAFE_INTEGER
  const payload = encodeAck({ ...ackOf(agent.session), current })
  const decoded = decodeMessage('ack', payload)
  assert.ok(decoded.ok, 'it is read')
  const { state, effects } = step(agent, { kind: 'acked', ack: decoded.message }, { now: T0, runningS: 0 })
  assert.equal(state.session, agent.session)
  assert.deepEqual(effects, [{ kind: 'report', what: 'unreachable-session' }])
})

test('births that shore takes and cannot read are told to the people on board, until it answers', () => {
  let { agent } = pairOf(new Map([[component('server'), []]]))
  const reports: string[] = []
  const give = (input: AgentInput, afterS: number) => {
    const { state, effects } = step(agent, input, { now: T0 + afterS, runningS: afterS })
    agent = state
    reports.push(...effects.flatMap((effect) => (effect.kind === 'report' ? [effect.what] : [])))
    const sent = effects.find((effect) => effect.kind === 'send')
    if (sent?.kind === 'send') give({ kind: 'published', session: sent.message.session, seq: sent.message.seq }, afterS)
  }
  give({ kind: 'connected' }, 0)
  give({ kind: 'woken' }, 300)
  assert.deepEqual([reports, agent.unanswered], [[], 2], 'an answer may be lost')
  give({ kind: 'woken' }, 600)
  give({ kind: 'woken' }, 900)
  assert.deepEqual([reports, agent.unanswered], [['births-unanswered'], 4])
  give({ kind: 'acked', ack: { ...ackOf(agent.session), seq: agent.seq } }, 901)
  give({ kind: 'woken' }, 1200)
  assert.deepEqual([reports.length, agent.unanswered], [1, 0])
})

const ackOf = (session: number): Ack => ({
  kind: 'ack',
  session,
  seq: 1,
  need: { kind: 'none' },
  watermark: null,
  hubTime: T0,
  current: null,
  revision: 0,
})
