import type { CopyEvent } from '../../shared/link/copy.ts'
import type { VesselId } from '../../shared/model.ts'
import type { AccountEvent } from './accounts/account.ts'
import type { AdmissionEvent } from './admission/admission.ts'
import type { AlertEvent } from './alerts/alert.ts'
import type { MassSilenceEvent } from './alerts/mass-silence.ts'
import type { Dated } from './dated.ts'
import type { ExcuseEvent } from './excuses/excuse.ts'
import type { GroupExcuseEvent } from './excuses/group-excuse.ts'
import type { IncidentEvent } from './incidents/incident.ts'
import type { NoteEvent } from './notes/note.ts'
import type { NoticeEvent } from './notices/notice.ts'
import type { ClockEvent } from './presence/clock-skew.ts'
import type { ListeningEvent } from './presence/listening.ts'
import type { PresenceEvent } from './presence/presence.ts'
import type { ProposalEvent } from './proposals/proposal.ts'
import type { ReportEvent } from './reports/report.ts'
import { isOf } from './subject.ts'
import type { TicketEvent } from './tickets/ticket.ts'

export type VesselEvent = Dated &
  (
    | AdmissionEvent
    | CopyEvent
    | PresenceEvent
    | ClockEvent
    | IncidentEvent
    | AlertEvent
    | TicketEvent
    | ProposalEvent
    | ExcuseEvent
    | NoteEvent
    | NoticeEvent
  )

export type FleetEvent = Dated &
  (
    | ListeningEvent
    /** Goes through command, log and projection to prove that something can. */
    | { readonly type: 'watch-tested' }
    | MassSilenceEvent
    | ReportEvent
    | NoticeEvent
    | GroupExcuseEvent
  )

export type WatchEvent = VesselEvent | FleetEvent | AccountEvent

type OfFleetAlone = Exclude<FleetEvent['type'], VesselEvent['type']>

const FLEET_TYPES: { readonly [T in OfFleetAlone]: true } = {
  'listening-began': true,
  'listening-ended': true,
  'watch-tested': true,
  'mass-silence-began': true,
  'mass-silence-ended': true,
  'group-excused': true,
  'group-excuse-changed': true,
  'group-excuse-withdrawn': true,
  'report-frozen': true,
  'report-part': true,
}

const ACCOUNT_TYPES: { readonly [T in AccountEvent['type']]: true } = {
  'user-added': true,
  'user-role-changed': true,
  'user-disabled': true,
  'user-enabled': true,
  'user-locked': true,
  'link-made': true,
  'password-set': true,
  'signed-in': true,
  'signed-out': true,
  'token-added': true,
  'token-revoked': true,
}

const isAccountEvent = (event: WatchEvent): event is AccountEvent => Object.hasOwn(ACCOUNT_TYPES, event.type)
export const isVesselEvent = (event: WatchEvent): event is VesselEvent => !isFleetEvent(event) && !isAccountEvent(event)

/** Of the fleet alone, and never of a vessel. */
export const isFleetEvent = (event: WatchEvent): event is Extract<FleetEvent, { type: OfFleetAlone }> =>
  Object.hasOwn(FLEET_TYPES, event.type)

/** As the event of a vessel's stream; null for a foreign one. */
export const ofVessel = (event: WatchEvent): VesselEvent | null => (isVesselEvent(event) ? event : null)

/** As the event of the fleet's stream; null for a foreign one. */
export const ofFleet = (event: WatchEvent): FleetEvent | null =>
  isFleetEvent(event) || isOf(event, 'notice') ? event : null

export const FLEET_STREAM = 'fleet'
export const vesselStream = (id: VesselId): string => `vessel.${id}`

/** As the event of the accounts' stream; null for a foreign one. */
export const ofAccounts = (event: WatchEvent): AccountEvent | null => (isAccountEvent(event) ? event : null)
