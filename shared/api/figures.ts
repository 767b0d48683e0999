import * as v from 'valibot'
import { category, count, described, instant, share } from './schema.ts'

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

export const windows = v.strictObject({ '24h': figures, '7d': figures, '30d': figures, '90d': figures })

export type Figures = v.InferOutput<typeof figures>

export type FigureWindow = '24h' | '7d' | '30d' | '90d'
