import * as v from 'valibot'
import { incident } from './incident.ts'
import { by, count, described, instant, named } from './schema.ts'

/** What events are about, for those who look for some. */
export const SUBJECTS = [
  'alert',
  'incident',
  'silence',
  'proposal',
  'ticket',
  'maintenance',
  'note',
  'notice',
  'vessel',
  'measurement',
  'report',
  'account',
  'hub',
] as const
export type Subject = (typeof SUBJECTS)[number]

/** Those who act: people by whatever way, the hub by itself, the vessels by what they tell. */
export const ACTORS = ['people', 'hub', 'vessel'] as const
export type Actor = (typeof ACTORS)[number]

/** One event of the log, as people read it. */
export const auditEntry = v.strictObject({
  position: described(count, 'of its batch in the log: what has the same was decided and stored together'),
  index: described(count, 'its place within the batch'),
  correlation: described(v.string(), 'id of the batch, that is of the one decision that it was part of'),
  at: described(instant, 'when it became true'),
  learnedAt: described(instant, 'when shore knew'),
  vessel: described(v.nullable(named), 'null: of no single vessel'),
  subject: v.picklist(SUBJECTS),
  type: v.string(),
  by,
  what: described(v.string(), 'in words'),
  why: described(v.nullable(v.string()), 'the reason, as a value or as a person gave it'),
  incidents: described(v.array(v.string()), 'in whose trails it stands'),
  facts: described(v.array(v.strictObject({ name: v.string(), value: v.string() })), 'what else it says'),
})

const next = described(v.nullable(v.string()), '`after` of the page behind this one; null: there is none')

/** The newest first. */
export const audit = v.strictObject({ at: instant, entries: v.array(auditEntry), next })

/** Everything about one incident, as it came into the log. */
export const trail = v.strictObject({ at: instant, incident, entries: v.array(auditEntry), next })

export type AuditEntry = v.InferOutput<typeof auditEntry>

export type Audit = v.InferOutput<typeof audit>

export type Trail = v.InferOutput<typeof trail>
