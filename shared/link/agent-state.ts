import type { ComponentId } from '../model.ts'
import { OPEN, type Seconds } from '../time.ts'
import type { AgentAbout, AgentMessage, Digest, Session } from '../wire/messages.ts'
import type { Journal } from './journal.ts'

/** Now by the vessel's own clock, which may jump, and the seconds that this process has been running, which never do. */
export type Instant = { readonly now: Seconds; readonly runningS: number }

/** A component that is to be measured; `holdForS`: how long its last samples hold when no more can be read. */
export type Configured = { readonly id: ComponentId; readonly holdForS: number }

/** What the agent is told about itself from outside. */
export type About = Omit<AgentAbout, 'instance' | 'trouble' | 'heartbeatS'>

export type AgentOptions = {
  readonly heartbeatS: number
  /** Because of changes at most one summary in this time. */
  readonly minIntervalS: number
  /** A PUBACK overdue by this means close and redial. */
  readonly ackTimeoutS: number
}

export type AgentState = {
  readonly options: AgentOptions
  readonly about: About
  readonly configured: readonly Configured[]
  readonly journal: Journal
  /** Running time of earlier lives of this journal. */
  readonly ranS: number
  readonly random: number
  readonly session: Session
  readonly seq: number
  /** Up to where this process has read its database; null before the first read that succeeds. */
  readonly measuredTo: Seconds | null
  /** The clock is more than ten minutes before what the journal already holds. */
  readonly clockBehind: boolean
  /** Shore has this session's birth. */
  readonly acknowledged: boolean
  /** The least second not known on shore; `OPEN`: none; null: it is to be asked. */
  readonly told: Seconds | null
  /** The least second that changed since the last message was made. */
  readonly low: Seconds
  readonly sent: Sent | null
  /** The journal cannot be saved: what is sent is not on disk. */
  readonly diskRefuses: boolean
  /** A short code for what keeps the agent from reading its database. */
  readonly trouble: string | null
  /** A short code for why checks say nothing although the database answers. */
  readonly finding: string | null
  readonly toldTrouble: string | null
  /** The two sides differ although everything was told: until then (running time) nothing is to be proven. */
  readonly unprovenUntilS: number | null
  /** How often that was so since they last agreed. */
  readonly disagreements: number
  /** Births that reached shore (PUBACK) since it last answered anything. */
  readonly unanswered: number
  /** What shore last said: for the people on board. */
  readonly shore: { readonly watermark: Seconds | null; readonly offsetS: number; readonly at: Seconds } | null
  readonly pace: Pace
}

/** The last message that was sent: what an ack can answer. */
export type Sent = {
  readonly message: AgentMessage
  /** Where the parts of what it belongs to began. */
  readonly series: Seconds
  /** The digests that its root was made of. */
  readonly days: readonly Digest[]
  readonly lastDay: number
}

/** When things happened, in running time. */
export type Pace = {
  readonly connected: boolean
  /** Something is to be sent at once, or then. */
  readonly urgentAtS: number
  readonly sentAtS: number
  readonly changeSentAtS: number
  /** The session began, or its birth was sent last. */
  readonly bornAtS: number
  readonly savedAtS: number
  /** Since when a PUBACK is outstanding. */
  readonly unconfirmedSinceS: number | null
}

export type Effect =
  /** The journal is to be on disk before any later effect is carried out, as long as the disk takes it (`disk`). */
  | { readonly kind: 'save'; readonly journal: Journal }
  /** A copy is to be kept aside, for people: the clock was wrong and the journal is cut. */
  | { readonly kind: 'keep-copy'; readonly journal: Journal }
  | { readonly kind: 'send'; readonly message: AgentMessage }
  /** The connection is to be closed and dialled anew. */
  | { readonly kind: 'redial'; readonly reason: string }
  /** For the log; a difference for people, when it comes a second time. */
  | {
      readonly kind: 'report'
      readonly what: 'differs-although-told' | 'clock-was-ahead' | 'unreachable-session' | 'births-unanswered'
    }

export type Stepped = { readonly state: AgentState; readonly effects: readonly Effect[] }

/** Before anything has happened. */
export const STILL: Pace = {
  connected: false,
  urgentAtS: OPEN,
  sentAtS: -OPEN,
  changeSentAtS: -OPEN,
  bornAtS: -OPEN,
  savedAtS: -OPEN,
  unconfirmedSinceS: null,
}

const BOOT = 0x1_0000

/** A new session (rules 1, 5 and 8), above every one that the journal or shore has seen. */
export function reborn(state: AgentState, atS: number, above: Session = state.session): AgentState {
  const boots = Math.max(state.journal.boots, Math.floor(above / BOOT)) + 1
  return {
    ...state,
    journal: { ...state.journal, boots },
    session: boots * BOOT + scattered(state.random, boots),
    seq: 0,
    acknowledged: false,
    told: null,
    low: OPEN,
    sent: null,
    unprovenUntilS: null,
    // The old session's message may still be on its way: the new birth does not wait for its PUBACK.
    pace: { ...state.pace, urgentAtS: atS, bornAtS: atS, unconfirmedSinceS: null },
  }
}

/** Something was learned of `[at, ...)` (rule 5). */
export function changed(state: AgentState, at: Seconds): AgentState {
  return { ...state, low: Math.min(state.low, at), told: state.told === null ? null : Math.min(state.told, at) }
}

/** Sixteen bits that two lives from the same journal do not share. */
const scattered = (random: number, boots: number): number =>
  (Math.imul(random ^ (boots * 0x9e37_79b1), 0x85eb_ca6b) >>> 16) & 0xffff
