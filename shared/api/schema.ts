import * as v from 'valibot'
import { CATEGORIES } from '../excuse.ts'
import { STATES } from '../model.ts'

/**
 * What the answers of the hub's HTTP API are made of. Each room beside this one holds the answers of one subject, as schemas: the projections
 * produce these types, the pages are drawn from them, `/openapi.json` is generated from them. Times are ISO 8601 UTC in whole seconds,
 * durations end in `S`, shares are 0..100 or null.
 */

export const described = <const S extends v.GenericSchema>(schema: S, text: string) =>
  v.pipe(schema, v.description(text))

export const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
  v.description('ISO 8601, UTC'),
)

export const utcDay = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/), v.description('a day, UTC'))

export const slug = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/))

export const count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(100)))

export const state = v.picklist(STATES)

export const category = v.picklist(CATEGORIES)

export const verdict = v.picklist(['met', 'missed', 'undetermined'])

export const by = v.strictObject({
  kind: described(
    v.picklist(['vessel', 'hub', 'command-line', 'local', 'user', 'token']),
    '`user`: who had signed in; `token`: a program; `local`: by the name that somebody gave before there were accounts',
  ),
  name: v.nullable(v.string()),
})

export const named = v.strictObject({ id: slug, name: v.string() })

export const deed = { by, at: instant, reason: described(v.nullable(v.string()), 'as the person gave it') }

export const severity = v.picklist(['low', 'medium', 'high', 'critical'])

export type By = v.InferOutput<typeof by>
