import type { Uplink, UplinkListener } from '../../agent/ports.ts'
import { type Copy, changed, EMPTY_COPY, evolveCopy } from '../../shared/link/copy.ts'
import { type Hearing, hearingOf, receive } from '../../shared/link/hub.ts'
import type { StateCode } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../../shared/time.ts'
import type { Timeline } from '../../shared/timeline.ts'
import { decodeMessage, encodeAck } from '../../shared/wire/codec.ts'
import type { AgentMessage } from '../../shared/wire/messages.ts'

const REDIAL_MS = 5000
const DOWN = { kind: 'cut', hub: 'hub.example.com:8883' } as const

/** A line without a network to the hub's real machine: what is published arrives at once, and is answered. */
export function fakeLine(clock: Clock) {
  let listener: UplinkListener | null = null
  let up = true
  let copy: Copy = EMPTY_COPY
  let hearing: Hearing = hearingOf(EMPTY_COPY.seen)
  let told = EMPTY_COPY.timelines
  let hubAheadS = 0
  const heard: AgentMessage[] = []

  function hear(message: AgentMessage): Uint8Array | null {
    heard.push(message)
    const now = toSeconds(clock.now()) + hubAheadS
    const received = receive(copy, hearing, message, { now, revision: 0 })
    if (received.event) {
      copy = evolveCopy(copy, received.event)
      told = changed(told, received.event.changes)
    }
    hearing = received.hearing
    return received.ack && encodeAck(received.ack)
  }

  async function carry(topic: 'birth' | 'summary', payload: Uint8Array): Promise<void> {
    const decoded = decodeMessage(topic, payload)
    if (!decoded.ok) throw new Error(decoded.why)
    const answer = hear(decoded.message)
    const to = listener
    if (answer) queueMicrotask(() => to?.acked(answer))
  }

  return {
    heard,
    shore: {
      watermark: (): Seconds | null => hearing.seen.watermark,
      trouble: (): string | null => copy.trouble,
      /** All that was ever told of the one component, nothing forgotten. */
      told: (): Timeline<StateCode> => [...told.values()][0] ?? [],
    },
    /** How far the hub's clock is ahead of the one on board. */
    hubAhead(seconds: number): void {
      hubAheadS = seconds
    },
    setUp(now: boolean): void {
      up = now
      if (up) listener?.connected()
      else listener?.disconnected({ ...DOWN, message: 'the link is down' })
    },
    /** The process at the other end is gone. */
    drop(): void {
      listener = null
    },
    uplink: (dead: () => boolean): Uplink => ({
      start(who) {
        listener = who
        if (up) who.connected()
      },
      stop: async () => {},
      publish: async (topic, payload) => {
        if (!up || dead()) throw new Error('the link is down')
        await carry(topic, payload)
      },
      redial(reason) {
        listener?.disconnected({ ...DOWN, message: reason })
        clock.after(REDIAL_MS, () => {
          if (up && !dead()) listener?.connected()
        })
      },
      traffic: () => [],
    }),
  }
}
