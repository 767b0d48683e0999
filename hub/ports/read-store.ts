import type { Sums } from '../../shared/availability.ts'
import type { Seen } from '../../shared/link/copy.ts'
import type { ComponentId, StateCode, VesselId } from '../../shared/model.ts'
import type { Seconds, Span } from '../../shared/time.ts'
import type { Timeline } from '../../shared/timeline.ts'
import type { AgentAbout } from '../../shared/wire/messages.ts'
import type { Profile } from '../core/admission/profile.ts'
import type { Alert, AlertEnd, AlertId, AlertReason, Deed } from '../core/alerts/alert.ts'
import type { AlertKind } from '../core/alerts/alert-kind.ts'
import type { Severity } from '../core/alerts/severity.ts'
import type { Component } from '../core/components/component.ts'
import type { Excuse } from '../core/excuses/excuse.ts'
import type { Note } from '../core/notes/note.ts'
import type { Presence } from '../core/presence/presence.ts'
import type { HistoryChange, HistoryStore, Stretch } from './history-store.ts'
import type { Position } from './log.ts'

/** What pages and API know of a vessel beside its timelines; folded from its stream. */
export type VesselRow = {
  readonly id: VesselId
  readonly profile: Profile
  readonly presence: Presence
  /** When it was first heard of. */
  readonly enteredAt: Seconds
  readonly retiredAt: Seconds | null
  /** How far the log has heard, and when; the register may be ahead. */
  readonly seen: Seen | null
  readonly heardAt: Seconds | null
  readonly about: AgentAbout | null
  /** Two agents with one credential: when that was last named, and their installations. */
  readonly contested: { readonly at: Seconds; readonly instances: readonly number[] } | null
  /** In the order of the newest birth, then those that it does not list any more. */
  readonly components: readonly ComponentRow[]
  /** In the order in which they were entered, the withdrawn ones too. */
  readonly excuses: readonly Excuse[]
  /** Those that stand, the newest first. */
  readonly notes: readonly Note[]
  /** The first UTC day of which there is detail: what came before stands in daily sums. */
  readonly detailFrom: number
}

export type ComponentRow = Component

/** An alert from its opening on; a resolved one stays for as long as there is detail. */
export type AlertRow = Alert & {
  readonly vessel: VesselId
  readonly reason: AlertReason
  /** What people did about it, and what the time that they gave brought about. */
  readonly deeds: readonly AlertDeed[]
  readonly resolved: { readonly at: Seconds; readonly reason: AlertEnd } | null
}

export type AlertDeed = Deed & {
  readonly did:
    | 'acknowledged'
    | 'acknowledgement-released'
    | 'acknowledgement-expired'
    | 'snoozed'
    | 'woken'
    | 'snooze-over'
    | 'noted'
  readonly until: Seconds | null
}

/** What a batch changes in the read store, in order. A span replaces the one that begins with it. */
export type RowChange =
  | { readonly kind: 'vessel'; readonly row: VesselRow }
  | { readonly kind: 'timeline'; readonly of: Of; readonly span: Span; readonly pieces: Timeline<StateCode> }
  | { readonly kind: 'silence'; readonly vessel: VesselId; readonly span: Span }
  | { readonly kind: 'listening'; readonly span: Span }
  | { readonly kind: 'alert'; readonly row: AlertRow }
  /** Those that were resolved before. */
  | { readonly kind: 'alerts-forgotten'; readonly vessel: VesselId; readonly before: Seconds }
  | { readonly kind: 'day'; readonly of: Of; readonly day: number; readonly sums: DaySums }
  | HistoryChange

export type Of = { readonly vessel: VesselId; readonly component: ComponentId }

/** One UTC day of a component, in each of the three figures. */
export type DaySums = { readonly best: Sums; readonly measured: Sums; readonly observed: Sums }

export type ResolvedSought = Stretch & {
  readonly kind: AlertKind | null
  readonly severity: Severity | null
  readonly acknowledged: boolean | null
}

/** Rows that follow the log; made anew from it whenever they were made with another log or by another version. */
export interface ReadStore extends HistoryStore {
  position(): Position
  /** All that is written in `work`, or nothing: a log is followed faster by many batches at once. */
  together(work: () => void): void
  /** Within `together`: what changed, and the position that it was changed at. */
  write(position: Position, changes: readonly RowChange[]): void
  /** Each the same row until anything of that vessel changes, its timelines too. */
  vessels(): readonly VesselRow[]
  vessel(id: VesselId): VesselRow | undefined
  /** Per component the pieces that touch the span, whole, and those before it back to where it was last up. */
  timelines(vessel: VesselId, span: Span): ReadonlyMap<ComponentId, Timeline<StateCode>>
  silence(vessel: VesselId): Timeline<true>
  /** The same until it changes. */
  listening(): Timeline<true>
  days(of: Of): ReadonlyMap<number, DaySums>
  /** Held ones too, in no order. */
  openAlerts(): readonly AlertRow[]
  /** The newest first; read only as far as they are taken. */
  resolvedAlerts(of: ResolvedSought): Iterable<AlertRow>
  alert(vessel: VesselId, id: AlertId): AlertRow | undefined
  close(): void
}
