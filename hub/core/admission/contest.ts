import type { Seconds } from '../../../shared/time.ts'
import type { Session } from '../../../shared/wire/messages.ts'

/**
 * Two agents with one credential push each other out, since the newest connection always wins. They show by taking
 * turns in their births: each installation has an id of its own.
 */
export type Contest = {
  readonly instance: number | null
  /** The last changes from one installation to another. */
  readonly turns: readonly { readonly at: Seconds; readonly instances: readonly [number, number] }[]
  readonly namedAt: Seconds | null
}

export const NO_CONTEST: Contest = { instance: null, turns: [], namedAt: null }

const TURNS = 3
const WINDOW_S = 600
const NAME_AGAIN_S = 3600

/** A birth of this installation came. */
export function sawInstance(contest: Contest, instance: number, at: Seconds): Contest {
  if (contest.instance === instance) return contest
  if (contest.instance === null) return { ...contest, instance }
  const turn = { at, instances: [contest.instance, instance] as const }
  return { ...contest, instance, turns: [...contest.turns, turn].slice(-TURNS) }
}

/** The installations that take turns, or null. New ones that follow each other and never come back are no contest. */
export function contested({ turns }: Contest, now: Seconds): readonly number[] | null {
  if (turns.length < TURNS || turns.some(({ at }) => at <= now - WINDOW_S)) return null
  const instances = new Set(turns.flatMap(({ instances }) => instances))
  return instances.size <= TURNS ? [...instances].sort((a, b) => a - b) : null
}

/**
 * Two agents with one journal (a copied disk or machine) are one installation. They show by a session that was heard and
 * says again what is older than that: it was overtaken by another, or two go on with the same one. However often the link of one agent breaks and leaves half-open sockets behind,
 * whatever it says next is newer than all that was heard of it; and one that lost its journal begins a session of its own.
 * Known as long as the process lives.
 */
export type Turns = {
  /** The sessions that were heard lately, the newest last. */
  readonly heard: readonly Session[]
  readonly at: readonly Seconds[]
}

export const NO_TURNS: Turns = { heard: [], at: [] }

const SESSIONS = 4

/** A message of this session came, and was heard or left out. */
export function spoke({ heard, at }: Turns, session: Session, isHeard: boolean, now: Seconds): Turns {
  if (isHeard) return { heard: [...heard.filter((one) => one !== session), session].slice(-SESSIONS), at }
  return { heard, at: heard.includes(session) ? [...at, now].slice(-TURNS) : at }
}

/** Whether agents with one journal push each other out. */
export const takesTurns = ({ at }: Turns, now: Seconds): boolean =>
  at.length === TURNS && at.every((one) => one > now - WINDOW_S)

/** Whether a contest is to be said now: at its beginning, and each hour that it lasts. */
export const toBeNamed = ({ namedAt }: Contest, now: Seconds): boolean =>
  namedAt === null || namedAt <= now - NAME_AGAIN_S
