import * as v from 'valibot'
import { CATEGORIES } from './excuse.ts'
import { STATES } from './model.ts'

/**
 * Every answer of the hub's HTTP API, as schemas: the projections produce these types, the pages are drawn from them,
 * `/openapi.json` is generated from them. Times are ISO 8601 UTC in whole seconds, durations end in `S`, shares are 0..100 or null.
 */

const described = <const S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text))

const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/), v.description('ISO 8601, UTC'))
const utcDay = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/), v.description('a day, UTC'))
const slug = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(100)))
const state = v.picklist(STATES)

export const presence = v.variant('kind', [
  v.strictObject({ kind: v.literal('never-heard') }),
  v.strictObject({ kind: v.literal('heard') }),
  v.strictObject({ kind: v.literal('silent'), since: instant }),
  v.strictObject({
    kind: described(v.literal('settling'), 'heard again after a silence; what was measured in it is still being told'),
    since: instant,
    heardAt: instant,
  }),
])

/** Why nothing is known: told by the agent (the first four), or concluded on shore. */
export const cause = v.picklist([
  'no-samples',
  'database',
  'agent-off',
  'other',
  'no-samples-yet',
  'not-told',
  'not-configured',
  'not-listening',
  'out-of-service',
])

const category = v.picklist(CATEGORIES)
const verdict = v.picklist(['met', 'missed', 'undetermined'])

const componentFields = {
  id: slug,
  name: v.string(),
  state,
  since: described(v.nullable(instant), 'begin of `state`'),
  cause: described(v.nullable(cause), 'why the state is unknown'),
  downtimeS: described(v.nullable(count), 'age of the open spell of not being up; null when there is none'),
  windowEnd: described(v.nullable(instant), 'where the 24 h of the figures end'),
  uptime24h: described(share, 'best knowledge: up / (up + down)'),
  measured24h: described(share, 'from measurements alone'),
  observed24h: described(share, 'as shore saw it: silence stays down'),
  coverage24h: described(share, '(up + down) / counted window'),
  slaTarget: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  sla: verdict,
  reason: described(v.nullable(v.string()), 'why the verdict is undetermined'),
}

const vesselFields = {
  id: slug,
  name: v.string(),
  group: v.nullable(v.string()),
  state,
  presence,
  lastHeard: v.nullable(instant),
  watermark: described(v.nullable(instant), 'up to when the vessel has told'),
}

export const fleetComponent = v.strictObject(componentFields)
export const fleetVessel = v.strictObject({ ...vesselFields, components: v.array(fleetComponent) })

/** The whole fleet, in a fixed order. */
export const fleet = v.strictObject({
  at: instant,
  counts: v.strictObject({ silent: count, down: count, unknown: count, maintenance: count, up: count }),
  vessels: v.array(fleetVessel),
})

export const fleetPage = v.strictObject({
  ...fleet.entries,
  page: v.strictObject({ number: count, size: count, pages: count, total: count }),
})

/** One window of one thing; `upS + downS + unknownS` is the counted window, with `excusedS` and `outOfServiceS` the whole. */
export const figures = v.strictObject({
  from: instant,
  to: instant,
  uptime: share,
  measured: share,
  observed: share,
  coverage: share,
  lowest: described(share, 'with all that is unknown taken as down'),
  highest: described(share, 'with all that is unknown taken as up'),
  upS: count,
  downS: count,
  unknownS: count,
  silentS: described(count, 'the part of `downS` that is silence'),
  excusedS: count,
  excuses: described(
    v.array(v.strictObject({ id: v.string(), category, reason: v.string(), excusedS: count })),
    'what `excusedS` is made of',
  ),
  outOfServiceS: count,
})

const windows = v.strictObject({ '24h': figures, '7d': figures, '30d': figures, '90d': figures })

export const by = v.strictObject({
  kind: described(v.picklist(['vessel', 'hub', 'command-line', 'local']), '`local`: by the name that somebody gave'),
  name: v.nullable(v.string()),
})

const named = v.strictObject({ id: slug, name: v.string() })
const deed = { by, at: instant, reason: described(v.nullable(v.string()), 'as the person gave it') }

export const alert = v.strictObject({
  id: described(v.string(), 'unique within the vessel'),
  vessel: v.strictObject({ ...named.entries, group: v.nullable(v.string()) }),
  kind: v.picklist(['silent', 'down', 'no-data', 'sla']),
  component: described(v.nullable(named), 'null: of the vessel itself'),
  state: described(v.picklist(['open', 'held', 'resolved']), '`held`: open, and calls nobody while its cause stands'),
  severity: described(v.picklist(['low', 'medium', 'high', 'critical']), 'the gravest so far'),
  reason: v.picklist(['down', 'not-heard', 'missed', 'no-samples']),
  since: described(instant, 'since when its cause is true, as known now'),
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
})

const byteCount = v.strictObject({ up: count, down: count })

export const vessel = v.strictObject({
  at: instant,
  ...vesselFields,
  imo: v.nullable(v.string()),
  provider: described(v.nullable(v.string()), 'of the satellite link'),
  zone: v.string(),
  contact: v.nullable(v.string()),
  uptime: v.nullable(windows),
  components: v.array(v.strictObject({ ...componentFields, uptime: v.nullable(windows) })),
  link: v.strictObject({
    connected: v.boolean(),
    session: v.nullable(v.string()),
    bytesToday: described(byteCount, 'raw bytes on the socket since 00:00 UTC, TLS included'),
    bytesByDay: described(
      v.array(v.strictObject({ day: utcDay, up: count, down: count })),
      'the same of the last 30 UTC days, oldest first; a day without any is left out',
    ),
    clockOffsetS: described(v.nullable(v.number()), "the vessel's clock minus the hub's"),
  }),
  agent: v.nullable(
    v.strictObject({
      version: v.string(),
      heartbeatS: count,
      trouble: v.nullable(v.strictObject({ code: v.string(), words: v.string() })),
    }),
  ),
  configuration: v.strictObject({
    desired: count,
    reported: v.nullable(count),
    refused: v.nullable(v.strictObject({ revision: count, reason: v.string() })),
  }),
  warnings: described(
    v.array(v.strictObject({ code: v.string(), words: v.string() })),
    'settings of the agent and the hub that do not go together',
  ),
  contested: described(
    v.nullable(v.strictObject({ namedAt: instant, instances: v.array(v.string()) })),
    'installations of the agent that push each other out with one credential',
  ),
  payloadFaults: v.array(v.strictObject({ kind: v.string(), count, lastAt: instant })),
  alerts: described(v.array(alert), 'those that are open or held, oldest first'),
})

const ref = v.strictObject({ id: slug, name: v.string() })
const severity = v.picklist(['low', 'medium', 'high', 'critical'])

const block = v.variant('kind', [
  v.strictObject({ kind: v.literal('heading'), text: v.string() }),
  v.strictObject({ kind: v.literal('text'), text: v.string() }),
  v.strictObject({ kind: v.literal('list'), items: v.array(v.string()) }),
  v.strictObject({ kind: v.literal('link'), text: v.string(), href: v.string() }),
])

/** A ticket that waits for a human, or what became of it; what was decided long ago stands in the log alone. */
export const proposal = v.strictObject({
  id: v.string(),
  vessel: ref,
  reason: v.picklist(['age', 'chronic']),
  components: described(v.array(ref), 'what is down; none when it is the vessel that is silent'),
  since: instant,
  seen: v.picklist(['measured', 'silent']),
  severity,
  uptime: v.strictObject({ '24h': share, '7d': share, '30d': share }),
  missedDays: described(v.nullable(count), 'of the last days of a chronic component'),
  raisedAt: instant,
  revision: described(count, 'what an approval binds to'),
  draft: v.strictObject({ summary: v.string(), blocks: v.array(block) }),
  snoozedUntil: v.nullable(instant),
  stage: v.strictObject({
    kind: v.picklist(['waiting', 'approved', 'linked', 'rejected', 'withdrawn', 'expired']),
    at: v.nullable(instant),
    by: v.nullable(v.string()),
    why: v.nullable(v.string()),
  }),
  ticket: v.nullable(
    v.strictObject({
      stage: v.picklist(['ready', 'sending', 'unknown', 'refused', 'parked', 'linked', 'closed']),
      why: v.nullable(v.string()),
      key: v.nullable(v.string()),
      url: v.nullable(v.string()),
    }),
  ),
})

/** Those that wait first, the oldest of them first; then those decided lately, the newest first. */
export const proposals = v.strictObject({ at: instant, waiting: count, proposals: v.array(proposal) })

export const interval = v.strictObject({
  state: described(v.picklist(['up', 'down', 'unknown']), 'best knowledge'),
  from: instant,
  to: instant,
  source: v.picklist(['measured', 'silent', 'none']),
  cause: v.nullable(cause),
  excusedBy: described(v.nullable(v.string()), 'one of `excuses` by its id, or `out of service`'),
})

/** The intervals tile `[from, min(to, windowEnd))` of each component. */
export const timeline = v.strictObject({
  vessel: slug,
  from: instant,
  to: instant,
  watermark: v.nullable(instant),
  excuses: v.array(v.strictObject({ id: v.string(), component: v.nullable(slug), category, reason: v.string() })),
  components: v.array(v.strictObject({ id: slug, intervals: v.array(interval) })),
})

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

export type Presence = v.InferOutput<typeof presence>
export type UnknownCause = v.InferOutput<typeof cause>
export type FleetComponent = v.InferOutput<typeof fleetComponent>
export type FleetVessel = v.InferOutput<typeof fleetVessel>
export type Fleet = v.InferOutput<typeof fleet>
export type FleetPage = v.InferOutput<typeof fleetPage>
export type Figures = v.InferOutput<typeof figures>
export type FigureWindow = '24h' | '7d' | '30d' | '90d'
export type Vessel = v.InferOutput<typeof vessel>
export type VesselComponent = Vessel['components'][number]
export type By = v.InferOutput<typeof by>
export type Alert = v.InferOutput<typeof alert>
export type Alerts = v.InferOutput<typeof alerts>
export type Proposal = v.InferOutput<typeof proposal>
export type Proposals = v.InferOutput<typeof proposals>
export type Interval = v.InferOutput<typeof interval>
export type VesselTimeline = v.InferOutput<typeof timeline>
export type Excuse = v.InferOutput<typeof excuse>
export type Maintenance = v.InferOutput<typeof maintenance>
export type Problem = v.InferOutput<typeof problem>
export type Health = v.InferOutput<typeof health>
