import { begunAnew, type Copy, EMPTY_COPY, evolveCopy } from '../../shared/link/copy.ts'
import type { Timeline } from '../../shared/timeline.ts'
import { type Admission, evolveAdmission, locksOut, NOT_ADMITTED } from './admission/admission.ts'
import { type Alert, evolveAlerts } from './alerts/alert.ts'
import { type Component, evolveComponents } from './components/component.ts'
import type { VesselEvent } from './events.ts'
import { type Excuse, evolveExcuses } from './excuses/excuse.ts'
import { evolveMembership } from './excuses/membership.ts'
import { evolveIncidents, type Incident } from './incidents/incident.ts'
import { evolveNotes, type Note } from './notes/note.ts'
import { evolveNotices, NO_NOTICES, type Notices } from './notices/news.ts'
import { evolveClock } from './presence/clock-skew.ts'
import { evolvePresence, evolveSilences, type Presence } from './presence/presence.ts'
import { evolveProposals, type Proposal } from './proposals/proposal.ts'
import { remembered } from './proposals/remembered.ts'
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
  /** Those that stand. */
  readonly notes: readonly Note[]
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
  notes: [],
  notices: NO_NOTICES,
}

/** Whether somebody has entered it, or it has spoken: whoever asks may have made up the id. */
export const isKnown = ({ admission, components }: Vessel): boolean =>
  admission.profile !== null || components.length > 0

/** An event reaches the parts of the state that it concerns. */
export function evolveVessel(vessel: Vessel, event: VesselEvent): Vessel {
  const { admission, copy, membership, presence, alerts, notices } = vessel
  if (isOf(event, 'vessel', 'credential', 'identity'))
    return {
      ...vessel,
      admission: evolveAdmission(admission, event),
      copy: locksOut(event) ? begunAnew(copy) : copy,
      membership: evolveMembership(membership, event),
    }
  if (isOf(event, 'born', 'told')) {
    const told = {
      ...vessel,
      copy: evolveCopy(copy, event),
      components: evolveComponents(vessel.components, event),
    }
    if (event.type === 'told') return told
    return { ...told, admission: evolveAdmission(admission, event), presence: afterBirth(presence) }
  }
  if (isOf(event, 'silence', 'settled'))
    return { ...vessel, presence: evolvePresence(presence, event), silences: evolveSilences(vessel.silences, event) }
  if (isOf(event, 'clock')) return { ...vessel, clockOffsetS: evolveClock(event) }
  if (isOf(event, 'incident')) return { ...vessel, incidents: evolveIncidents(vessel.incidents, event) }
  if (isOf(event, 'excuse')) return { ...vessel, excuses: evolveExcuses(vessel.excuses, event) }
  if (isOf(event, 'note')) return { ...vessel, notes: evolveNotes(vessel.notes, event) }
  const told = { ...vessel, notices: evolveNotices(notices, event, vessel) }
  if (isOf(event, 'ticket')) return { ...told, tickets: evolveTickets(vessel.tickets, event) }
  if (isOf(event, 'alert')) return { ...told, alerts: evolveAlerts(alerts, event) }
  if (isOf(event, 'proposal')) return { ...told, proposals: evolveProposals(remembered(vessel, event), event) }
  return told
}

/** The first birth is the first contact. */
const afterBirth = (presence: Presence): Presence => (presence.kind === 'never-heard' ? { kind: 'heard' } : presence)
