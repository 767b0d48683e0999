import { type Copy, EMPTY_COPY, evolveCopy } from '../../shared/link/copy.ts'
import { type Hearing, hearingOf, type Note, receive } from '../../shared/link/hub.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import type { Timeline } from '../../shared/timeline.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import { type Admission, evolveAdmission, NOT_ADMITTED, whenBorn } from './admission.ts'
import { alarmsChangeAt } from './alerts/alarm.ts'
import { type Alert, evolveAlerts } from './alerts/alert.ts'
import { assess } from './alerts/assess.ts'
import { clockOffset, evolveClock, whenClockShown } from './clock-skew.ts'
import type { Context, Surroundings } from './context.ts'
import type { Decision } from './decision.ts'
import type { VesselEvent } from './events.ts'
import { type Excuse, evolveExcuses } from './excuses/excuse.ts'
import { decideExcuse, type ExcuseAnswer, type ExcuseCommand } from './excuses/excuse-command.ts'
import { whenOfGroup } from './excuses/group-part.ts'
import { evolveMembership } from './excuses/membership.ts'
import { continuesAt, whenContinued } from './excuses/occurrence.ts'
import { dayIsJudgedAt, whenChronic } from './incidents/chronic.ts'
import { evolveIncidents, type Incident } from './incidents/incident.ts'
import { evolveNotices, NO_NOTICES, type Notices, noticeDueAt, whenNoticeDue } from './notices/notice.ts'
import { evolvePresence, evolveSilences, type Presence, silentAt, whenHeard, whenTimePasses } from './presence.ts'
import { evolveProposals, type Proposal } from './proposals/proposal.ts'
import { proposalsChangeAt } from './proposals/proposals.ts'
import { type Component, evolveComponents } from './service.ts'
import { isOf } from './subject.ts'
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
    ...whenClockShown(vessel.clockOffsetS, offsetS).map((one) => ({ ...one, ...dated })),
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
export function decideMaintenance(
  vessel: Vessel,
  command: ExcuseCommand,
  context: Context,
): Decision<VesselEvent, ExcuseAnswer> {
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

/** An event reaches the parts of the state that it concerns. */
export function evolveVessel(vessel: Vessel, event: VesselEvent): Vessel {
  const { admission, membership, presence, alerts, notices } = vessel
  if (isOf(event, 'vessel', 'credential', 'identity'))
    return {
      ...vessel,
      admission: evolveAdmission(admission, event),
      membership: evolveMembership(membership, event),
    }
  if (isOf(event, 'born', 'told')) {
    const told = {
      ...vessel,
      copy: evolveCopy(vessel.copy, event),
      components: evolveComponents(vessel.components, event),
    }
    if (event.type === 'told') return told
    return { ...told, admission: evolveAdmission(admission, event), presence: afterBirth(presence) }
  }
  if (isOf(event, 'silence', 'settled'))
    return { ...vessel, presence: evolvePresence(presence, event), silences: evolveSilences(vessel.silences, event) }
  if (isOf(event, 'clock')) return { ...vessel, clockOffsetS: evolveClock(event) }
  if (isOf(event, 'incident')) return { ...vessel, incidents: evolveIncidents(vessel.incidents, event) }
  if (isOf(event, 'ticket')) return { ...vessel, tickets: evolveTickets(vessel.tickets, event) }
  if (isOf(event, 'excuse')) return { ...vessel, excuses: evolveExcuses(vessel.excuses, event) }
  const told = { ...vessel, notices: evolveNotices(notices, event, alerts) }
  if (isOf(event, 'alert')) return { ...told, alerts: evolveAlerts(alerts, event) }
  if (isOf(event, 'proposal')) return { ...told, proposals: evolveProposals(vessel.proposals, event) }
  return told
}

/** The first birth is the first contact. */
const afterBirth = (presence: Presence): Presence => (presence.kind === 'never-heard' ? { kind: 'heard' } : presence)
