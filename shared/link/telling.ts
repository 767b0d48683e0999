import { dayOf, OPEN } from '../time.ts'
import type { AgentAbout, AgentMessage } from '../wire/messages.ts'
import type { AgentState, Sent } from './agent-state.ts'
import { dayDigests, rootDigest } from './digest.ts'
import { claimsOf, listOf } from './journal.ts'
import { firstPart } from './parts.ts'

/** What is to be said now (rules 6 and 7). */
export function compose(state: AgentState): Sent {
  const { journal, session, seq, told } = state
  const trouble = troubleOf(state)
  const { to } = journal
  const numbered = { session, seq: seq + 1 }
  if (to === null || !canTell(state)) {
    return { message: { ...birth(state), ...numbered, proof: null }, series: OPEN, days: [], lastDay: 0 }
  }
  const lastDay = dayOf(to)
  const days = dayDigests(claimsOf(journal.components), lastDay)
  const digest = rootDigest(days)
  if (!state.acknowledged || told === null) {
    return { message: { ...birth(state), ...numbered, proof: { until: to, digest } }, series: OPEN, days, lastDay }
  }
  if (told === OPEN && trouble === state.toldTrouble && state.unprovenUntilS === null) {
    return { message: { kind: 'short', ...numbered, until: to, digest }, series: OPEN, days, lastDay }
  }
  const from = Math.min(told, to - 1)
  const { until, timelines } = firstPart(claimsOf(journal.components), from, to)
  const proven = until === to && state.unprovenUntilS === null
  const message: AgentMessage = {
    kind: 'full',
    ...numbered,
    from,
    until,
    digest: proven ? digest : null,
    timelines,
    trouble,
  }
  return { message, series: Math.min(from, seriesSoFar(state)), days, lastDay }
}

/** Whether this process has anything to speak for: it has read its database, and its clock is not behind. */
export const canTell = ({ measuredTo, clockBehind }: AgentState): boolean => measuredTo !== null && !clockBehind

/** A message that told all that was left, and so carried the digest. */
export const isFinal = (message: AgentMessage): boolean =>
  message.kind === 'birth' ? message.proof !== null : message.digest !== null

const seriesSoFar = ({ sent }: AgentState) =>
  sent?.message.kind === 'full' && !isFinal(sent.message) ? sent.series : OPEN

function birth(state: AgentState) {
  const { journal, about, options } = state
  const said: AgentAbout = {
    ...about,
    instance: journal.instance,
    heartbeatS: options.heartbeatS,
    trouble: troubleOf(state),
  }
  return { kind: 'birth' as const, components: listOf(journal.components), about: said }
}

const CLOCK = 'clock'
const DISK = 'disk'
/** What the link may take on the way back looks like a clock that is ahead by as much. */
const SKEW_S = 30

/** What keeps the agent from measuring, from keeping what it measured, or from measuring rightly: the worst first. */
const troubleOf = ({ clockBehind, diskRefuses, trouble, finding, shore }: AgentState): string | null => {
  if (clockBehind) return CLOCK
  if (diskRefuses) return DISK
  const skewed = shore !== null && Math.abs(shore.offsetS) > SKEW_S
  return trouble ?? finding ?? (skewed ? CLOCK : null)
}
