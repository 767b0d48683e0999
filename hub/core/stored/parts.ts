import * as v from 'valibot'
import { isComponentId, isVesselId } from '../../../shared/model.ts'
import { OPEN } from '../../../shared/time.ts'
import { SEVERITIES } from '../alerts/severity.ts'

/** What stored events are made of. */
export const text = v.string()
export const seconds = v.pipe(v.number(), v.integer())
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0))

/** The end of one that goes on is `null`. */
export const span = v.object({
  from: seconds,
  to: v.pipe(
    v.nullable(seconds),
    v.transform((to) => to ?? OPEN),
  ),
})

export const component = v.pipe(text, v.guard(isComponentId))
export const vessel = v.pipe(text, v.guard(isVesselId))
export const severity = v.picklist(SEVERITIES)

export const by = v.variant('kind', [
  v.object({ kind: v.literal('vessel') }),
  v.object({ kind: v.literal('hub') }),
  v.object({ kind: v.literal('command-line'), name: text }),
  v.object({ kind: v.literal('local'), name: text }),
  v.object({ kind: v.literal('user'), name: text }),
  v.object({ kind: v.literal('token'), name: text, user: text }),
])

/** One kind of event. */
export const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), at: seconds, learnedAt: seconds, ...entries })
