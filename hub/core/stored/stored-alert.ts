import * as v from 'valibot'
import { ALERT_KINDS } from '../alerts/alert-kind.ts'
import { by, component, kind, seconds, severity, text, vessel, whole } from './parts.ts'

const scope = v.variant('kind', [
  v.object({ kind: v.picklist(['link', 'group']), name: text }),
  v.object({ kind: v.literal('fleet') }),
])

const ENDINGS = ['recovered', 'link-only', 'told', 'never-was', 'not-watched'] as const
const ending = v.picklist(ENDINGS)
const hold = v.variant('kind', [
  v.object({ kind: v.literal('excused'), excuse: text }),
  v.object({ kind: v.literal('silent') }),
  v.object({ kind: v.literal('depends-on'), component }),
  v.object({ kind: v.literal('mass-silence'), massSilence: text, scope }),
])

/** The kinds of event about incidents and alerts, as they are stored; but for one. */
export const alertKinds = [
  kind('incident-began', {
    incident: text,
    component: v.nullable(component),
    began: seconds,
    reason: v.picklist(['measured', 'silent', 'inherited', 'late']),
    vesselIncident: v.nullable(text),
  }),
  kind('incident-restated', {
    incident: text,
    began: seconds,
    ended: v.nullable(seconds),
    reason: v.picklist(['amended', 'came-back', 'never-was']),
  }),
  kind('incident-ended', { incident: text, ended: seconds, reason: ending, heirs: v.array(text) }),
  kind('alert-opened', {
    alert: text,
    kind: v.picklist(ALERT_KINDS),
    component: v.nullable(component),
    incident: v.nullable(text),
    since: seconds,
    severity,
    heldBy: v.nullable(hold),
    reason: v.picklist(['down', 'not-heard', 'missed', 'no-samples']),
  }),
  kind('alert-acknowledged', { alert: text, until: v.nullable(seconds), reason: v.nullable(text), by }),
  kind('alert-snoozed', { alert: text, until: seconds, reason: v.nullable(text), by }),
  kind('alert-held', { alert: text, reason: hold }),
  kind('alert-released', { alert: text, reason: hold }),
  kind('alert-resolved', { alert: text, reason: v.picklist([...ENDINGS, 'met', 'measured', 'excused']) }),
  kind('mass-silence-began', { massSilence: text, scope, since: seconds, vessels: v.array(vessel), of: whole }),
  kind('mass-silence-ended', { massSilence: text, reason: v.picklist(['heard', 'excused']) }),
] as const

const news = <E extends v.ObjectEntries>(entries: E) => kind('alert-changed', { alert: text, ...entries })

/** What changed of an alert that is open goes by its reason. */
export const alertChanged = v.variant('reason', [
  news({ reason: v.literal('restated'), since: seconds, incident: v.nullable(text) }),
  news({ reason: v.literal('graver'), severity }),
  news({ reason: v.picklist(['flapping', 'steady', 'acknowledgement-expired', 'snooze-over']) }),
  news({ reason: v.picklist(['acknowledgement-released', 'woken']), why: v.nullable(text), by }),
  news({ reason: v.literal('entered'), owner: v.nullable(text), note: v.nullable(text), by }),
])
