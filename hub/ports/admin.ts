import type { Seconds } from '../../shared/time.ts'
import type { By } from '../core/by.ts'
import type { Delivery } from './notifier.ts'
import type { TargetState } from './target.ts'
import type { Check } from './tracker.ts'

export type Attempt = {
  readonly kind: Delivery['kind']
  readonly words: string | null
  readonly subject: string
  readonly at: Seconds
}

/** How it stands with one way to tell people, since the hub started. */
export type ChannelFigures = {
  readonly name: string
  readonly target: TargetState
  /** What became of the last attempt; null before the first. */
  readonly last: Attempt | null
  /** Of the last attempt with a test message. */
  readonly tested: Attempt | null
  /** Messages that have not gone out, and since when the oldest waits; `OPEN`: none does. */
  readonly waiting: number
  readonly waitingSince: Seconds
  /** One of them is a test. */
  readonly testing: boolean
}

/** The day whose digest was wanted last, and when; and when the next one is. */
export type DigestFigures = {
  readonly last: { readonly day: string; readonly at: Seconds } | null
  readonly nextAt: Seconds
}

/** Whether the tracker takes tickets as they are configured, line by line; empty until it was asked. */
export type ChecklistFigures = {
  readonly name: string
  readonly checks: readonly Check[]
  readonly askedAt: Seconds | null
  readonly asking: boolean
}

/** What only who runs the hub does. What comes of it is seen in the figures. */
export interface Admin {
  /** A test message goes into the outbox of the channel; false: there is no such channel. */
  test(channel: string, by: By): Promise<boolean>
  /** Asks the tracker again; false: nothing says where tickets go. */
  askTracker(): boolean
}

/** What the machine says of the hub. */
export type HostFacts = {
  readonly version: string
  readonly startedAt: Seconds
  readonly dataDir: string
  readonly dataBytes: number
  readonly freeBytes: number
  /** Of the edge; null when it goes without TLS. */
  readonly certificate: { readonly endsAt: Seconds; readonly isOwn: boolean } | null
}
