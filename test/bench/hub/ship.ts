import { type AgentInput, start, step } from '../../../shared/link/agent.ts'
import type { AgentState } from '../../../shared/link/agent-state.ts'
import { DOWN, UP, type VesselId } from '../../../shared/model.ts'
import { HOUR_S, type Seconds } from '../../../shared/time.ts'
import { decodeMessage, encodeBirth, encodeSummary } from '../../../shared/wire/codec.ts'
import type { AgentMessage } from '../../../shared/wire/messages.ts'
import { componentId } from '../../hub/projections/given.ts'

export type Sent = { readonly topic: 'birth' | 'summary'; readonly payload: Uint8Array }

/** The agent's machine of one vessel with three components, and no more of an agent than that. */
export type Ship = {
  readonly vessel: VesselId
  /** It reads its database up to `now`, in which the server is up or down since the last read; what it then wants to send. */
  read(now: Seconds, server: 'up' | 'down'): readonly Sent[]
  /** The PUBACK of all that it sent, and answers of the hub; what it wants to send because of them. */
  answered(acks: readonly Uint8Array[]): readonly Sent[]
}

const COMPONENTS = ['access-point', 'dashboard', 'server'].map(componentId)
const options = { heartbeatS: 300, minIntervalS: 30, ackTimeoutS: 60 }
const about = { version: '0.1.0', revision: 0, refused: null }

export function createShip(vessel: VesselId, begin: Seconds, random: number): Ship {
  const configured = COMPONENTS.map((id) => ({ id, holdForS: 30 }))
  const speaksFrom = new Map(COMPONENTS.map((id) => [id, begin - HOUR_S]))
  let now = begin
  let state: AgentState = start({ journal: null, configured, about, options, random }, { now, runningS: 0 })
  let waiting: AgentMessage[] = []

  function give(input: AgentInput): readonly Sent[] {
    const stepped = step(state, input, { now, runningS: now - begin })
    state = stepped.state
    const messages = stepped.effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []))
    waiting.push(...messages)
    return messages.map(encode)
  }

  return {
    vessel,
    read(at, server) {
      now = at
      const window = { from: state.journal.to ?? now - HOUR_S, to: now }
      const timelines = new Map(
        COMPONENTS.map((id, nth) => [id, [{ ...window, state: nth === 2 && server === 'down' ? DOWN : UP }]]),
      )
      const sent = give({ kind: 'read', reading: { window, timelines, speaksFrom } })
      return state.pace.connected ? sent : [...sent, ...give({ kind: 'connected' })]
    },
    answered(acks) {
      const published = waiting
      waiting = []
      return [
        ...published.flatMap(({ session, seq }) => give({ kind: 'published', session, seq })),
        ...acks.flatMap((payload) => {
          const decoded = decodeMessage('ack', payload)
          return decoded.ok ? give({ kind: 'acked', ack: decoded.message }) : []
        }),
      ]
    },
  }
}

const encode = (message: AgentMessage): Sent =>
  message.kind === 'birth'
    ? { topic: 'birth', payload: encodeBirth(message) }
    : { topic: 'summary', payload: encodeSummary(message) }
