import { type AgentInput, start, step } from '../../shared/link/agent.ts'
import type { AgentState, Configured, Effect } from '../../shared/link/agent-state.ts'
import { type Copy, EMPTY_COPY, evolveCopy } from '../../shared/link/copy.ts'
import { type Hearing, hearingOf, receive } from '../../shared/link/hub.ts'
import type { Journal } from '../../shared/link/journal.ts'
import type { ComponentId, StateCode } from '../../shared/model.ts'
import { isComponentId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import { clip, type Timeline } from '../../shared/timeline.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'

/** One agent and one hub on a perfect line: what is sent arrives at once, what is answered too. */
export type Pair = {
  agent: AgentState
  copy: Copy
  hearing: Hearing
  disk: Journal | null
  now: Seconds
  sent: AgentMessage[]
  acks: Ack[]
  /** What the vessel's database would say. */
  truth: Map<ComponentId, Timeline<StateCode>>
}

export const component = (name: string): ComponentId => {
  if (!isComponentId(name)) throw new Error(`${name} is no component`)
  return name
}

export const T0 = 1_790_000_000

const options = { heartbeatS: 300, minIntervalS: 30, ackTimeoutS: 60 }
const about = { version: '1.0.0', revision: 0, refused: null }

export function pairOf(truth: Map<ComponentId, Timeline<StateCode>>, journal: Journal | null = null): Pair {
  const configured: Configured[] = [...truth.keys()].map((id) => ({ id, holdForS: 30 }))
  const agent = start({ journal, configured, about, options, random: 0x5eed_1234 }, { now: T0, runningS: 0 })
  return {
    agent,
    copy: EMPTY_COPY,
    hearing: hearingOf(EMPTY_COPY.seen),
    disk: journal,
    now: T0,
    sent: [],
    acks: [],
    truth,
  }
}

/** Gives the agent an input at this time and lets what it sends reach the hub, and the answers it. */
export function give(pair: Pair, input: AgentInput, now: Seconds = pair.now): void {
  pair.now = now
  const instant = { now, runningS: now - T0 }
  const { state, effects } = step(pair.agent, input, instant)
  pair.agent = state
  for (const effect of effects) carryOut(pair, effect)
}

/** Reads what the truth says from `from` on. */
export function read(pair: Pair, now: Seconds, from: Seconds = pair.agent.journal.to ?? now - 26 * 3600): void {
  const window = { from, to: now }
  const timelines = new Map([...pair.truth].map(([id, timeline]) => [id, clip(timeline, window)]))
  const speaksFrom = new Map([...pair.truth].map(([id, timeline]) => [id, timeline[0]?.from ?? now]))
  give(pair, { kind: 'read', reading: { window, timelines, speaksFrom } }, now)
}

function carryOut(pair: Pair, effect: Effect): void {
  if (effect.kind === 'save') pair.disk = effect.journal
  if (effect.kind !== 'send') return
  const { message } = effect
  pair.sent.push(message)
  const received = receive(pair.copy, pair.hearing, message, { now: pair.now, revision: 0 })
  if (received.event) pair.copy = evolveCopy(pair.copy, received.event)
  pair.hearing = received.hearing
  give(pair, { kind: 'published', session: message.session, seq: message.seq })
  if (received.ack === null) return
  pair.acks.push(received.ack)
  give(pair, { kind: 'acked', ack: received.ack })
}
