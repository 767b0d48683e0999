import type {
  Alerts,
  Alert as AlertView,
  Excuse as ExcuseView,
  Fleet,
  Health,
  Maintenance,
  Proposals,
  Vessel,
  VesselTimeline,
} from '../shared/api.ts'
import type { Sums } from '../shared/availability.ts'
import type { Seen } from '../shared/link/copy.ts'
import type { ComponentId, StateCode, VesselId } from '../shared/model.ts'
import type { Seconds, Span } from '../shared/time.ts'
import type { Timeline } from '../shared/timeline.ts'
import type { AgentAbout } from '../shared/wire/messages.ts'
import type { Alert, AlertEnd, AlertId, AlertKind, AlertReason, Deed } from './core/alert.ts'
import type { AlertAnswer, AlertCommand } from './core/alert-command.ts'
import type { Profile, WatchEvent } from './core/events.ts'
import type { Excuse } from './core/excuse.ts'
import type { ExcuseAnswer, ExcuseCommand } from './core/excuse-command.ts'
import type { Message } from './core/notice.ts'
import type { Presence } from './core/presence.ts'
import type { Decided, ProposalCommand } from './core/proposal-command.ts'
import type { Component } from './core/service.ts'
import type { IssueRef, IssueStatus } from './core/ticket.ts'
import type { Block, TicketDraft } from './core/ticket-draft.ts'

/** Strictly increasing in the log, with gaps: compare, never count. */
export type Position = number

/** The position of a stream's last batch; 0 when it is empty. Opaque to callers. */
export type Version = Position

/** Stored whole or not at all, at most 512 KiB. */
export type Batch = {
  readonly stream: string
  readonly position: Position
  readonly previous: Version
  readonly id: string
  readonly at: number
  readonly events: readonly WatchEvent[]
}

export type Appended =
  | { readonly kind: 'stored'; readonly position: Position; readonly repeated: boolean }
  | { readonly kind: 'conflict' }

/** The truth of the fleet. Faults: `too-large` for a batch over the limit, `unavailable` while it cannot write (full, away). */
export interface EventLog {
  /** Of this log: a checkpoint made with another log is void. */
  readonly id: string
  /** Stored and on disk when it answers `stored`. The same id with the same expectation again gives the same position. */
  append(
    stream: string,
    expected: Version,
    batch: { id: string; at: number; events: readonly WatchEvent[] },
    signal: AbortSignal,
  ): Promise<Appended>
  read(stream: string, after: Version, signal: AbortSignal): AsyncIterable<Batch>
  /** Every batch once and in order, also what other processes append; never ends by itself. */
  follow(after: Position, signal: AbortSignal): AsyncIterable<Batch | { readonly caughtUp: Position }>
  /** A barrier: everything acknowledged before is at or below it. */
  head(stream?: string): Promise<Position>
}

/** When each vessel was last heard and how far; losing the last seconds of it only delays silence. */
export type Heard = Seen & { readonly lastHeard: Seconds; readonly offsetS: number | null }

export type Bytes = { readonly up: number; readonly down: number }

/** Raw bytes on the sockets of one vessel, TLS included, on one UTC day. */
export type DayBytes = Bytes & { readonly vessel: VesselId; readonly day: number }

/** What is too frequent for the log: written every few seconds, with each append of a vessel's message, and at stop. */
export interface Register {
  /** `aliveAt` is when the hub last saved: after a crash its listening ended then. */
  load(): Promise<{ readonly aliveAt: Seconds | null; readonly heard: ReadonlyMap<VesselId, Heard> }>
  /** All of it or nothing: replaces the given vessels, the others stay; adds the bytes to those of their days. */
  save(aliveAt: Seconds, heard: ReadonlyMap<VesselId, Heard>, traffic: readonly DayBytes[]): Promise<void>
  /** The vessel's days from this one on, oldest first, without those that had none; kept for 400 days. */
  traffic(vessel: VesselId, since: number): Promise<readonly DayBytes[]>
}

export type LinkTopic = 'birth' | 'summary'

/** The MQTT edge, whatever the broker. */
export interface Link {
  start(): Promise<{ readonly host: string; readonly port: number }>
  stop(): Promise<void>
  /** QoS 0; dropped when the vessel is not connected here. */
  ack(vessel: VesselId, payload: Uint8Array): void
  /** Ends the vessel's connection, since its credential is no longer good. */
  disconnect(vessel: VesselId): void
}

/** What the edge asks of the hub. */
export interface LinkListener {
  /** Whether this secret is one of the vessel's; constant time for whoever watches. */
  admit(vessel: VesselId, secret: Uint8Array): Promise<boolean>
  /** The message is acknowledged (PUBACK) only when this settles; a rejection withholds it. */
  received(vessel: VesselId, topic: LinkTopic, payload: Uint8Array): Promise<void>
  connected(vessel: VesselId, from: string): void
  disconnected(vessel: VesselId): void
  /** Turned away at the edge; null is somebody who never showed who he is. */
  refused(vessel: VesselId | null, kind: string): void
  /** Raw bytes on the socket, TLS included. */
  traffic(vessel: VesselId, bytes: Bytes): void
}

/** What pages and API know of a vessel beside its timelines; folded from its stream. */
export type VesselRow = {
  readonly id: VesselId
  readonly profile: Profile
  readonly presence: Presence
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

export type Of = { readonly vessel: VesselId; readonly component: ComponentId }

/** One UTC day of a component, in each of the three figures. */
export type DaySums = { readonly best: Sums; readonly measured: Sums; readonly observed: Sums }

/** Rows that follow the log; made anew from it whenever they were made with another log or by another version. */
export interface ReadStore {
  position(): Position
  /** All of it and the position, or nothing. */
  write(position: Position, changes: readonly RowChange[]): void
  vessels(): readonly VesselRow[]
  vessel(id: VesselId): VesselRow | undefined
  /** Per component the pieces that touch the span, whole, and those before it back to where it was last up. */
  timelines(vessel: VesselId, span: Span): ReadonlyMap<ComponentId, Timeline<StateCode>>
  silence(vessel: VesselId): Timeline<true>
  listening(): Timeline<true>
  days(of: Of): ReadonlyMap<number, DaySums>
  /** Held ones too, in no order. */
  openAlerts(): readonly AlertRow[]
  /** The newest first; read only as far as they are taken. */
  resolvedAlerts(of: Pick<AlertQuery, 'kind' | 'vessel'>): Iterable<AlertRow>
  alert(vessel: VesselId, id: AlertId): AlertRow | undefined
  close(): void
}

/** What is asked of a timeline: `[from, to)`, of one component or of all. */
export type TimelineQuery = Span & { readonly component: ComponentId | null }

/** What is asked of the alerts; null fits all. */
export type AlertQuery = {
  readonly state: AlertView['state'] | null
  readonly kind: AlertKind | null
  readonly group: string | null
  readonly vessel: VesselId | null
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
  readonly listening: boolean
  /** How late the oldest deadline is that was not seen to; 0 while none is. */
  readonly overdueS: number
  /** Where approved tickets go; null while nothing says so. */
  readonly outbox: OutboxFigures | null
  readonly watchdog: WatchdogFigures | null
  /** Messages acknowledged since the start. */
  readonly beats: number
  readonly payloadFaults: readonly { readonly vessel: VesselId; readonly kind: string; readonly count: number }[]
  /** Connections and packets of those who never showed who they are, since the start. */
  readonly strangersRefused: readonly { readonly kind: string; readonly count: number }[]
  /** Raw bytes on the sockets since the start. */
  readonly traffic: readonly (Bytes & { readonly vessel: VesselId })[]
}

export type OutboxFigures = {
  readonly target: TargetState
  /** How long the oldest errand has been waiting; 0 while none is. */
  readonly ageS: number
  /** Whether it takes tickets as they are configured; empty until it was asked. */
  readonly checks: readonly Check[]
}

/** Null before the dead-man's switch took its first call. */
export type WatchdogFigures = { readonly calledAgoS: number | null }

/** What a target of the outbox last let be known of itself. */
export type TargetState = {
  readonly kind: (typeof TARGET_KINDS)[number]
  readonly since: Seconds
  readonly words: string | null
}

export const TARGET_KINDS = ['answers', 'away', 'locked-out', 'too-many'] as const

/** What the pages, the API and the metrics read; figures are computed as of the call. */
export interface Views {
  fleet(): Promise<Fleet>
  vessel(id: VesselId): Promise<Vessel | null>
  timeline(id: VesselId, query: TimelineQuery): Promise<VesselTimeline | null>
  alerts(query: AlertQuery): Promise<Alerts>
  alert(vessel: VesselId, id: AlertId): Promise<AlertView | null>
  /** What waits for a decision, and what was decided lately. */
  proposals(): Promise<Proposals>
  maintenance(query: MaintenanceQuery): Promise<Maintenance>
  health(): Health
  figures(): Promise<HubFigures>
  /** Calls `listener` with the vessel that changed, or null for the hub itself; it must return at once. The answer ends it. */
  changed(listener: (vessel: VesselId | null) => void): () => void
}

/** What people do, each by name; settles when what is read holds what was done. */
export type Act = (vessel: VesselId, command: AlertCommand) => Promise<AlertAnswer>

export type { Message }

/** `refused` and `retry-later` are certain: nothing went out. After `unknown` it may have. */
export type Delivery =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused' | 'retry-later' | 'unknown'; readonly words: string }

/** A way to tell people. The same key is the same message: a receiver can tell a repetition. */
export interface Notifier {
  readonly name: string
  send(message: Message, key: string): Promise<Delivery>
}

/** What is called to say that the hub does its work; it raises the alarm when it is not called. */
export interface Beacon {
  call(signal: AbortSignal): Promise<{ readonly kind: 'taken' } | { readonly kind: 'missed'; readonly words: string }>
}

/** What approvers decide. */
export type Decide = (vessel: VesselId, command: ProposalCommand) => Promise<Decided>

/** What people say about maintenance; as `Act`. */
export type Maintain = (vessel: VesselId, command: ExcuseCommand) => Promise<ExcuseAnswer>

export type { Block }

/**
 * What became of one request to a tracker. `refused`, `unauthorized`, `retry-later` and `not-sent` are certain: nothing was changed.
 * After `unknown` it may have been changed or not, now or in some minutes.
 */
export type Asked<T> = { readonly kind: 'ok'; readonly value: T } | Unanswered

export type Unanswered =
  /** `problems` are the tracker's words by its field names. */
  | { readonly kind: 'refused'; readonly words: string; readonly problems: Readonly<Record<string, string>> }
  | { readonly kind: 'unauthorized'; readonly words: string }
  | { readonly kind: 'retry-later'; readonly words: string; readonly afterS: number | null }
  | { readonly kind: 'not-sent'; readonly words: string }
  | { readonly kind: 'unknown'; readonly words: string; readonly afterS: number | null }

export type { IssueRef, IssueStatus }

export type Issue = IssueRef & {
  readonly status: IssueStatus
  /** Why it is done, in the tracker's word. */
  readonly resolution: string | null
  readonly labels: readonly string[]
}

/** One line of a checklist: whether the configuration fits what the tracker says of itself, soon will not, or could not be asked. */
export type Check = { readonly what: string; readonly standing: Standing; readonly words: string }

export const STANDINGS = ['good', 'unasked', 'soon', 'wrong'] as const
export type Standing = (typeof STANDINGS)[number]

/** The labels by which an issue is found again, and the approved draft; `without` are optional fields that it refused. */
export type IssueOrder = {
  readonly label: string
  readonly attempt: number
  readonly draft: TicketDraft
  readonly without: readonly string[]
}

/** Where tickets are: JIRA, or what stands in for it. No call repeats by itself what changes something. */
export interface IssueTracker {
  /** Where people see it. */
  readonly name: string
  /** Fields that it may leave out when they are refused. */
  readonly optionalFields: readonly string[]
  preflight(): Promise<readonly Check[]>
  /** Whether it lets the hub in, and lets it see and create. */
  probe(): Promise<Asked<null>>
  /** All that carry the label, oldest first. The search may be minutes behind; that the hub may see them was made sure. */
  find(label: string): Promise<Asked<readonly Issue[]>>
  create(order: IssueOrder): Promise<Asked<IssueRef>>
  /** At most 100. Up to date. Who is in neither list was not answered for. */
  fetch(
    ids: readonly string[],
  ): Promise<Asked<{ readonly issues: readonly Issue[]; readonly missing: readonly string[] }>>
  /** Once per `op`, as far as comments can be seen: it looks before it writes. */
  comment(id: string, op: string, blocks: readonly Block[]): Promise<Asked<null>>
  /** Nothing when it is there already; refused when the workflow has no way. */
  transition(id: string, to: IssueStatus): Promise<Asked<null>>
  /** Says that `duplicate` is one of `original`; once. */
  link(duplicate: IssueRef, original: IssueRef): Promise<Asked<null>>
  /** Puts a label back, beside those that are there. */
  label(id: string, label: string): Promise<Asked<null>>
}
