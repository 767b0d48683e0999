import { type Hearing, hearingOf, type Note, receive } from '../../shared/link/hub.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import { whenBorn, whenLeftOut } from './admission/admission.ts'
import { spoke, type Turns } from './admission/contest.ts'
import { alarmsChangeAt } from './alerts/alarm.ts'
import { withConsequences } from './consequences.ts'
import type { Context, Surroundings } from './context.ts'
import { dated } from './dated.ts'
import type { Decision } from './decision.ts'
import type { VesselEvent } from './events.ts'
import { evolveExcuses } from './excuses/excuse.ts'
import { decideExcuse, type ExcuseAnswer, type ExcuseCommand } from './excuses/excuse-command.ts'
import { whenOfGroup } from './excuses/group-part.ts'
import { continuesAt, whenContinued } from './excuses/occurrence.ts'
import { noticeDueAt } from './notices/notices.ts'
import { clockOffset, whenClockShown } from './presence/clock-skew.ts'
import { silentAt, whenHeard, whenTimePasses } from './presence/presence.ts'
import { dayIsJudgedAt, whenChronic } from './proposals/chronic.ts'
import { proposalsChangeAt } from './proposals/proposals.ts'
import { evolveVessel, isKnown, type Vessel } from './vessel.ts'

/** A message as it arrived, with what is known beside the log: how far the vessel was heard, and what shore desires. */
export type MessageArrived = {
  readonly message: AgentMessage
  readonly hearing: Hearing | null
  readonly turns: Turns
  readonly now: Seconds
  readonly revision: number
  readonly around: Surroundings
}

/** What a message makes true, what is to be answered once that is stored, and what the register takes. */
export type MessageDecision = {
  readonly events: readonly VesselEvent[]
  readonly heard: boolean
  readonly hearing: Hearing
  readonly turns: Turns
  readonly ack: Ack | null
  readonly note: Note | null
  /** The clock on board minus the hub's, as this message shows it. */
  readonly offsetS: number | null
}

export function decideMessage(vessel: Vessel, arrived: MessageArrived): MessageDecision {
  const { message, hearing, now, revision, around } = arrived
  const received = receive(vessel.copy, hearing ?? hearingOf(vessel.copy.seen), message, { now, revision })
  const { heard, event, ack, note } = received
  const turns = spoke(arrived.turns, message.session, heard, now)
  if (!heard) {
    const events = whenLeftOut(vessel.admission, turns, now)
    return { events, heard, hearing: received.hearing, turns, ack, note, offsetS: null }
  }
  const when = dated(now)
  const offsetS = clockOffset(message, now)
  const news = event ? [{ ...event, ...when }] : []
  const { presence } = news.reduce(evolveVessel, vessel)
  const events: VesselEvent[] = [
    ...news,
    ...whenHeard(presence, received.hearing.seen.watermark, now).map((one) => ({ ...one, learnedAt: now })),
    ...(event?.type === 'born' ? whenBorn(vessel.admission, event.about.instance, now) : []),
    ...whenClockShown(vessel.clockOffsetS, offsetS).map((one) => ({ ...one, ...when })),
  ]
  const context = { ...around, now, watermark: received.hearing.seen.watermark, lastHeard: now }
  return {
    events: withConsequences(vessel, events, context),
    heard,
    hearing: received.hearing,
    turns,
    ack,
    note,
    offsetS,
  }
}

/** Time passed without a message. */
export function decideTime(vessel: Vessel, context: Context): readonly VesselEvent[] {
  const { now, lastHeard, listening, policy } = context
  const silence =
    lastHeard === null ? [] : whenTimePasses(vessel.presence, lastHeard, listening, policy.silentAfterS, now)
  const ofGroup = whenOfGroup(vessel, context)
  const recurring = whenContinued(ofGroup.reduce(evolveExcuses, vessel.excuses), now)
  const told = silence.map((event) => ({ ...event, learnedAt: now }))
  const events = withConsequences(vessel, [...told, ...ofGroup, ...recurring], context)
  return [...events, ...whenChronic(events.reduce(evolveVessel, vessel), context)]
}

/** Somebody entered maintenance, changed it or took it back: figures and alerts follow in the same decision. */
export function decideMaintenance(
  vessel: Vessel,
  command: ExcuseCommand,
  context: Context,
): Decision<VesselEvent, ExcuseAnswer> {
  const { components, excuses } = vessel
  const { events, answer } = decideExcuse({ isVessel: isKnown(vessel), components, excuses }, command, context.now)
  return { events: events.length === 0 ? events : withConsequences(vessel, events, context), answer }
}

/** When time alone can change anything about the vessel. */
export function nextDeadline(vessel: Vessel, context: Context): Seconds {
  const { lastHeard, listening, policy } = context
  const silence = lastHeard === null ? OPEN : silentAt(vessel.presence, lastHeard, listening, policy.silentAfterS)
  return Math.min(
    silence,
    whenOfGroup(vessel, context).length > 0 ? context.now : OPEN,
    ...vessel.excuses.map(continuesAt),
    alarmsChangeAt(vessel, context),
    proposalsChangeAt(vessel, context),
    noticeDueAt(vessel, context),
    vessel.presence.kind === 'never-heard' ? OPEN : dayIsJudgedAt(context),
  )
}
