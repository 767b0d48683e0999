import * as v from 'valibot'
import { by, category, described, instant, named, slug } from './schema.ts'

const excuseDeed = v.strictObject({ by, at: instant, reason: v.string() })

/** Maintenance and its like: time that is not counted. */
export const excuse = v.strictObject({
  id: described(v.string(), 'unique within the vessel'),
  vessel: v.strictObject({ ...named.entries, group: v.nullable(v.string()), zone: v.string() }),
  component: described(v.nullable(named), 'null: the whole vessel'),
  category,
  reason: v.string(),
  from: instant,
  to: described(v.nullable(instant), 'null: until somebody knows better'),
  reviewAt: described(v.nullable(instant), 'when an open-ended one is to be looked at again'),
  state: v.picklist(['now', 'coming', 'past', 'withdrawn']),
  entered: excuseDeed,
  changed: v.array(excuseDeed),
  withdrawn: v.nullable(excuseDeed),
})

/** What is excused now, then what is to come, the first first; what is over and what was withdrawn, the last first. */
export const maintenance = v.strictObject({ at: instant, excuses: v.array(excuse) })

/** What became of what was asked about maintenance. */
export const maintenanceAnswer = v.strictObject({ vessel: slug, excuse: v.string() })

export type Excuse = v.InferOutput<typeof excuse>

export type Maintenance = v.InferOutput<typeof maintenance>
