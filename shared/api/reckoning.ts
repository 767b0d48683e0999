import * as v from 'valibot'
import { COUNTED } from '../availability.ts'
import { figures } from './figures.ts'
import { cause } from './fleet.ts'
import { category, count, described, instant, slug, verdict } from './schema.ts'

/** How an instant enters a figure. */
export const counted = v.picklist(COUNTED)

export const reckoned = v.strictObject({
  from: instant,
  to: instant,
  seconds: count,
  best: described(counted, 'by best knowledge: what `uptime` is made of'),
  measured: described(counted, 'by measurements alone'),
  observed: described(counted, 'as shore saw it'),
  cause: described(v.nullable(cause), 'why it is not known; of single components'),
  excusedBy: described(v.nullable(v.string()), 'one of `excuses` by its id'),
})

/** A period of a component, or of the vessel as a whole, with the figures and every interval that they come from. */
export const reckoning = v.strictObject({
  at: instant,
  vessel: v.strictObject({ id: slug, name: v.string(), zone: v.string() }),
  component: described(v.nullable(v.strictObject({ id: slug, name: v.string() })), 'null: up while all of them are'),
  from: instant,
  to: described(instant, 'as asked'),
  until: described(instant, 'where the counting ends: what comes after is not told yet'),
  figures,
  slaTarget: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  sla: verdict,
  reason: described(v.nullable(v.string()), 'why the verdict is undetermined'),
  minCoverage: described(v.number(), 'how much must be known before it is judged, in per cent'),
  excuses: v.array(v.strictObject({ id: v.string(), category, reason: v.string() })),
  intervals: described(v.array(reckoned), 'they tile `[from, until)`'),
})

export type Counted = v.InferOutput<typeof counted>

export type Reckoned = v.InferOutput<typeof reckoned>

export type Reckoning = v.InferOutput<typeof reckoning>
