import * as v from 'valibot'
import { CATEGORIES } from '../../../shared/excuse.ts'
import { patternSchema } from '../../../shared/pattern.ts'
import { by, component, kind, seconds, span, text } from './parts.ts'

const reviewAt = v.nullable(seconds)

const excuseKind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  kind(type, { excuse: text, reason: text, by, ...entries })
const groupKind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  kind(type, { groupExcuse: text, reason: text, by, ...entries })

const times = v.object({
  spans: v.array(span),
  recurs: v.nullable(v.object({ pattern: patternSchema, zone: text })),
  workedOutTo: v.nullable(seconds),
  ofGroup: v.nullable(v.object({ id: text, revision: v.number(), zone: text, within: v.array(span) })),
})

const zone = v.picklist(['UTC', 'vessel'])
const when = v.variant('kind', [
  v.object({ zone, kind: v.literal('once'), walls: span }),
  v.object({ zone, kind: v.literal('recurs'), pattern: patternSchema }),
])

/** The kinds of event about maintenance and its like, as they are stored. */
export const excuseKinds = [
  excuseKind('excused', {
    component: v.nullable(component),
    category: v.picklist(CATEGORIES),
    span,
    times: v.exactOptional(times),
    reviewAt,
  }),
  excuseKind('excuse-changed', { span, times: v.exactOptional(times), reviewAt }),
  excuseKind('excuse-withdrawn', {}),
  excuseKind('excuse-continued', { times }),
  groupKind('group-excused', {
    group: text,
    component: v.nullable(component),
    category: v.picklist(CATEGORIES),
    when,
    reviewAt,
  }),
  groupKind('group-excuse-changed', { when, reviewAt }),
  groupKind('group-excuse-withdrawn', {}),
] as const
