import * as v from 'valibot'
import { recovery } from './recovery.ts'
import { count, described, instant, named, severity } from './schema.ts'
import { ticketStage } from './ticket.ts'

/** A spell of not being up, with short recoveries bridged, or of silence: what alerts, proposals and tickets go by. */
export const incident = v.strictObject({
  id: described(v.string(), 'unique within the vessel; never another, whatever is learned of its begin later'),
  vessel: v.strictObject({ ...named.entries, group: v.nullable(v.string()) }),
  component: described(v.nullable(named), 'null: of the vessel itself, by silence'),
  state: v.picklist(['open', 'ended']),
  began: described(instant, 'as known now'),
  ended: v.nullable(instant),
  recovery: described(recovery, 'it is up (or heard) again, and not over yet; null: it is not, or it is over'),
  lastedS: described(count, 'up to now while it is open'),
  reason: described(
    v.picklist(['measured', 'silent', 'inherited', 'late']),
    '`late`: it was over before shore knew of it, and called nobody',
  ),
  why: described(
    v.nullable(v.picklist(['recovered', 'link-only', 'told', 'never-was', 'not-watched'])),
    'how it ended',
  ),
  learnedAt: described(instant, 'when shore knew that it had begun'),
  endLearnedAt: described(v.nullable(instant), 'when shore knew that it was over'),
  restated: described(count, 'how often its times were found to be others'),
  severity: described(v.nullable(severity), 'the gravest of its alerts; null: it raised none'),
  vesselIncident: described(v.nullable(v.string()), 'the silence whose place it takes, or under which it lies'),
  heirs: described(v.array(v.string()), 'of a silence: the incidents that go on in its place'),
  tickets: v.array(
    v.strictObject({ id: v.string(), stage: ticketStage, key: v.nullable(v.string()), url: v.nullable(v.string()) }),
  ),
})

/** The newest first. */
export const incidents = v.strictObject({
  at: instant,
  incidents: v.array(incident),
  next: described(v.nullable(v.string()), '`after` of the page behind this one; null: there is none'),
})

export type Incident = v.InferOutput<typeof incident>

export type Incidents = v.InferOutput<typeof incidents>
