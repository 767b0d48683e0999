import type { CopyEvent } from '../../shared/link/copy.ts'
import type { VesselId } from '../../shared/model.ts'
import type { Seconds, Span } from '../../shared/time.ts'
import type { AccountEvent } from './accounts/account.ts'
import type { AlertEvent } from './alerts/alert.ts'
import type { MassSilenceEvent } from './alerts/mass-silence.ts'
import type { ExcuseEvent } from './excuses/excuse.ts'
import type { GroupExcuseEvent } from './excuses/group-excuse.ts'
import type { IncidentEvent } from './incidents/incident.ts'
import { isOfNotice, type NoticeEvent } from './notices/notice-outbox.ts'
import type { ProposalEvent } from './proposals/proposal.ts'
import type { ReportEvent } from './reports/report.ts'
import type { TicketEvent } from './tickets/ticket.ts'

/** Who caused an event. */
export type By =
  | { readonly kind: 'vessel' }
  | { readonly kind: 'hub' }
  | { readonly kind: 'command-line'; readonly name: string }
  /** By the name that somebody gave, before there were accounts. */
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'user'; readonly name: string }
  /** A program, by a token that a user made. */
  | { readonly kind: 'token'; readonly name: string; readonly user: string }

/** What shore enters about a vessel. */
export type Profile = {
  readonly name: string
  readonly imo: string | null
  readonly group: string | null
  readonly link: string | null
  readonly zone: string
  readonly contact: string | null
  /** Periods in service as entered; empty means since the vessel's earliest claim. */
  readonly inService: readonly Span[]
}

export type VesselEvent = Dated &
  (
    | { readonly type: 'vessel-added'; readonly profile: Profile; readonly by: By }
    | { readonly type: 'vessel-changed'; readonly profile: Partial<Profile>; readonly by: By }
    | { readonly type: 'vessel-retired'; readonly reason: string; readonly by: By }
    | { readonly type: 'credential-added'; readonly hash: string; readonly by: By }
    | { readonly type: 'credential-used'; readonly hash: string }
    | { readonly type: 'credential-removed'; readonly hash: string; readonly reason: string; readonly by: By }
    | CopyEvent
    /** Dated back to when the vessel was last heard. */
    | { readonly type: 'silence-began' }
    /** It was heard again; its truth is still to be told. */
    | { readonly type: 'silence-ended'; readonly since: Seconds }
    /** The watermark has passed the end of the silence: what was measured has taken its place. */
    | { readonly type: 'settled'; readonly since: Seconds; readonly heardAt: Seconds }
    | { readonly type: 'clock-skewed'; readonly offsetS: number }
    | { readonly type: 'clock-righted'; readonly offsetS: number }
    | { readonly type: 'identity-contested'; readonly instances: readonly number[] }
    | IncidentEvent
    | AlertEvent
    | TicketEvent
    | ProposalEvent
    | ExcuseEvent
    | NoticeEvent
  )

export type FleetEvent = Dated &
  (
    | { readonly type: 'listening-began' }
    | { readonly type: 'listening-ended' }
    /** Goes through command, log and projection to prove that something can. */
    | { readonly type: 'watch-tested' }
    | MassSilenceEvent
    | ReportEvent
    | NoticeEvent
    | GroupExcuseEvent
  )

/** When it became true (hub's clock; told times lie inside), and when shore knew. */
export type Dated = { readonly at: Seconds; readonly learnedAt: Seconds }

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
  isFleetEvent(event) || isOfNotice(event) ? event : null

export const FLEET_STREAM = 'fleet'
export const vesselStream = (id: VesselId): string => `vessel.${id}`

/** As the event of the accounts' stream; null for a foreign one. */
export const ofAccounts = (event: WatchEvent): AccountEvent | null => (isAccountEvent(event) ? event : null)
