import * as v from 'valibot'
import { cause } from './fleet.ts'
import { category, described, instant, slug } from './schema.ts'

export const interval = v.strictObject({
  state: described(v.picklist(['up', 'down', 'unknown']), 'best knowledge'),
  from: instant,
  to: instant,
  source: v.picklist(['measured', 'silent', 'none']),
  cause: v.nullable(cause),
  excusedBy: described(v.nullable(v.string()), 'one of `excuses` by its id, or `out of service`'),
})

/** The intervals tile `[from, min(to, windowEnd))` of each component. */
export const timeline = v.strictObject({
  vessel: slug,
  from: instant,
  to: instant,
  watermark: v.nullable(instant),
  excuses: v.array(v.strictObject({ id: v.string(), component: v.nullable(slug), category, reason: v.string() })),
  components: v.array(v.strictObject({ id: slug, intervals: v.array(interval) })),
})

export type Interval = v.InferOutput<typeof interval>

export type VesselTimeline = v.InferOutput<typeof timeline>
