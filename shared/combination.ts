import { AGENT_OFF, DATABASE, DOWN, measured, NO_SAMPLES, type StateCode, UP } from './model.ts'
import type { Span } from './time.ts'
import { combine, type Timeline } from './timeline.ts'

/** How several checks make one component: `any` is up when one of them is, `all` when every one is. */
export type Combination = 'any' | 'all'

/** The timelines of a component's checks as the component's, in three-valued logic. */
export const combined = (
  checks: readonly Timeline<StateCode>[],
  span: Span,
  combination: Combination,
): Timeline<StateCode> => combine(checks, span, (states) => decide(states, combination))

/** One check's verdict settles it (an up for `any`, a down for `all`); else what is not known keeps it open. */
function decide(states: readonly (StateCode | undefined)[], combination: Combination): StateCode | undefined {
  if (states.every((state) => state === undefined)) return undefined
  const known = states.map((state) => state ?? NO_SAMPLES)
  const settling = combination === 'any' ? UP : DOWN
  if (known.includes(settling)) return settling
  const unknown = known.filter((state) => measured(state) === 'unknown')
  if (unknown.length === 0) return combination === 'any' ? DOWN : UP
  return unknown.reduce((a, b) => (telling(b) > telling(a) ? b : a))
}

/** How much of an unknown its cause explains: an agent that did not run more than a database, and anything more than an empty series. */
function telling(code: StateCode): number {
  if (code === AGENT_OFF) return 3
  if (code === DATABASE) return 2
  return code === NO_SAMPLES ? 0 : 1
}
