import type { Clock } from '../../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../../shared/time.ts'
import type { TargetState } from '../ports/target.ts'
import type { Asked } from '../ports/tracker.ts'

/** Keeps a target from being asked over and over while it cannot answer. */
export interface Breaker {
  /** Nothing is to be asked before. */
  readonly until: () => Seconds
  /** What the last request came to. */
  told(asked: Asked<unknown>): void
  readonly state: () => TargetState
}

const IN_A_ROW = 5
const PROBE_EVERY_S = 300
/** However long it says: it may be mistaken. */
const LONGEST_S = 3600

/** `changed` is told when it becomes another kind of state. */
export function createBreaker(clock: Clock, random: () => number, changed: (state: TargetState) => void): Breaker {
  const now = () => toSeconds(clock.now())
  let failures = 0
  let until = 0
  let state: TargetState = { kind: 'answers', since: now(), words: null }

  const become = (kind: TargetState['kind'], words: string | null): void => {
    const isNew = state.kind !== kind
    state = { kind, since: isNew ? now() : state.since, words }
    if (isNew) changed(state)
  }

  function told(asked: Asked<unknown>): void {
    switch (asked.kind) {
      case 'ok':
      case 'refused':
        failures = 0
        until = 0
        become('answers', null)
        break
      case 'unauthorized':
        until = now() + PROBE_EVERY_S
        become('locked-out', asked.words)
        break
      case 'retry-later':
        until = now() + Math.min(asked.afterS ?? backoffS(1, random), LONGEST_S)
        become('too-many', asked.words)
        break
      case 'not-sent':
      case 'unknown':
        failures++
        // Whoever is overloaded may say for how long.
        if (asked.kind === 'unknown' && asked.afterS !== null) until = now() + Math.min(asked.afterS, LONGEST_S)
        if (failures < IN_A_ROW) break
        until = Math.max(until, now() + backoffS(failures - IN_A_ROW + 1, random))
        become('away', asked.words)
        break
    }
  }

  return { until: () => until, told, state: () => state }
}

const BASE_S = 5
const CAP_S = 300

/** Doubles with every failure in a row, up to five minutes, spread so that not all come back at once. */
export const backoffS = (failures: number, random: () => number): number =>
  Math.ceil(Math.min(CAP_S, BASE_S * 2 ** Math.min(10, failures - 1)) * (0.7 + 0.6 * random()))
