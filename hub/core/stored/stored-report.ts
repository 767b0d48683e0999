import * as v from 'valibot'
import { COUNTED } from '../../../shared/availability.ts'
import { CATEGORIES } from '../../../shared/excuse.ts'
import { by, component, kind, text, vessel, whole } from './parts.ts'

const account = {
  sums: v.object(v.entriesFromList(COUNTED, whole)),
  outages: v.object({ count: whole, longestS: whole }),
}

const group = v.nullable(text)
const sums = v.object(account)

const vessels = v.array(
  v.object({
    vessel,
    name: text,
    group,
    whole: sums,
    components: v.array(v.object({ component, ...account })),
    excuses: v.array(
      v.object({
        excuse: text,
        category: v.picklist(CATEGORIES),
        reason: text,
        excusedS: whole,
      }),
    ),
  }),
)
const earlier = v.array(v.object({ vessel, group, whole: sums }))

/** The events of a report, as the log stores them. */
export const reportKinds = [
  kind('report-frozen', {
    period: text,
    zone: text,
    vessels,
    earlier: v.exactOptional(v.nullable(earlier)),
    by,
    draft: v.exactOptional(text),
  }),
  kind('report-part', { period: text, draft: text, vessels, earlier, by }),
] as const
