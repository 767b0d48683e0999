import { Fault } from '../shared/fault.ts'
import type { Note } from '../shared/link/hub.ts'
import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { toSeconds } from '../shared/time.ts'
import { decodeMessage, encodeAck, type Refusal } from '../shared/wire/codec.ts'
import type { AgentMessage } from '../shared/wire/messages.ts'
import { NO_TURNS, type Turns } from './core/admission/contest.ts'
import type { Surroundings } from './core/context.ts'
import { decideMessage, type MessageDecision } from './core/decide.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import type { Vessel } from './core/vessel.ts'
import type { Handle } from './handle.ts'
import type { HeardBoard } from './heard.ts'
import type { Listen } from './listen.ts'
import type { Link, LinkListener, LinkTopic } from './ports/link.ts'
import type { Tally } from './tally.ts'

export type IngestParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly board: HeardBoard
  readonly turns: Map<VesselId, Turns>
  readonly listen: Listen
  readonly tally: Tally
  readonly clock: Clock
  readonly log: Log
  readonly link: () => Pick<Link, 'ack'>
  readonly around: (vessel: VesselId) => Surroundings
  /** A sign of life came: last heard and watermark are newer than the log tells. */
  readonly heard: (vessel: VesselId, state: Vessel) => void
}

/** From the edge into the log: stored, then in the register, then answered. A hub that cannot write answers nothing. */
export function createIngest(parts: IngestParts): LinkListener['received'] {
  const { listen, tally, clock, log } = parts

  async function received(vessel: VesselId, topic: LinkTopic, payload: Uint8Array): Promise<void> {
    const trouble = listen.trouble()
    if (trouble) throw new Fault('unavailable', trouble.why, { retry: true })
    const decoded = decodeMessage(topic, payload)
    if (!decoded.ok) return unread(vessel, topic, decoded)
    try {
      const { ack, note } = await take(parts, vessel, decoded.message)
      if (note) unusual(vessel, note)
      if (ack) parts.link().ack(vessel, encodeAck(ack))
    } catch (error) {
      if (error instanceof Fault && error.code === 'unavailable') listen.failed(error)
      throw error
    }
  }

  /** Nothing that a vessel sends can stop the hub: it is counted, and named once. */
  function unread(vessel: VesselId, topic: LinkTopic, { kind, why }: Refusal): void {
    if (!tally.fault(vessel, kind, toSeconds(clock.now()))) return
    log.warn(
      { vessel, topic, kind, why },
      'a message that cannot be read is left out; more of its kind are only counted',
    )
  }

  /** People are to know what no agent sends that goes on with its own journal, though nobody heard it. */
  function unusual(vessel: VesselId, note: Note): void {
    const isStrange = note === 'older-session' || note === 'impossible-session'
    if (isStrange && tally.fault(vessel, note, toSeconds(clock.now()))) log.warn({ vessel, note }, STRANGE)
    else log.debug({ vessel, note }, 'a message that is not as usual')
  }

  return received
}

const STRANGE =
  'a message by another agent, or by one that lost its journal, is left out; more of its kind are only counted'

async function take(
  { handle, board, turns, tally, clock, around, heard }: IngestParts,
  vessel: VesselId,
  message: AgentMessage,
): Promise<MessageDecision> {
  const now = toSeconds(clock.now())
  const { answer } = await handle.command(
    vesselStream(vessel),
    (before) => {
      const hearing = board.hearing(vessel)
      const arrived = { message, hearing, turns: turns.get(vessel) ?? NO_TURNS, now, revision: 0 }
      const decision = decideMessage(before, { ...arrived, around: around(vessel) })
      return { events: decision.events, answer: decision }
    },
    ({ answer: decision, state }) => {
      const { hearing, offsetS } = decision
      turns.set(vessel, decision.turns)
      board.hear(vessel, hearing, decision.heard ? { lastHeard: now, offsetS } : null)
      if (decision.heard) heard(vessel, state)
    },
  )
  if (answer.events.length > 0) await board.flush()
  if (answer.heard) tally.beat()
  return answer
}
