import { type Copy, EMPTY_COPY, evolveCopy } from '../../shared/link/copy.ts'
import { type Hearing, hearingOf, type Note, receive } from '../../shared/link/hub.ts'
import type { Seconds } from '../../shared/time.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import { type Admission, evolveAdmission, NOT_ADMITTED, whenBorn } from './admission.ts'
import type { Dated, VesselEvent } from './events.ts'
import { evolvePresence, type Listening, type Presence, whenHeard, whenTimePasses } from './presence.ts'

/** Everything that crosses within one vessel, folded from its stream; bounded, in memory. */
export type Vessel = {
  readonly admission: Admission
  readonly copy: Copy
  readonly presence: Presence
  /** As last raised; null while the clock on board is right. */
  readonly clockOffsetS: number | null
}

export const NEW_VESSEL: Vessel = {
  admission: NOT_ADMITTED,
  copy: EMPTY_COPY,
  presence: { kind: 'never-heard' },
  clockOffsetS: null,
}

/** A message as it arrived, with what is known beside the log: how far the vessel was heard, and what shore desires. */
export type MessageArrived = {
  readonly message: AgentMessage
  readonly hearing: Hearing | null
  readonly now: Seconds
  readonly revision: number
}

/** What a message makes true, what is to be answered once that is stored, and what the register takes. */
export type MessageDecision = {
  readonly events: readonly VesselEvent[]
  readonly heard: boolean
  readonly hearing: Hearing
  readonly ack: Ack | null
  readonly note: Note | null
  /** The clock on board minus the hub's, as this message shows it. */
  readonly offsetS: number | null
}

export function decideMessage(vessel: Vessel, { message, hearing, now, revision }: MessageArrived): MessageDecision {
  const received = receive(vessel.copy, hearing ?? hearingOf(vessel.copy.seen), message, { now, revision })
  const { heard, event, ack, note } = received
  if (!heard) return { events: [], heard, hearing: received.hearing, ack, note, offsetS: null }
  const dated = { at: now, learnedAt: now }
  const offsetS = clockOffset(message, now)
  const presence = event?.type === 'born' ? afterBirth(vessel.presence) : vessel.presence
  const events: VesselEvent[] = [
    ...(event ? [{ ...event, ...dated }] : []),
    ...whenHeard(presence, received.hearing.seen.watermark, now).map((one) => ({ ...one, learnedAt: now })),
    ...(event?.type === 'born' ? whenBorn(vessel.admission, event.about.instance, now) : []),
    ...clockEvents(vessel.clockOffsetS, offsetS, dated),
  ]
  return { events, heard, hearing: received.hearing, ack, note, offsetS }
}

/** Time passed without a message. */
export function decideTime(
  vessel: Vessel,
  lastHeard: Seconds,
  listening: Listening,
  silentAfterS: number,
  now: Seconds,
): readonly VesselEvent[] {
  return whenTimePasses(vessel.presence, lastHeard, listening, silentAfterS, now).map((event) => ({
    ...event,
    learnedAt: now,
  }))
}

export function evolveVessel(vessel: Vessel, event: VesselEvent): Vessel {
  const admission = evolveAdmission(vessel.admission, event)
  switch (event.type) {
    case 'born':
      return {
        ...vessel,
        admission,
        copy: evolveCopy(vessel.copy, event),
        presence: afterBirth(vessel.presence),
      }
    case 'told':
      return { ...vessel, copy: evolveCopy(vessel.copy, event) }
    case 'silence-began':
    case 'silence-ended':
    case 'settled':
      return { ...vessel, presence: evolvePresence(vessel.presence, event) }
    case 'clock-skewed':
      return { ...vessel, clockOffsetS: event.offsetS }
    case 'clock-righted':
      return { ...vessel, clockOffsetS: null }
    case 'vessel-added':
    case 'vessel-changed':
    case 'vessel-retired':
    case 'credential-added':
    case 'credential-used':
    case 'credential-removed':
    case 'identity-contested':
      return { ...vessel, admission }
  }
}

/** The first birth is the first contact. */
const afterBirth = (presence: Presence): Presence => (presence.kind === 'never-heard' ? { kind: 'heard' } : presence)

/** A clock ahead shows at once: nothing can be measured in the time to come. */
const AHEAD_S = 30
/** One behind looks like slow checks and a slow link; less than this the agent sees better, by the hub's time in an ack. */
const BEHIND_S = 3600

/** The clock on board minus the hub's, as far as a message shows it. A part tells of the past and shows nothing. */
function clockOffset(message: AgentMessage, now: Seconds): number | null {
  const until = untilOf(message)
  if (until === null) return null
  const offsetS = until - now
  return offsetS > AHEAD_S || offsetS < -BEHIND_S ? offsetS : 0
}

function untilOf(message: AgentMessage): Seconds | null {
  switch (message.kind) {
    case 'birth':
      return message.proof?.until ?? null
    case 'short':
      return message.until
    case 'full':
      return message.digest === null ? null : message.until
  }
}

function clockEvents(raised: number | null, offsetS: number | null, dated: Dated): VesselEvent[] {
  if (offsetS === null) return []
  const news = offsetS !== 0 && (raised === null || Math.abs(offsetS - raised) > AHEAD_S)
  if (news) return [{ type: 'clock-skewed', offsetS, ...dated }]
  if (offsetS === 0 && raised !== null) return [{ type: 'clock-righted', offsetS, ...dated }]
  return []
}
