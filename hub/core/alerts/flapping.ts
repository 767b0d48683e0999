import { DOWN, type StateCode, UP } from '../../../shared/model.ts'
import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { Timeline } from '../../../shared/timeline.ts'
import type { AlertPolicy } from '../policy.ts'

/** Whether something comes and goes, and when it will have been steady for long enough. */
export type Flapping = { readonly turns: number; readonly steadyAt: Seconds }

/** Counts the turns between up and down in the stretch before `now`. */
export function flappingOf(timeline: Timeline<StateCode>, now: Seconds, { flapping }: AlertPolicy): Flapping {
  let turns = 0
  let last = -OPEN
  for (let at = timeline.length - 1; at > 0; at--) {
    const piece = timeline[at]
    if (piece === undefined || piece.from <= now - flapping.withinS) break
    if (piece.from > now || !isTurn(timeline[at - 1]?.state, piece.state)) continue
    turns++
    last = Math.max(last, piece.from)
  }
  return { turns, steadyAt: last === -OPEN ? now : last + flapping.withinS }
}

const isTurn = (a: StateCode | undefined, b: StateCode): boolean => (a === UP && b === DOWN) || (a === DOWN && b === UP)
