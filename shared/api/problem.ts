import * as v from 'valibot'
import { count, instant } from './schema.ts'

/** RFC 9457; `errors` names every wrong parameter at once. */
export const problem = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: count,
  detail: v.string(),
  hint: v.optional(v.string()),
  errors: v.optional(v.array(v.strictObject({ parameter: v.string(), detail: v.string() }))),
})

/** `GET /readyz`: since when and why the hub cannot do its work, in words. */
export const health = v.strictObject({
  ready: v.boolean(),
  at: instant,
  log: v.strictObject({ writable: v.boolean(), since: v.nullable(instant), why: v.nullable(v.string()) }),
  link: v.strictObject({ up: v.boolean(), since: v.nullable(instant), why: v.nullable(v.string()) }),
})

export type Problem = v.InferOutput<typeof problem>

export type Health = v.InferOutput<typeof health>
