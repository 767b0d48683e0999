import * as v from 'valibot'
import { CATEGORIES } from '../../shared/excuse.ts'
import { isComponentId } from '../../shared/model.ts'
import type { Span } from '../../shared/time.ts'
import type { By } from './events.ts'

const text = v.string()
const seconds = v.pipe(v.number(), v.integer())
const reviewAt = v.nullable(seconds)

const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), at: seconds, learnedAt: seconds, excuse: text, reason: text, ...entries })

/** The kinds of event about maintenance and its like, as they are stored. */
export const excuseKinds = (by: v.GenericSchema<unknown, By>, span: v.GenericSchema<unknown, Span>) =>
  [
    kind('excused', {
      component: v.nullable(v.pipe(text, v.guard(isComponentId))),
      category: v.picklist(CATEGORIES),
      span,
      reviewAt,
      by,
    }),
    kind('excuse-changed', { span, reviewAt, by }),
    kind('excuse-withdrawn', { by }),
  ] as const
