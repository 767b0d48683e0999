import * as v from 'valibot'
import { alert } from './alert.ts'
import { windows } from './figures.ts'
import { componentFields, vesselFields } from './fleet.ts'
import { notes } from './note.ts'
import { recovery } from './recovery.ts'
import { count, described, instant, share, utcDay } from './schema.ts'

const utcMonth = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/), v.description('a month, UTC'))

const byteCount = v.strictObject({ up: count, down: count })

/** A UTC day in best knowledge; `upS + downS + unknownS + excusedS + outOfServiceS` is what of it lies before the window's end. */
const day = v.strictObject({
  day: utcDay,
  uptime: share,
  upS: count,
  downS: count,
  silentS: described(count, 'the part of `downS` that is silence'),
  unknownS: count,
  excusedS: count,
  outOfServiceS: count,
})

const downtime = v.strictObject({
  from: instant,
  to: described(v.nullable(instant), 'null: it goes on'),
  downS: count,
  silentS: described(count, 'the part of `downS` that is silence'),
})

export const vessel = v.strictObject({
  at: instant,
  ...vesselFields,
  imo: v.nullable(v.string()),
  provider: described(v.nullable(v.string()), 'of the satellite link'),
  zone: v.string(),
  contact: v.nullable(v.string()),
  uptime: v.nullable(windows),
  components: v.array(
    v.strictObject({
      ...componentFields,
      outage: described(
        v.nullable(v.strictObject({ incident: v.string(), began: instant, recovery })),
        'the incident that goes on, in which short recoveries are bridged',
      ),
      uptime: v.nullable(windows),
      downtimes: described(
        v.array(downtime),
        'when it counted as down in the last 30 days, newest first; the newest 100',
      ),
      days: described(v.array(day), 'the last 90 UTC days, oldest first, the last one so far'),
    }),
  ),
  link: v.strictObject({
    connected: v.boolean(),
    session: v.nullable(v.string()),
    bytesToday: described(byteCount, 'raw bytes on the socket since 00:00 UTC, TLS included'),
    bytesByDay: described(
      v.array(v.strictObject({ day: utcDay, up: count, down: count })),
      'the same of the last 30 UTC days, oldest first; a day without any is left out',
    ),
    bytesByMonth: described(
      v.array(v.strictObject({ month: utcMonth, up: count, down: count })),
      'the same of the last 13 months, UTC, oldest first; a month without any is left out',
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
  ...notes.entries,
  alerts: described(v.array(alert), 'those that are open or held, oldest first'),
})

export type Vessel = v.InferOutput<typeof vessel>

export type VesselComponent = Vessel['components'][number]
