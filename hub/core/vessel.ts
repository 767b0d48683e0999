import { type Copy, EMPTY_COPY, evolveCopy } from '../../shared/link/copy.ts'
import { type Hearing, hearingOf, type Note, receive } from '../../shared/link/hub.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import type { Timeline } from '../../shared/timeline.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import { type Admission, evolveAdmission, NOT_ADMITTED, whenBorn } from './admission.ts'
import { alarmsChangeAt } from './alerts/alarm.ts'
import { type Alert, evolveAlerts } from './alerts/alert.ts'
import { assess } from './alerts/assess.ts'
import type { Context, Surroundings } from './context.ts'
import type { Dated, VesselEvent } from './events.ts'
import { type Excuse, evolveExcuses } from './excuses/excuse.ts'
import { decideExcuse, type ExcuseCommand, type ExcuseDecision } from './excuses/excuse-command.ts'
import { whenOfGroup } from './excuses/group-part.ts'
import { evolveMembership } from './excuses/membership.ts'
import { continuesAt, whenContinued } from './excuses/occurrence.ts'
import { dayIsJudgedAt, whenChronic } from './incidents/chronic.ts'
import { evolveIncidents, type Incident } from './incidents/incident.ts'
import { evolveNotices, NO_NOTICES, type Notices, noticeDueAt, whenNoticeDue } from './notices/notice.ts'
import {
  evolvePresence,
  evolveSilences,
  type Presence,
  type PresenceEvent,
  silentAt,
  whenHeard,
  whenTimePasses,
} from './presence.ts'
import { evolveProposals, type Proposal } from './proposals/proposal.ts'
import { proposalsChangeAt } from './proposals/proposals.ts'
import { type Component, evolveComponents } from './service.ts'
import { evolveTickets, NO_TICKETS, type Tickets } from './tickets/ticket.ts'

/** Everything that crosses within one vessel, folded from its stream; bounded, in memory. */
export type Vessel = {
  readonly admission: Admission
  readonly copy: Copy
  readonly presence: Presence
  /** Its spells of silence, the last one `OPEN` while it is silent. */
  readonly silences: Timeline<true>
  readonly components: readonly Component[]
  /** Open ones, and ended ones that late truth may bring back. */
  readonly incidents: readonly Incident[]
  /** The open ones. */
  readonly alerts: readonly Alert[]
  /** Waiting ones, and decided ones that bear on what may be raised. */
  readonly proposals: readonly Proposal[]
  /** As last raised; null while the clock on board is right. */
  readonly clockOffsetS: number | null
  readonly tickets: Tickets
  readonly excuses: readonly Excuse[]
  readonly membership: Timeline<string>
  readonly notices: Notices
}

export const NEW_VESSEL: Vessel = {
  admission: NOT_ADMITTED,
  copy: EMPTY_COPY,
  presence: { kind: 'never-heard' },
  silences: [],
  components: [],
  incidents: [],
  alerts: [],
  proposals: [],
  clockOffsetS: null,
  tickets: NO_TICKETS,
  excuses: [],
  membership: [],
  notices: NO_NOTICES,
}

/** A message as it arrived, with what is known beside the log: how far the vessel was heard, and what shore desires. */
export type MessageArrived = {
  readonly message: AgentMessage
  readonly hearing: Hearing | null
  readonly now: Seconds
  readonly revision: number
  readonly around: Surroundings
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

export function decideMessage(vessel: Vessel, arrived: MessageArrived): MessageDecision {
  const { message, hearing, now, revision, around } = arrived
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
  const context = { ...around, now, watermark: received.hearing.seen.watermark, lastHeard: now }
  return {
    events: withConsequences(vessel, events, context),
    heard,
    hearing: received.hearing,
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
export function decideMaintenance(vessel: Vessel, command: ExcuseCommand, context: Context): ExcuseDecision {
  const { components, excuses, admission } = vessel
  const { events, answer } = decideExcuse(
    { isVessel: admission.profile !== null || components.length > 0, components, excuses },
    command,
    context.now,
  )
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
    noticeDueAt(vessel.notices, context),
    vessel.presence.kind === 'never-heard' ? OPEN : dayIsJudgedAt(context),
  )
}

/** Cause and consequence together. */
function withConsequences(vessel: Vessel, events: readonly VesselEvent[], context: Context): readonly VesselEvent[] {
  const after = events.reduce(evolveVessel, vessel)
  const consequences = assess(after, events, context)
  return [...events, ...consequences, ...whenNoticeDue(consequences.reduce(evolveVessel, after), context)]
}

/** Every event reaches every part of the state that it concerns. */
export const evolveVessel = (vessel: Vessel, event: VesselEvent): Vessel => ({
  admission: evolveAdmission(vessel.admission, event),
  copy: event.type === 'born' || event.type === 'told' ? evolveCopy(vessel.copy, event) : vessel.copy,
  presence: isOfPresence(event)
    ? evolvePresence(vessel.presence, event)
    : event.type === 'born'
      ? afterBirth(vessel.presence)
      : vessel.presence,
  silences: isOfPresence(event) ? evolveSilences(vessel.silences, event) : vessel.silences,
  components: evolveComponents(vessel.components, event),
  incidents: evolveIncidents(vessel.incidents, event),
  alerts: evolveAlerts(vessel.alerts, event),
  proposals: evolveProposals(vessel.proposals, event),
  clockOffsetS: evolveClock(vessel.clockOffsetS, event),
  tickets: evolveTickets(vessel.tickets, event),
  excuses: evolveExcuses(vessel.excuses, event),
  membership: evolveMembership(vessel.membership, event),
  notices: evolveNotices(vessel.notices, event, vessel.alerts),
})

const isOfPresence = (event: VesselEvent): event is Extract<VesselEvent, PresenceEvent> =>
  event.type === 'silence-began' || event.type === 'silence-ended' || event.type === 'settled'

function evolveClock(offsetS: number | null, event: VesselEvent): number | null {
  if (event.type === 'clock-skewed') return event.offsetS
  return event.type === 'clock-righted' ? null : offsetS
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
