import * as v from 'valibot'
import { CATEGORIES } from '../../../shared/excuse.ts'
import { isComponentId } from '../../../shared/model.ts'
import { patternSchema } from '../../../shared/pattern.ts'
import type { Span } from '../../../shared/time.ts'
import type { By } from '../by.ts'

const text = v.string()
const seconds = v.pipe(v.number(), v.integer())
const reviewAt = v.nullable(seconds)

const dated = { at: seconds, learnedAt: seconds, reason: text }
const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), ...dated, excuse: text, ...entries })
const groupKind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), ...dated, groupExcuse: text, ...entries })

const timesSchema = (span: v.GenericSchema<unknown, Span>) =>
  v.object({
    spans: v.array(span),
    recurs: v.nullable(v.object({ pattern: patternSchema, zone: text })),
    workedOutTo: v.nullable(seconds),
    ofGroup: v.nullable(v.object({ id: text, revision: v.number(), zone: text, within: v.array(span) })),
  })

const whenSchema = (span: v.GenericSchema<unknown, Span>) => {
  const zone = v.picklist(['UTC', 'vessel'])
  return v.variant('kind', [
    v.object({ zone, kind: v.literal('once'), walls: span }),
    v.object({ zone, kind: v.literal('recurs'), pattern: patternSchema }),
  ])
}

/** The kinds of event about maintenance and its like, as they are stored. */
export const excuseKinds = (by: v.GenericSchema<unknown, By>, span: v.GenericSchema<unknown, Span>) =>
  [
    kind('excused', {
      component: v.nullable(v.pipe(text, v.guard(isComponentId))),
      category: v.picklist(CATEGORIES),
      span,
      times: v.exactOptional(timesSchema(span)),
      reviewAt,
      by,
    }),
    kind('excuse-changed', { span, times: v.exactOptional(timesSchema(span)), reviewAt, by }),
    kind('excuse-withdrawn', { by }),
    kind('excuse-continued', { times: timesSchema(span), by }),
    groupKind('group-excused', {
      group: text,
      component: v.nullable(v.pipe(text, v.guard(isComponentId))),
      category: v.picklist(CATEGORIES),
      when: whenSchema(span),
      reviewAt,
      by,
    }),
    groupKind('group-excuse-changed', { when: whenSchema(span), reviewAt, by }),
    groupKind('group-excuse-withdrawn', { by }),
  ] as const
