import { DAY_S, HOUR_S, OPEN, type Seconds } from '../time.ts'
import { type Ack, type Birth, DIGEST_DAYS, type Digest, type Full } from '../wire/messages.ts'
import { type AgentState, changed, type Instant, reborn, type Sent, type Stepped } from './agent-state.ts'
import { leastClaim, sameList } from './journal.ts'
import { cutBack } from './reading.ts'
import { isFinal } from './telling.ts'

const TRUSTED_CLOCK_S = HOUR_S
const DISAGREEMENT_S = HOUR_S
const MARGIN_S = 7 * DAY_S
/** Above it there is room for this agent's own sessions for ever, and no hub believes that one came so far. */
const LAST_SESSION = 2 ** 52

/** What shore's answer makes of what is known there (rules 8 to 10). */
export function answer(state: AgentState, ack: Ack, at: Instant): Stepped {
  if (ack.current !== null && ack.current > state.session) {
    if (ack.current >= LAST_SESSION) return { state, effects: [{ kind: 'report', what: 'unreachable-session' }] }
    // Two agents with one credential take turns here: never faster than changes are told.
    const soonS = Math.max(at.runningS, state.pace.bornAtS + state.options.minIntervalS)
    return quiet(reborn({ ...state, unanswered: 0 }, soonS, ack.current))
  }
  const { sent } = state
  if (sent === null || sent.message.session !== ack.session || sent.message.seq !== ack.seq) return quiet(state)
  const heard: AgentState = {
    ...state,
    unanswered: 0,
    shore: { watermark: ack.watermark, offsetS: at.now - ack.hubTime, at: at.now },
    pace: { ...state.pace, unconfirmedSinceS: null },
  }
  if (state.clockBehind && Math.abs(ack.hubTime - at.now) <= TRUSTED_CLOCK_S) return clockWasAhead(heard, at)
  switch (ack.need.kind) {
    case 'birth': {
      const again = Math.max(at.runningS, heard.pace.bornAtS + heard.options.minIntervalS)
      return quiet({ ...heard, acknowledged: false, pace: { ...heard.pace, urgentAtS: again } })
    }
    case 'none':
      return quiet(acknowledged(heard, sent, at))
    case 'days':
      return differed(heard, sent, ack.need.days, ack.watermark, at)
  }
}

/** Shore has it (rule 9). */
function acknowledged(state: AgentState, { message }: Sent, at: Instant): AgentState {
  const known = message.kind === 'short' ? state : { ...state, acknowledged: true, toldTrouble: troubleIn(message) }
  if (isFinal(message)) return { ...known, told: state.low, disagreements: 0 }
  if (message.kind !== 'full') return known
  const told = { ...known, told: Math.min(message.until, state.low) }
  return state.unprovenUntilS === null ? atOnce(told, at) : told
}

/** Shore's copy differs (rule 10): to be told again from the first day that does. */
function differed(
  state: AgentState,
  sent: Sent,
  days: readonly Digest[],
  watermark: Seconds | null,
  at: Instant,
): Stepped {
  const { message } = sent
  const begin = (sent.lastDay - DIGEST_DAYS + 1) * DAY_S
  const index = sent.days.findIndex((digest, i) => digest !== days[i])
  const differs = index === -1 ? OPEN : begin + index * DAY_S
  const uncovered = (watermark ?? -OPEN) - MARGIN_S
  const from = Math.min(differs, uncovered < begin ? uncovered : OPEN)
  const least = leastClaim(state.journal.components)
  const heard: AgentState = {
    ...state,
    acknowledged: true,
    toldTrouble: message.kind === 'short' ? state.toldTrouble : troubleIn(message),
  }
  if (message.kind === 'full' && sent.series <= Math.max(from, least)) {
    const disagreeing = {
      ...heard,
      told: Math.min(message.until, state.low),
      unprovenUntilS: at.runningS + DISAGREEMENT_S,
      disagreements: state.disagreements + 1,
    }
    return { state: disagreeing, effects: [{ kind: 'report', what: 'differs-although-told' }] }
  }
  const told = Math.min(Math.max(from, least), state.low)
  return quiet(told === OPEN ? { ...heard, told } : atOnce({ ...heard, told }, at))
}

/** What the journal says of the time after now was never measured (rule 1): `to` was the wrong one, not the clock. */
function clockWasAhead(state: AgentState, { now, runningS }: Instant): Stepped {
  const { journal, changedAt } = cutBack(state.journal, now)
  const right = changed(
    {
      ...state,
      journal,
      acknowledged: true,
      clockBehind: false,
      measuredTo: state.measuredTo && Math.min(state.measuredTo, now),
    },
    changedAt,
  )
  return {
    state: sameList(state.journal.components, journal.components) ? right : reborn(right, runningS),
    effects: [
      { kind: 'keep-copy', journal: state.journal },
      { kind: 'report', what: 'clock-was-ahead' },
    ],
  }
}

const quiet = (state: AgentState): Stepped => ({ state, effects: [] })

const atOnce = (state: AgentState, { runningS }: Instant): AgentState => ({
  ...state,
  pace: { ...state.pace, urgentAtS: runningS },
})

const troubleIn = (message: Birth | Full): string | null =>
  message.kind === 'birth' ? message.about.trouble : message.trouble
