import type { ComponentId, StateCode } from '../model.ts'
import type { Seconds, Span } from '../time.ts'

/** One life of an agent's session: `boots << 16 | random16`. A greater one is newer. */
export type Session = number

/** Four bytes as an unsigned integer; 0 for a day of which nothing is claimed. */
export type Digest = number

/** A state that begins at `at` and holds until the next. */
export type Step = { readonly at: Seconds; readonly state: StateCode }

/** A component and the stretches of time that the agent can speak for: sorted, disjoint, the last one open (`OPEN`) unless it was removed. */
export type Claimed = { readonly id: ComponentId; readonly claims: readonly Span[] }

type Numbered = { readonly session: Session; readonly seq: number }

/** Nothing new since what shore knows; the digest proves it. 20 bytes. */
export type Short = Numbered & { readonly kind: 'short'; readonly until: Seconds; readonly digest: Digest }

/**
 * All changes within `[from, until)`, per component in the order of the session's birth, each timeline's steps at rising
 * seconds within it. `digest` is null in all but the last part.
 */
export type Full = Numbered & {
  readonly kind: 'full'
  readonly from: Seconds
  readonly until: Seconds
  readonly digest: Digest | null
  readonly timelines: readonly (readonly Step[])[]
  /** The agent's short code for what keeps it from measuring; null when nothing does. */
  readonly trouble: string | null
}

/** Once per session, and again until it is acknowledged. Without `until` and `digest` while no read of the database has succeeded. */
export type Birth = Numbered & {
  readonly kind: 'birth'
  readonly proof: { readonly until: Seconds; readonly digest: Digest } | null
  readonly components: readonly Claimed[]
  readonly about: AgentAbout
}

/** What an agent says of itself in its birth. */
export type AgentAbout = {
  readonly version: string
  /** Tells two agents with one credential apart: made once per data folder. */
  readonly instance: number
  readonly heartbeatS: number
  readonly revision: number
  readonly refused: { readonly revision: number; readonly reason: string } | null
  readonly trouble: string | null
}

export type Summary = Short | Full
export type AgentMessage = Birth | Summary

/** The hub's answer. `need.days` are its digests of the 35 days that end with the day of the message's `until`, oldest first. */
export type Ack = Numbered & {
  readonly kind: 'ack'
  readonly need:
    | { readonly kind: 'none' }
    | { readonly kind: 'birth' }
    | { readonly kind: 'days'; readonly days: readonly Digest[] }
  readonly watermark: Seconds | null
  readonly hubTime: Seconds
  /** The newest session that the hub knows, when it is above the one it answers. */
  readonly current: Session | null
  readonly revision: number
}

export type Message = AgentMessage | Ack

/** A summary over this is told in parts. */
export const PART_BYTES = 8192
/** No message is larger; what is, is refused unread. */
export const MESSAGE_BYTES = 2 * PART_BYTES
/** A birth lists no more, removed components included. */
export const LISTED_COMPONENTS = 256
export const DIGEST_DAYS = 35
