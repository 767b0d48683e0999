import type { Alerts, Alert as AlertView } from '../../shared/api/alert.ts'
import type { Fleet } from '../../shared/api/fleet.ts'
import type { Excuse as ExcuseView, Maintenance } from '../../shared/api/maintenance.ts'
import type { Health } from '../../shared/api/problem.ts'
import type { Preview, Proposals } from '../../shared/api/proposal.ts'
import type { Reckoning } from '../../shared/api/reckoning.ts'
import type { VesselTimeline } from '../../shared/api/timeline.ts'
import type { Vessel } from '../../shared/api/vessel.ts'
import type { ComponentId, VesselId } from '../../shared/model.ts'
import type { Seconds, Span } from '../../shared/time.ts'
import type { AlertId } from '../core/alerts/alert.ts'
import type { AlertKind } from '../core/alerts/alert-kind.ts'
import type { Severity } from '../core/alerts/severity.ts'
import type { TicketDraft } from '../core/tickets/ticket-draft.ts'
import type { ChannelFigures, ChecklistFigures, DigestFigures } from './admin.ts'
import type { Cursor } from './history-store.ts'
import type { Position } from './log.ts'
import type { Bytes } from './register.ts'
import type { TargetState } from './target.ts'

/** What is asked of a timeline: `[from, to)`, of one component or of all. */
export type TimelineQuery = Span & { readonly component: ComponentId | null }

/** What is asked of the alerts; null fits all. */
export type AlertQuery = {
  readonly state: AlertView['state'] | null
  readonly kind: AlertKind | null
  readonly group: string | null
  readonly vessel: VesselId | null
  /** What is left out from here on fits all as well. */
  readonly severity?: Severity | null
  /** Whether somebody's acknowledgement stands, or stood when it was resolved. */
  readonly acknowledged?: boolean | null
  /** What stood at some time from here on, and before there. */
  readonly from?: Seconds | null
  readonly to?: Seconds | null
  /** Where the page before ended: the resolved ones behind it, and none that stand. */
  readonly after?: Cursor | null
  /** How many resolved ones at most. */
  readonly size: number
}

/** What is asked of maintenance and its like; null fits all. */
export type MaintenanceQuery = {
  readonly state: ExcuseView['state'] | null
  readonly group: string | null
  readonly vessel: VesselId | null
}

/** Numbers about the hub itself, for `/metrics`. */
export type HubFigures = {
  readonly logPosition: Position
  readonly projectionPosition: Position
  /** Since the register of last-heard times was saved; null before the first time. */
  readonly registerAgeS: number | null
  readonly snapshot: SnapshotFigures
  readonly listening: boolean
  /** How late the oldest deadline is that was not seen to; 0 while none is. */
  readonly overdueS: number
  /** How late the oldest errand, message or digest is that was not seen to. */
  readonly errandOverdueS: number
  /** Where approved tickets go; null while nothing says so. */
  readonly outbox: OutboxFigures | null
  readonly watchdog: WatchdogFigures | null
  /** Each way to tell people. */
  readonly channels: readonly ChannelFigures[]
  /** Null while nobody wants one. */
  readonly digest: DigestFigures | null
  /** Messages acknowledged since the start. */
  readonly beats: number
  readonly payloadFaults: readonly { readonly vessel: VesselId; readonly kind: string; readonly count: number }[]
  /** Connections and packets of those who never showed who they are, since the start. */
  readonly strangersRefused: readonly { readonly kind: string; readonly count: number }[]
  /** Raw bytes on the sockets since the start. */
  readonly traffic: readonly (Bytes & { readonly vessel: VesselId })[]
}

export type OutboxFigures = ChecklistFigures & {
  readonly target: TargetState
  /** How long the oldest errand has been waiting; 0 while none is. */
  readonly ageS: number
}

/** How it stands with what a start resumes from. */
export type SnapshotFigures = {
  /** Since the hub started; null before the first time. */
  readonly savedAt: Seconds | null
  /** Why it cannot be saved; null while it can. */
  readonly trouble: string | null
}

export type WatchdogFigures = {
  readonly everyS: Seconds
  /** Null before the dead-man's switch took its first call. */
  readonly calledAgoS: number | null
  /** Why it is not called; null while it is. */
  readonly why: string | null
}

/** What the pages, the API and the metrics read; figures are computed as of the call. */
export interface Views {
  fleet(): Promise<Fleet>
  vessel(id: VesselId): Promise<Vessel | null>
  timeline(id: VesselId, query: TimelineQuery): Promise<VesselTimeline | null>
  /** A period with the figures and every interval that they come from. */
  reckoning(id: VesselId, query: TimelineQuery): Promise<Reckoning | null>
  alerts(query: AlertQuery): Promise<Alerts>
  alert(vessel: VesselId, id: AlertId): Promise<AlertView | null>
  /** What waits for a decision, and what was decided lately. */
  proposals(): Promise<Proposals>
  /** What the tracker would get if a proposal that waits were approved with this text; null when none does. */
  preview(vessel: VesselId, proposal: string, draft: TicketDraft): Promise<Preview | null>
  /** How many wait for a person now, with the tickets that were held or refused, without what is snoozed or held. */
  waiting(): Promise<number>
  maintenance(query: MaintenanceQuery): Promise<Maintenance>
  health(): Health
  figures(): Promise<HubFigures>
  /** Calls `listener` with the vessel that changed, or null for the hub itself; it must return at once. The answer ends it. */
  changed(listener: (vessel: VesselId | null) => void): () => void
}
