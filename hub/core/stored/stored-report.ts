import * as v from 'valibot'
import { COUNTED } from '../../../shared/availability.ts'
import { CATEGORIES } from '../../../shared/excuse.ts'
import { isComponentId, isVesselId } from '../../../shared/model.ts'

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0))
const account = {
  sums: v.object(v.entriesFromList(COUNTED, seconds)),
  outages: v.object({ count: seconds, longestS: seconds }),
}

const vessel = v.pipe(v.string(), v.guard(isVesselId))
const group = v.nullable(v.string())
const whole = v.object(account)

/** The event of a report, as the log stores it. */
export const reportKinds = <B extends v.GenericSchema>(by: B) =>
  [
    v.object({
      type: v.literal('report-frozen'),
      at: v.pipe(v.number(), v.integer()),
      learnedAt: v.pipe(v.number(), v.integer()),
      period: v.string(),
      zone: v.string(),
      vessels: v.array(
        v.object({
          vessel,
          name: v.string(),
          group,
          whole,
          components: v.array(v.object({ component: v.pipe(v.string(), v.guard(isComponentId)), ...account })),
          excuses: v.array(
            v.object({
              excuse: v.string(),
              category: v.picklist(CATEGORIES),
              reason: v.string(),
              excusedS: seconds,
            }),
          ),
        }),
      ),
      earlier: v.exactOptional(v.nullable(v.array(v.object({ vessel, group, whole })))),
      by,
    }),
  ] as const
