import type { Seconds } from '../../../shared/time.ts'

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

/** Whether a contest is to be said now: at its beginning, and each hour that it lasts. */
export const toBeNamed = (contest: Contest, now: Seconds): boolean =>
  contested(contest, now) !== null && (contest.namedAt === null || contest.namedAt <= now - NAME_AGAIN_S)
