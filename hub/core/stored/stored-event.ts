import * as v from 'valibot'
import { Fault } from '../../../shared/fault.ts'
import { isComponentId, isVesselId } from '../../../shared/model.ts'
import { OPEN } from '../../../shared/time.ts'
import { ALERT_KINDS } from '../alerts/alert-kind.ts'
import { SEVERITIES } from '../alerts/severity.ts'
import type { WatchEvent } from '../events.ts'
import { accountKinds } from './stored-account.ts'
import { excuseKinds } from './stored-excuse.ts'
import { noteKinds } from './stored-note.ts'
import { noticeKinds } from './stored-notice.ts'
import { proposalKinds } from './stored-proposal.ts'
import { reportKinds } from './stored-report.ts'
import { ticketKinds } from './stored-ticket.ts'

/** Events as text, for a log to store: JSON, in which the end of a span that goes on is `null`. */
export function encodeEvents(events: readonly WatchEvent[]): string {
  return JSON.stringify(events, (key, value: unknown) => {
    if (typeof value !== 'number' || Number.isFinite(value)) return value
    if (key === 'to' && value === OPEN) return null
    throw new RangeError(`${key} of an event is ${value}, which cannot be stored`)
  })
}

/**
 * The events of a stored text. Keys that this version does not know are dropped, an event that it does not know is refused by name:
 * leaving it out would make another truth. `place` says where the text stands, for the message.
 */
export function decodeEvents(text: string, place: string): readonly WatchEvent[] {
  const list = v.safeParse(listSchema, parseJson(text, place))
  if (!list.success) throw damaged(place, 'it holds no list of events')
  return list.output.map((stored) => {
    const schema = schemaOf.get(stored.type)
    if (schema === undefined)
      throw new Fault('newer-version', `${place} holds an event "${stored.type}", which this version does not know`, {
        hint: 'run the version of watchkeeper that wrote it, or a newer one',
      })
    const event = v.safeParse(schema, stored)
    if (!event.success) throw damaged(place, `${stored.type}: ${v.summarize(event.issues)}`)
    return event.output
  })
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(place, 'it is not JSON', cause)
  }
}

const damaged = (place: string, what: string, cause?: unknown) =>
  new Fault('corrupt', `${place} cannot be read: ${what}`, { hint: 'restore the last backup', cause })

const seconds = v.pipe(v.number(), v.integer())
const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const text = v.string()
const openEnd = v.pipe(
  v.nullable(seconds),
  v.transform((to) => to ?? OPEN),
)
const span = v.object({ from: seconds, to: openEnd })
const component = v.pipe(v.string(), v.guard(isComponentId))

const by = v.variant('kind', [
  v.object({ kind: v.literal('vessel') }),
  v.object({ kind: v.literal('hub') }),
  v.object({ kind: v.literal('command-line'), name: text }),
  v.object({ kind: v.literal('local'), name: text }),
  v.object({ kind: v.literal('user'), name: text }),
  v.object({ kind: v.literal('token'), name: text, user: text }),
])

const profile = {
  name: text,
  imo: v.nullable(text),
  group: v.nullable(text),
  link: v.nullable(text),
  zone: text,
  contact: v.nullable(text),
  inService: v.array(span),
}

const changedProfile = {
  name: v.exactOptional(profile.name),
  imo: v.exactOptional(profile.imo),
  group: v.exactOptional(profile.group),
  link: v.exactOptional(profile.link),
  zone: v.exactOptional(profile.zone),
  contact: v.exactOptional(profile.contact),
  inService: v.exactOptional(profile.inService),
}

const seen = v.object({ session: whole, seq: whole, watermark: v.nullable(seconds) })
const piece = v.object({ ...span.entries, state: whole })
const changes = v.array(v.object({ component, span, pieces: v.array(piece) }))

const about = v.object({
  version: text,
  instance: whole,
  heartbeatS: whole,
  revision: whole,
  refused: v.nullable(v.object({ revision: whole, reason: text })),
  trouble: v.nullable(text),
})

const vessel = v.pipe(v.string(), v.guard(isVesselId))
const scope = v.variant('kind', [
  v.object({ kind: v.picklist(['link', 'group']), name: text }),
  v.object({ kind: v.literal('fleet') }),
])

const severity = v.picklist(SEVERITIES)
const ENDINGS = ['recovered', 'link-only', 'told', 'never-was', 'not-watched'] as const
const ending = v.picklist(ENDINGS)
const hold = v.variant('kind', [
  v.object({ kind: v.literal('excused'), excuse: text }),
  v.object({ kind: v.literal('silent') }),
  v.object({ kind: v.literal('depends-on'), component }),
  v.object({ kind: v.literal('mass-silence'), massSilence: text, scope }),
])

const dated = { at: seconds, learnedAt: seconds }
const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), ...dated, ...entries })

const kinds = [
  kind('vessel-added', { profile: v.object(profile), by }),
  kind('vessel-changed', { profile: v.object(changedProfile), by }),
  kind('vessel-retired', { reason: text, by }),
  kind('credential-added', { hash: text, by }),
  kind('credential-used', { hash: text }),
  kind('credential-removed', { hash: text, reason: text, by }),
  kind('born', {
    seen,
    components: v.array(v.object({ id: component, claims: v.array(span) })),
    about,
    changes,
  }),
  kind('told', { seen, trouble: v.nullable(text), changes }),
  kind('silence-began', {}),
  kind('silence-ended', { since: seconds }),
  kind('settled', { since: seconds, heardAt: seconds }),
  kind('clock-skewed', { offsetS: seconds }),
  kind('clock-righted', { offsetS: seconds }),
  kind('identity-contested', { instances: v.array(whole) }),
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
  ...ticketKinds(by),
  ...proposalKinds(by),
  kind('mass-silence-began', { massSilence: text, scope, since: seconds, vessels: v.array(vessel), of: whole }),
  kind('mass-silence-ended', { massSilence: text, reason: v.picklist(['heard', 'excused']) }),
  ...excuseKinds(by, span),
  ...reportKinds(by),
  ...noteKinds(by),
  ...noticeKinds(by),
  ...accountKinds(by),
  kind('listening-began', {}),
  kind('listening-ended', {}),
  kind('watch-tested', {}),
] as const

const news = <E extends v.ObjectEntries>(entries: E) => kind('alert-changed', { alert: text, ...entries })

const alertChanged = v.variant('reason', [
  news({ reason: v.literal('restated'), since: seconds, incident: v.nullable(text) }),
  news({ reason: v.literal('graver'), severity }),
  news({ reason: v.picklist(['flapping', 'steady', 'acknowledgement-expired', 'snooze-over']) }),
  news({ reason: v.picklist(['acknowledgement-released', 'woken']), why: v.nullable(text), by }),
  news({ reason: v.literal('entered'), owner: v.nullable(text), note: v.nullable(text), by }),
])

/** By its type, so that a log is read without trying one schema after the other. */
const schemaOf: ReadonlyMap<string, v.GenericSchema<unknown, WatchEvent>> = new Map<
  WatchEvent['type'],
  v.GenericSchema<unknown, WatchEvent>
>([...kinds.map((one) => [one.entries.type.literal, one] as const), ['alert-changed', alertChanged]])
const listSchema = v.array(v.looseObject({ type: v.string() }))
