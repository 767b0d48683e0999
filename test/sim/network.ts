import { decodeMessage, encodeAck, encodeBirth, encodeSummary } from '../../shared/wire/codec.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import type { Chance } from './chance.ts'
import type { Replica } from './shore.ts'
import type { Timers } from './timers.ts'
import type { Vessel } from './vessel.ts'

/** The satellite link: connections that keep their order while they live, and end in every way there is. */
export type Network = {
  setUp(up: boolean): void
  /** The connection breaks now; what was under way is lost, or comes late, when the vessel is elsewhere already. */
  cut(): void
  /** The vessel closes what it has and dials until there is a new one. */
  redial(): void
  send(message: AgentMessage): void
}

export type NetworkWorld = {
  readonly timers: Timers
  readonly chance: Chance
  readonly replicas: readonly Replica[]
  readonly vessel: () => Vessel
  readonly latencyS: number
  /** Of a message that is delivered twice, and of an answer that is lost. */
  readonly duplicates: number
  readonly lostAcks: number
  carried(direction: 'up' | 'down', bytes: Uint8Array): void
  answered(ack: Ack): void
  violated(text: string): void
  /** Where a replica's answers go: the vessel's newest connection to it, whoever made it. */
  readonly attached: Map<Replica, (ack: Uint8Array) => void>
  readonly calm: () => boolean
  /** The newest connection of a vessel wins: whoever else had one loses it. */
  won(): void
}

type Connection = { readonly replica: Replica; open: boolean; broken: boolean; upAt: number; downAt: number }

export function createNetwork(world: NetworkWorld): Network {
  const { timers, chance } = world
  let up = true
  let connection: Connection | null = null
  let dialling = 0
  /** What comes out of a dead connection when the link is there again: just as the vessel speaks on the next one. */
  let held: (() => void)[] = []

  function redial(): void {
    if (connection) connection.open = false
    connection = null
    dial(++dialling, 1)
  }

  function dial(attempt: number, waitS: number): void {
    timers.after(waitS * chance.next(), () => {
      if (attempt !== dialling || !world.vessel().alive()) return
      const replica = chance.pick(world.replicas)
      if (!up || !replica.up()) return dial(attempt, Math.min(10, waitS * 2))
      const made: Connection = { replica, open: true, broken: false, upAt: 0, downAt: 0 }
      connection = made
      world.attached.set(replica, (bytes) => down(made, () => acked(bytes)))
      world.won()
      for (const late of held) timers.after(2 * world.latencyS * chance.next(), late)
      held = []
      world.vessel().connected()
    })
  }

  function acked(bytes: Uint8Array): void {
    const decoded = decodeMessage('ack', bytes)
    if (!decoded.ok) {
      world.violated(decoded.why)
      return
    }
    if (!world.calm() && chance.happens(world.lostAcks)) return
    world.carried('down', bytes)
    world.vessel().acked(decoded.message)
  }

  /** In order, as long as the connection lives. */
  function down(on: Connection, then: () => void): void {
    on.downAt = Math.max(on.downAt, timers.now() + world.latencyS * (0.8 + 0.4 * chance.next()))
    timers.after(on.downAt - timers.now(), () => {
      if (on.open && !on.broken && connection === on) then()
    })
  }

  function send(message: AgentMessage): void {
    const on = connection
    if (on === null) return
    const bytes = message.kind === 'birth' ? encodeBirth(message) : encodeSummary(message)
    world.carried('up', bytes)
    on.upAt = Math.max(on.upAt, timers.now() + world.latencyS * (0.8 + 0.4 * chance.next()))
    timers.after(on.upAt - timers.now(), () => {
      if (!on.broken && on.open) return arrive(on, message, bytes)
      // What a dead connection held may still come out at the other end, long after.
      const late = () => arrive(on, message, bytes)
      const fate = chance.next()
      if (fate < 0.15) timers.after(chance.span(1, 900), late)
      else if (fate < 0.3) held.push(late)
    })
    if (!world.calm() && chance.happens(world.duplicates)) {
      timers.after(chance.span(1, 900), () => arrive(on, message, bytes))
    }
  }

  function arrive(on: Connection, message: AgentMessage, bytes: Uint8Array): void {
    const decoded = decodeMessage(message.kind === 'birth' ? 'birth' : 'summary', bytes)
    if (!decoded.ok) {
      world.violated(decoded.why)
      return
    }
    on.replica.receive(
      decoded.message,
      () => down(on, () => world.vessel().published(message)),
      (ack) => answered(on.replica, ack),
    )
  }

  function answered(replica: Replica, ack: Ack): void {
    world.answered(ack)
    world.attached.get(replica)?.(encodeAck(ack))
  }

  return {
    setUp(now) {
      up = now
      if (!up) cut()
    },
    cut,
    redial,
    send,
  }

  function cut(): void {
    const on = connection
    if (on === null) return
    on.broken = true
    // Now and then the end is noticed at once, else the overdue PUBACK tells it.
    if (chance.happens(0.5)) return
    timers.after(chance.next() * 30, () => {
      if (connection !== on) return
      world.vessel().disconnected()
      redial()
    })
  }
}
