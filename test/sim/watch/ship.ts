import { type AgentInput, nextWake, start, step } from '../../../shared/link/agent.ts'
import type { AgentState, Effect, Instant } from '../../../shared/link/agent-state.ts'
import {
  type ComponentId,
  DOWN,
  isComponentId,
  isVesselId,
  NO_SAMPLES,
  UP,
  type VesselId,
} from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { HOUR_S, OPEN, toSeconds } from '../../../shared/time.ts'
import { join } from '../../../shared/timeline.ts'
import { decodeMessage, encodeBirth, encodeSummary } from '../../../shared/wire/codec.ts'
import type { AgentMessage } from '../../../shared/wire/messages.ts'
import type { Chance } from '../chance.ts'
import { isWithin, type State, stateOf, turnsOf, type VesselLife } from './oracle.ts'

/** Where a ship's messages go; settles with the PUBACK. */
export type Edge = (vessel: VesselId, topic: 'birth' | 'summary', payload: Uint8Array) => Promise<void>

/** A vessel that reads its own truth and tells it by the product's machine, as far as it has a link. */
export type Ship = {
  readonly id: VesselId
  begin(): void
  /** The hub is there, or gone. */
  shore(edge: Edge | null): void
  acked(payload: Uint8Array): void
}

export const HEARTBEAT_S = HOUR_S
const READ_EVERY_S = HOUR_S / 2
const CODES: Record<State, number> = { up: UP, down: DOWN, unknown: NO_SAMPLES }

export function createShip(life: VesselLife, clock: Clock, chance: Chance): Ship {
  const id = vesselId(life.id)
  const now = () => toSeconds(clock.now())
  const instant = (): Instant => ({ now: now(), runningS: now() - life.begin })
  const after = (seconds: number, then: () => void) => clock.after(Math.max(0, seconds) * 1000, then)
  let edge: Edge | null = null
  /** The connection that stands; each is another. */
  let connection: { readonly edge: Edge } | null = null
  let cancelWake = () => {}
  let cancelDial = () => {}
  let state: AgentState = start(
    {
      journal: null,
      configured: life.components.map((one) => ({ id: componentId(one.id), holdForS: 600 })),
      about: { version: '1', revision: 0, refused: null },
      options: { heartbeatS: HEARTBEAT_S, minIntervalS: 60, ackTimeoutS: 60 },
      random: chance.int(0, 0xffff_ffff),
    },
    instant(),
  )

  function give(input: AgentInput): void {
    const stepped = step(state, input, instant())
    state = stepped.state
    for (const effect of stepped.effects) carryOut(effect)
    cancelWake()
    const wakeAt = nextWake(state)
    if (wakeAt < OPEN) cancelWake = after(wakeAt - instant().runningS, () => give({ kind: 'woken' }))
  }

  function carryOut(effect: Effect): void {
    if (effect.kind === 'send') send(effect.message)
    if (effect.kind === 'redial') {
      connection = null
      dial()
    }
  }

  function send(message: AgentMessage): void {
    const on = connection
    if (on === null) return
    after(1 + 4 * chance.next(), () => {
      if (connection !== on) return
      const payload = message.kind === 'birth' ? encodeBirth(message) : encodeSummary(message)
      const topic = message.kind === 'birth' ? 'birth' : 'summary'
      const confirmed = () => {
        if (connection === on) give({ kind: 'published', session: message.session, seq: message.seq })
      }
      on.edge(id, topic, payload).then(confirmed, () => {})
    })
  }

  function dial(): void {
    cancelDial()
    cancelDial = after(5 + 60 * chance.next(), () => {
      if (edge === null || connection !== null || isWithin(life.offline, now())) return
      connection = { edge }
      give({ kind: 'connected' })
    })
  }

  function hangUp(): void {
    cancelDial()
    if (connection === null) return
    connection = null
    give({ kind: 'disconnected' })
  }

  function read(): void {
    const to = now()
    const from = state.journal.to ?? life.begin
    if (from >= to) return
    const timelines = life.components.map((one) => {
      const edges = [from, ...turnsOf(one).filter((at) => at > from && at < to), to]
      const pieces = edges
        .slice(0, -1)
        .map((at, i) => ({ from: at, to: edges[i + 1] ?? to, state: CODES[stateOf(one, at)] }))
      return [componentId(one.id), join(pieces)] as const
    })
    const speaksFrom = new Map(timelines.map(([component]) => [component, life.begin]))
    give({ kind: 'read', reading: { window: { from, to }, timelines: new Map(timelines), speaksFrom } })
  }

  function readAgain(): void {
    read()
    after(READ_EVERY_S * (0.8 + 0.4 * chance.next()), readAgain)
  }

  return {
    id,
    begin() {
      after(60 + 60 * chance.next(), readAgain)
      // What turns is seen with the next sample.
      for (const at of life.components.flatMap(turnsOf)) after(at - now() + chance.int(15, 60), read)
      for (const { from, to } of life.offline) {
        after(from - now(), hangUp)
        if (to < Infinity) after(to - now(), dial)
      }
    },
    shore(now) {
      edge = now
      if (edge === null) hangUp()
      else dial()
    },
    acked(payload) {
      const on = connection
      const decoded = decodeMessage('ack', payload)
      if (!decoded.ok) throw new Error(decoded.why)
      after(1 + 2 * chance.next(), () => {
        if (on !== null && connection === on) give({ kind: 'acked', ack: decoded.message })
      })
    },
  }
}

export function componentId(text: string): ComponentId {
  if (!isComponentId(text)) throw new Error(text)
  return text
}

function vesselId(text: string): VesselId {
  if (!isVesselId(text)) throw new Error(text)
  return text
}
