import type { ComponentId } from '../../shared/model.ts'
import { DEFAULT_SLA, type SlaPolicy } from '../../shared/sla.ts'
import { DAY_S, HOUR_S, MINUTE_S, type Seconds } from '../../shared/time.ts'
import type { SeverityRule } from './alerts/severity.ts'
import type { DigestPolicy } from './notices/digest.ts'

/** What the fleet's owner wants, as data in every command that it bears on. */
export type Policy = {
  readonly silentAfterS: Seconds
  readonly sla: SlaPolicy
  readonly incident: IncidentPolicy
  readonly alerts: AlertPolicy
  readonly tickets: TicketPolicy
  /** On whose calendar months, quarters and years are reported. */
  readonly reports: { readonly zone: string }
  /** How old an incident is when a ticket is proposed. */
  readonly ticketAfterS: Seconds
  readonly proposals: ProposalPolicy
  /** Null while there is nobody to tell. */
  readonly notices: NoticePolicy | null
  /** The highest severity of all rules that fit. */
  readonly severity: readonly SeverityRule[]
  /** While one of these is down, the component's own alerts are held under it. */
  readonly dependsOn: ReadonlyMap<ComponentId, readonly ComponentId[]>
  /** Names on shore; a component without one is called by its id, spelled out. */
  readonly componentNames: ReadonlyMap<ComponentId, string>
}

export type IncidentPolicy = {
  /** An incident ends after so long of unbroken up. */
  readonly resolveAfterS: Seconds
  /** Incidents that began within so long are proposed as one. */
  readonly togetherWithinS: Seconds
}

export type TicketPolicy = {
  /** A closed issue is opened again for the same component for so long. */
  readonly reopenWithinS: Seconds
  /** Resolutions after which it is not. */
  readonly wontFix: readonly string[]
  /** What is done in the issue when the outage is over. */
  readonly onRecovery: 'comment' | 'transition'
}

export type AlertPolicy = {
  readonly downForS: Seconds
  /** When silence alarms; it is shown from `silentAfter` on. */
  readonly silentForS: Seconds
  /** Points above the target at which a missed SLA is met again for good. */
  readonly slaCloseAbove: number
  readonly noDataForS: Seconds
  readonly massSilence: MassSilencePolicy
  /** So many turns between up and down in so long are marked as flapping. */
  readonly flapping: { readonly transitions: number; readonly withinS: Seconds }
}

/** So large a share of a provider, a group or the fleet, silent within so long, is one alert. */
export type MassSilencePolicy = { readonly sharePercent: number; readonly withinS: Seconds }

export type NoticePolicy = {
  readonly channels: readonly string[]
  /** How long what is new of one vessel waits for more. */
  readonly groupForS: Seconds
  /** No vessel sends more than one message in this time. */
  readonly everyS: Seconds
  /** Null: nobody wants one. */
  readonly digest: DigestPolicy | null
  /** Where people open the pages; null while nothing says so. */
  readonly publicUrl: string | null
}

export type ProposalPolicy = {
  readonly per: 'vessel' | 'component'
  readonly remindAfterS: Seconds
  readonly escalateAfterS: Seconds
  readonly expireAfterS: Seconds
  readonly raiseAgainAfterS: Seconds
  /** A component that missed its SLA on so many of the last days. */
  readonly chronic: { readonly missed: number; readonly ofDays: number }
}

export const DEFAULT_POLICY: Policy = {
  silentAfterS: 15 * MINUTE_S,
  sla: DEFAULT_SLA,
  incident: { resolveAfterS: 30 * MINUTE_S, togetherWithinS: 10 * MINUTE_S },
  alerts: {
    downForS: 15 * MINUTE_S,
    silentForS: HOUR_S,
    slaCloseAbove: 1,
    noDataForS: HOUR_S,
    massSilence: { sharePercent: 30, withinS: 15 * MINUTE_S },
    flapping: { transitions: 6, withinS: HOUR_S },
  },
  reports: { zone: 'UTC' },
  ticketAfterS: 3 * DAY_S,
  notices: null,
  proposals: {
    per: 'vessel',
    remindAfterS: 4 * HOUR_S,
    escalateAfterS: DAY_S,
    expireAfterS: 30 * DAY_S,
    raiseAgainAfterS: 7 * DAY_S,
    chronic: { missed: 3, ofDays: 7 },
  },
  severity: [
    { kind: 'down', severity: 'medium' },
    { kind: 'silent', severity: 'medium' },
    { kind: 'down', gonePercent: 100, severity: 'high' },
    { kind: 'down', afterS: DAY_S, severity: 'high' },
    { kind: 'silent', afterS: DAY_S, severity: 'high' },
    { kind: 'down', afterS: 3 * DAY_S, severity: 'critical' },
    { kind: 'silent', afterS: 3 * DAY_S, severity: 'critical' },
  ],
  tickets: { reopenWithinS: 7 * DAY_S, wontFix: ["Won't Do", 'Duplicate'], onRecovery: 'comment' },
  dependsOn: new Map(),
  componentNames: new Map(),
}
