import * as v from 'valibot'
import { recovery } from './recovery.ts'
import { count, deed, described, instant, named, severity } from './schema.ts'

export const alert = v.strictObject({
  id: described(v.string(), 'unique within the vessel'),
  vessel: v.strictObject({ ...named.entries, group: v.nullable(v.string()) }),
  kind: v.picklist(['silent', 'down', 'no-data', 'sla']),
  component: described(v.nullable(named), 'null: of the vessel itself'),
  incident: described(v.nullable(v.string()), 'the incident that it is about'),
  state: described(v.picklist(['open', 'held', 'resolved']), '`held`: open, and calls nobody while its cause stands'),
  severity: described(severity, 'the gravest so far'),
  reason: v.picklist(['down', 'not-heard', 'missed', 'no-samples']),
  since: described(instant, 'since when its cause is true, as known now'),
  recovery: described(recovery, 'it is up (or heard) again, and not over yet; null: it is not, or it is over'),
  openedAt: instant,
  heldBy: v.nullable(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('excused'), excuse: v.string() }),
      v.strictObject({ kind: v.literal('silent') }),
      v.strictObject({ kind: v.literal('depends-on'), component: named }),
      v.strictObject({
        kind: described(v.literal('mass-silence'), 'many vessels fell silent together'),
        among: described(v.nullable(v.string()), 'the link provider or group that they share; null: the fleet'),
      }),
    ]),
  ),
  flapping: described(v.boolean(), 'it comes and goes'),
  acknowledged: v.nullable(
    v.strictObject({ ...deed, until: described(v.nullable(instant), 'when it expires; null: never') }),
  ),
  snoozed: v.nullable(v.strictObject({ ...deed, until: instant })),
  owner: v.nullable(v.string()),
  note: v.nullable(v.string()),
  deeds: described(
    v.array(
      v.strictObject({
        did: v.picklist([
          'acknowledged',
          'acknowledgement-released',
          'acknowledgement-expired',
          'snoozed',
          'woken',
          'snooze-over',
          'noted',
        ]),
        ...deed,
        until: v.nullable(instant),
      }),
    ),
    'what people did about it, oldest first',
  ),
  resolved: v.nullable(
    v.strictObject({
      at: instant,
      reason: v.picklist(['recovered', 'link-only', 'told', 'never-was', 'not-watched', 'met', 'measured', 'excused']),
    }),
  ),
})

/** Open ones first, then held ones, oldest first; then resolved ones, newest first. */
export const alerts = v.strictObject({
  at: instant,
  counts: described(v.strictObject({ open: count, held: count }), 'of those that fit all but `state`'),
  massSilences: described(
    v.array(
      v.strictObject({
        among: described(v.nullable(v.string()), 'the link provider or group that they share; null: the fleet'),
        since: described(instant, 'when the first of them was last heard'),
        vessels: v.array(named),
        of: described(count, 'how many there are in all'),
      }),
    ),
    'many vessels that fell silent together, whatever the filter; the alerts of each are held under it',
  ),
  alerts: v.array(alert),
  more: described(v.boolean(), 'whether more resolved ones fit than `size`'),
  next: described(
    v.nullable(v.string()),
    '`after` of the page with the resolved ones behind these; null: there is none',
  ),
})

export type Alert = v.InferOutput<typeof alert>

export type Alerts = v.InferOutput<typeof alerts>
