import type { ComponentId } from '../model.ts'
import { HOUR_S, MINUTE_S, OPEN, type Seconds } from '../time.ts'
import type { Ack, AgentMessage } from '../wire/messages.ts'
import {
  type About,
  type AgentOptions,
  type AgentState,
  type Configured,
  changed,
  type Instant,
  reborn,
  STILL,
  type Stepped,
} from './agent-state.ts'
import { answer } from './answer.ts'
import { type Journal, sameList } from './journal.ts'
import { type Amended, forget, goBlind, type Reading, takeIn, widen } from './reading.ts'
import { assertSound } from './sound.ts'
import { canTell, compose } from './telling.ts'

/**
 * The agent's side of the link protocol: a pure machine. The runtime begins it with `start`, gives it every input with
 * `step`, carries out the effects in their order (a `save` is on disk before a later `send` goes out; inputs may be
 * stepped meanwhile), and wakes it (`woken`) at `nextWake`, a running time, asked anew after each step. It keeps its own
 * heartbeat, limits what it sends because of changes, and closes a connection whose PUBACK is overdue.
 */
export type AgentInput =
  /** What is to be measured; taken over with the next reading. The heart of a configuration that comes while it runs. */
  | { readonly kind: 'configured'; readonly components: readonly Configured[] }
  | { readonly kind: 'about'; readonly about: About }
  /** `reading.window` ends at the time of the read; one that ends before `journal.to` amends the past alone. What lies between `journal.to` and its begin is not claimed. */
  | { readonly kind: 'read'; readonly reading: Reading }
  /** `trouble`: a short code for the cause. */
  | { readonly kind: 'read-failed'; readonly trouble: string }
  /** `finding`: a short code for why checks say nothing although the database answers; null when all do. */
  | { readonly kind: 'found'; readonly finding: string | null }
  /** Whether the disk refuses the journal. */
  | { readonly kind: 'disk'; readonly refuses: boolean }
  /** After a start without a journal the older slices are read, or days that the disk had lost: the claims reach as far. */
  | { readonly kind: 'backfilled'; readonly reading: Reading }
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected' }
  /** The PUBACK of that message came. */
  | { readonly kind: 'published'; readonly session: number; readonly seq: number }
  | { readonly kind: 'acked'; readonly ack: Ack }
  | { readonly kind: 'woken' }

export type Start = {
  /** As it was loaded; null on a disk without one. */
  readonly journal: Journal | null
  readonly configured: readonly Configured[]
  readonly about: About
  readonly options: AgentOptions
  /** 32 random bits. */
  readonly random: number
}

/** A process begins (rule 1): a new session of its journal, nothing known of what shore knows. */
export function start({ journal, configured, about, options, random }: Start, { runningS }: Instant): AgentState {
  const begun = journal ?? { instance: random, boots: 0, components: [], to: null, ring: [] }
  const state: AgentState = {
    options,
    about,
    configured,
    journal: begun,
    ranS: (begun.ring.at(-1)?.runningS ?? 0) - runningS,
    random,
    session: 0,
    seq: 0,
    measuredTo: null,
    clockBehind: false,
    acknowledged: false,
    told: null,
    low: OPEN,
    sent: null,
    diskRefuses: false,
    trouble: null,
    finding: null,
    toldTrouble: null,
    unprovenUntilS: null,
    disagreements: 0,
    unanswered: 0,
    shore: null,
    pace: STILL,
  }
  return reborn(state, runningS)
}

/** One input, and what it makes the agent do. */
export function step(before: AgentState, input: AgentInput, at: Instant): Stepped {
  const passed = whileTimePassed(waiting(before, at.now), at)
  const reacted = react(passed.state, input, at)
  const spoken = speak(reacted.state, at)
  assertSound(before, spoken.state)
  return { state: spoken.state, effects: [...passed.effects, ...reacted.effects, ...spoken.effects] }
}

/** The running time at which the machine wants to be woken; `OPEN` when nothing but an input can change anything. */
export function nextWake(state: AgentState): number {
  const { pace, options } = state
  const overdueAt = pace.unconfirmedSinceS === null ? OPEN : pace.unconfirmedSinceS + options.ackTimeoutS
  return Math.min(nextSendAt(state), overdueAt, state.unprovenUntilS ?? OPEN)
}

/** Since when the journal has been running, over all lives of its process: what `rereadFrom` counts in. */
export const runningTime = ({ ranS }: AgentState, { runningS }: Instant): number => ranS + runningS

function whileTimePassed(state: AgentState, { runningS }: Instant): Stepped {
  const { pace, options, unprovenUntilS } = state
  if (pace.unconfirmedSinceS !== null && runningS >= pace.unconfirmedSinceS + options.ackTimeoutS) {
    return {
      state: { ...state, pace: { ...pace, connected: false, unconfirmedSinceS: null } },
      effects: [{ kind: 'redial', reason: `no PUBACK for ${options.ackTimeoutS} s` }],
    }
  }
  // Rule 10: after an hour a birth and anew.
  if (unprovenUntilS !== null && runningS >= unprovenUntilS) {
    return quiet({ ...state, unprovenUntilS: null, told: null, pace: { ...pace, urgentAtS: runningS } })
  }
  return quiet(state)
}

function react(state: AgentState, input: AgentInput, at: Instant): Stepped {
  const { pace } = state
  switch (input.kind) {
    case 'configured':
      return quiet({ ...state, configured: input.components })
    case 'about':
      return quiet({ ...state, about: input.about, acknowledged: false, pace: { ...pace, urgentAtS: at.runningS } })
    case 'read':
      return read(state, input.reading, at)
    case 'read-failed':
      return readFailed({ ...state, trouble: input.trouble }, at)
    case 'found':
      return quiet({ ...state, finding: input.finding })
    case 'disk':
      return quiet({ ...state, diskRefuses: input.refuses })
    case 'backfilled':
      return amended(state, { journal: widen(state.journal, input.reading), changedAt: OPEN }, at)
    case 'connected':
      return quiet({ ...state, pace: { ...pace, connected: true, urgentAtS: at.runningS, unconfirmedSinceS: null } })
    case 'disconnected':
      return quiet({ ...state, pace: { ...pace, connected: false, unconfirmedSinceS: null } })
    case 'published': {
      const last = state.sent?.message
      if (last?.session !== input.session || last.seq !== input.seq) return quiet(state)
      return confirmed({ ...state, pace: { ...pace, unconfirmedSinceS: null } }, last)
    }
    case 'acked':
      return answer(state, input.ack, at)
    case 'woken':
      return quiet(state)
  }
}

/** An answer may be lost; of so many births in a row none was understood. */
export const UNANSWERED_BIRTHS = 3

/** The message reached shore. A birth is answered before that is confirmed, unless the hub can make nothing of it. */
function confirmed(state: AgentState, message: AgentMessage): Stepped {
  if (message.kind !== 'birth' || state.acknowledged) return quiet(state)
  const unanswered = state.unanswered + 1
  const effects = unanswered === UNANSWERED_BIRTHS ? [{ kind: 'report', what: 'births-unanswered' } as const] : []
  return { state: { ...state, unanswered }, effects }
}

function read(state: AgentState, reading: Reading, at: Instant): Stepped {
  const early = reading.window.to > at.now || clockOf(state, at.now) !== 'right'
  if (early) return quiet(state)
  const ids = state.configured.map(({ id }) => id)
  const taken = takeIn(state.journal, ids, reading, runningTime(state, at))
  const first = state.measuredTo === null
  const measured: AgentState = {
    ...state,
    clockBehind: false,
    trouble: null,
    measuredTo: Math.max(state.measuredTo ?? -OPEN, reading.window.to),
    pace: first || state.clockBehind ? { ...state.pace, urgentAtS: at.runningS } : state.pace,
  }
  return amended(measured, taken, at)
}

/** Rule 4b; before the first read that succeeds nothing is known, so nothing is said. */
function readFailed(state: AgentState, at: Instant): Stepped {
  if (clockOf(state, at.now) !== 'right') return quiet(state)
  const { measuredTo } = state
  if (measuredTo === null) return quiet(state)
  const heldUntil = new Map<ComponentId, Seconds>(
    state.configured.map(({ id, holdForS }) => [id, measuredTo + holdForS]),
  )
  return amended({ ...state, clockBehind: false }, goBlind(state.journal, heldUntil, at.now), at)
}

const PATIENCE_S = 10 * MINUTE_S

/** Rule 1: a clock that is little behind is waited for; one that is far behind is a fault. */
function clockOf({ journal }: AgentState, now: Seconds): 'right' | 'waited-for' | 'behind' {
  if (journal.to === null || now >= journal.to) return 'right'
  return now >= journal.to - PATIENCE_S ? 'waited-for' : 'behind'
}

const waiting = (state: AgentState, now: Seconds): AgentState =>
  clockOf(state, now) === 'behind' ? { ...state, clockBehind: true } : state

/** The journal came out changed: a changed list is a new session (rule 5), a changed past is to be told. */
function amended(state: AgentState, { journal, changedAt }: Amended, { runningS }: Instant): Stepped {
  const kept = forget(journal, shoreKnows(state) && changedAt === OPEN)
  const took = { ...state, journal: kept }
  const next = sameList(state.journal.components, kept.components) ? changed(took, changedAt) : reborn(took, runningS)
  const due = runningS >= state.pace.savedAtS + state.options.heartbeatS
  return kept.components === state.journal.components && !due ? quiet(next) : save(next, runningS)
}

/** Shore has everything, and by a clock that is not far from its own: a leap of the clock must not empty the journal. */
const shoreKnows = ({ told, shore }: AgentState): boolean =>
  told === OPEN && shore !== null && Math.abs(shore.offsetS) <= HOUR_S

/** Sends what is due, on disk before it goes out (rule 7). */
function speak(state: AgentState, { runningS }: Instant): Stepped {
  if (runningS < nextSendAt(state)) return quiet(state)
  const sent = compose(state)
  const saved = save(state, runningS)
  const { pace } = saved.state
  return {
    state: {
      ...saved.state,
      seq: sent.message.seq,
      low: OPEN,
      sent,
      pace: {
        ...pace,
        urgentAtS: OPEN,
        sentAtS: runningS,
        changeSentAtS: state.low < OPEN ? runningS : pace.changeSentAtS,
        bornAtS: sent.message.kind === 'birth' ? runningS : pace.bornAtS,
        unconfirmedSinceS: runningS,
      },
    },
    effects: [...saved.effects, { kind: 'send', message: sent.message }],
  }
}

/** Rule 6: at once when it is urgent, each heartbeat, and soon after a change. One message at a time is on its way. */
function nextSendAt(state: AgentState): number {
  const { pace, options } = state
  if (!pace.connected || pace.unconfirmedSinceS !== null) return OPEN
  const changeAt = state.low < OPEN && canTell(state) ? pace.changeSentAtS + options.minIntervalS : OPEN
  return Math.min(pace.urgentAtS, pace.sentAtS + options.heartbeatS, changeAt)
}

const quiet = (state: AgentState): Stepped => ({ state, effects: [] })

const save = (state: AgentState, runningS: number): Stepped => ({
  state: { ...state, pace: { ...state.pace, savedAtS: runningS } },
  effects: [{ kind: 'save', journal: state.journal }],
})
