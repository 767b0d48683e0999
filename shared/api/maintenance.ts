import * as v from 'valibot'
import { patternSchema } from '../pattern.ts'
import { by, category, described, instant, named, slug } from './schema.ts'

const excuseDeed = v.strictObject({ by, at: instant, reason: v.string() })
const state = v.picklist(['now', 'coming', 'past', 'withdrawn'])
const deeds = { entered: excuseDeed, changed: v.array(excuseDeed), withdrawn: v.nullable(excuseDeed) }

/** Maintenance and its like: time that is not counted. */
export const excuse = v.strictObject({
  id: described(v.string(), 'unique within the vessel'),
  vessel: v.strictObject({ ...named.entries, group: v.nullable(v.string()), zone: v.string() }),
  component: described(v.nullable(named), 'null: the whole vessel'),
  category,
  reason: v.string(),
  from: described(instant, 'its first begin'),
  to: described(v.nullable(instant), 'its last end; null: until somebody knows better'),
  recurs: described(
    v.nullable(v.strictObject({ words: v.string(), zone: v.string(), pattern: patternSchema })),
    'null: it is once',
  ),
  next: described(
    v.array(v.strictObject({ from: instant, to: v.nullable(instant) })),
    'what goes on or comes next of it, three at most',
  ),
  reviewAt: described(v.nullable(instant), 'when an open-ended one is to be looked at again'),
  state,
  ofGroup: described(v.nullable(v.string()), 'the maintenance of a group of which it is the part of this vessel'),
  ...deeds,
})

const wall = described(v.string(), 'with a Z as clocks show it that go by UTC, without one as those of each vessel do')

/** Maintenance of all vessels of a group; what each has of it stands among the excuses. */
export const groupExcuse = v.strictObject({
  id: v.string(),
  group: v.string(),
  component: described(v.nullable(named), 'null: the whole vessel'),
  category,
  reason: v.string(),
  zone: v.picklist(['UTC', 'vessel']),
  from: wall,
  to: described(v.nullable(v.string()), 'as `from`; null: until somebody knows better'),
  recurs: described(v.nullable(v.strictObject({ words: v.string(), pattern: patternSchema })), 'null: it is once'),
  next: described(v.array(v.strictObject({ from: wall, to: v.nullable(wall) })), 'three at most'),
  reviewAt: v.nullable(instant),
  state,
  vessels: described(v.array(named), 'those that have a part in it'),
  ...deeds,
})

/** What is excused now, then what is to come, the first first; what is over and what was withdrawn, the last first. */
export const maintenance = v.strictObject({
  at: instant,
  excuses: v.array(excuse),
  groups: described(v.array(groupExcuse), 'in the same order'),
})

/** What became of what was asked about maintenance. */
export const maintenanceAnswer = v.union([
  v.strictObject({ vessel: slug, excuse: v.string() }),
  v.strictObject({ groupExcuse: v.string() }),
])

export type Excuse = v.InferOutput<typeof excuse>

export type GroupExcuse = v.InferOutput<typeof groupExcuse>

export type Maintenance = v.InferOutput<typeof maintenance>
