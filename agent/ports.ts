import type { Journal } from '../shared/link/journal.ts'
import type { Sample } from '../shared/sampling.ts'
import type { Seconds, Span } from '../shared/time.ts'
import type { Check } from './core/check.ts'
import type { SourceFault } from './core/source-fault.ts'

/** What one hour of one check holds, to see whether it changed since it was read. */
export type Fingerprint = { readonly hour: Seconds; readonly print: string }

/** The vessel's own database. Every call settles within its limit, merges nothing on a breach, and rejects with a `SourceFault`. */
export interface SampleSource {
  /** Per check, in order of time; at one second down wins. Nothing outside of the window. */
  read(checks: readonly Check[], window: Span, signal: AbortSignal): Promise<readonly (readonly Sample[])[]>
  /** Per check, one for each whole hour of the window, oldest first; an hour without a point has one too. */
  fingerprints(
    checks: readonly Check[],
    window: Span,
    signal: AbortSignal,
  ): Promise<readonly (readonly Fingerprint[])[]>
  /** The time of the oldest point of each check; null when there is none. */
  oldest(checks: readonly Check[], signal: AbortSignal): Promise<readonly (Seconds | null)[]>
  /** Per check, why its answers are empty or not to be trusted although the database answers; null when all is well. */
  examine(checks: readonly Check[], signal: AbortSignal): Promise<readonly (SourceFault | null)[]>
  /** Whether anything like an InfluxDB answers: the cheapest question there is. */
  ping(signal: AbortSignal): Promise<void>
}

/** Keeps the journal over power cuts. `save` resolves when it is on disk. */
export interface JournalStore {
  load(): Promise<LoadedJournal>
  save(journal: Journal): Promise<void>
  /** Puts a copy aside for people, before the journal is cut. */
  keepCopy(journal: Journal): Promise<void>
}

export type LoadedJournal = {
  readonly journal: Journal | null
  readonly losses: readonly JournalLoss[]
  /** Stretches in the midst of the journal that were lost, and may be measured again from the database. */
  readonly missing: readonly Span[]
}

/** What of the journal could not be read at a start, and in English what becomes of it. */
export type JournalLoss = { readonly message: string } & (
  | { readonly kind: 'day'; readonly day: string }
  /** The one before it is used. */
  | { readonly kind: 'last-save' }
  /** A new one is started. */
  | { readonly kind: 'journal' }
  /** The disk does not let it be read: it may be whole. */
  | { readonly kind: 'unreadable' }
)

/** Why there is no connection; `message` says it in English, with what only who repairs it needs. */
export type LinkLoss = { readonly message: string } & (
  | { readonly kind: 'dialling' }
  | { readonly kind: 'no-answer' | 'no-name' | 'cut' | 'refused' | 'certificate' | 'other'; readonly hub: string }
)

/** The connection to shore; one at a time. */
export interface Uplink {
  start(listener: UplinkListener): void
  stop(): Promise<void>
  /** Settles with the PUBACK; rejects when the connection went first. */
  publish(topic: 'birth' | 'summary', payload: Uint8Array): Promise<void>
  /** Closes the connection and redials by the back-off rules. */
  redial(reason: string): void
  /** The last days, the latest first. */
  traffic(): readonly Traffic[]
}

/** Raw bytes on the socket in one UTC day (days since the epoch), TLS included, TCP and IP headers not. */
export type Traffic = { readonly day: number; readonly up: number; readonly down: number }

export interface UplinkListener {
  connected(): void
  /** The connection is gone, or a dial came to nothing. */
  disconnected(loss: LinkLoss): void
  acked(payload: Uint8Array): void
  /** Whether the hub's certificate could be accepted only because the clock on board is plainly wrong. */
  clockFault(wrong: boolean): void
}
