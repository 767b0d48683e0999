import * as v from 'valibot'
import { recovery } from './recovery.ts'
import { by, described, instant, named, severity } from './schema.ts'

export const ticketStage = v.picklist([
  'ready',
  'sending',
  'unknown',
  'refused',
  'parked',
  'held',
  'dropped',
  'linked',
  'closed',
])

/** An approved ticket on its way to a closed issue. */
export const ticket = v.strictObject({
  id: described(v.string(), 'that of the proposal that was approved; unique within the vessel'),
  vessel: v.strictObject({ ...named.entries, group: v.nullable(v.string()) }),
  components: described(v.array(named), 'what it is about; none when it is the vessel that was silent'),
  since: described(v.nullable(instant), 'when the first of its incidents began, as known now; null: it has none'),
  ended: described(v.nullable(instant), 'when the last of its incidents ended; null: one goes on, or it has none'),
  recovery: described(recovery, 'all that goes on of it is up (or heard) again, and not over yet'),
  severity: described(severity, 'as it was approved'),
  summary: v.string(),
  stage: ticketStage,
  stageSince: instant,
  why: described(v.nullable(v.string()), 'what brought it to this stage'),
  key: v.nullable(v.string()),
  url: v.nullable(v.string()),
  status: described(v.nullable(v.picklist(['new', 'in-progress', 'done'])), 'as the tracker last said'),
  statusAt: described(v.nullable(instant), 'when it did'),
  closed: v.nullable(
    v.strictObject({
      at: instant,
      how: described(v.picklist(['done', 'missing']), '`missing`: the issue is not there any more'),
      resolution: v.nullable(v.string()),
    }),
  ),
  stillDown: described(v.boolean(), 'it was closed although what it is about goes on'),
  incidents: v.array(v.string()),
  wantedAt: instant,
  by: described(by, 'who approved it'),
})

/** The newest first. */
export const tickets = v.strictObject({
  at: instant,
  tickets: v.array(ticket),
  next: described(v.nullable(v.string()), '`after` of the page behind this one; null: there is none'),
})

export type Ticket = v.InferOutput<typeof ticket>

export type Tickets = v.InferOutput<typeof tickets>
