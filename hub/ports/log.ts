import type { WatchEvent } from '../core/events.ts'

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
  /** The one that was stored at this position; null where there is none. */
  at(position: Position, signal: AbortSignal): Promise<Batch | null>
  /** Every batch once and in order, also what other processes append; never ends by itself. */
  follow(after: Position, signal: AbortSignal): AsyncIterable<Batch | { readonly caughtUp: Position }>
  /** A barrier: everything acknowledged before is at or below it. */
  head(stream?: string): Promise<Position>
}
