import * as v from 'valibot'
import { note } from './note.ts'
import { count, described, instant, share, slug, state, verdict } from './schema.ts'

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

export const componentFields = {
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
  hours: described(
    v.pipe(v.string(), v.regex(/^[dsnux]{24}$/)),
    'the worst of each of the last 24 clock hours, UTC, oldest first: `d` down, `s` silent, `n` no data, `u` up, `x` not counted',
  ),
  slaTarget: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  sla: verdict,
  reason: described(v.nullable(v.string()), 'why the verdict is undetermined'),
}

export const vesselFields = {
  id: slug,
  name: v.string(),
  group: v.nullable(v.string()),
  state,
  presence,
  lastHeard: v.nullable(instant),
  watermark: described(v.nullable(instant), 'up to when the vessel has told'),
}

export const fleetComponent = v.strictObject(componentFields)

export const fleetVessel = v.strictObject({
  ...vesselFields,
  note: described(v.nullable(note), 'the newest that stands; null: there is none'),
  components: v.array(fleetComponent),
})

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

export type Presence = v.InferOutput<typeof presence>

export type UnknownCause = v.InferOutput<typeof cause>

export type FleetComponent = v.InferOutput<typeof fleetComponent>

export type FleetVessel = v.InferOutput<typeof fleetVessel>

export type Fleet = v.InferOutput<typeof fleet>

export type FleetPage = v.InferOutput<typeof fleetPage>
