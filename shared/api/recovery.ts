import * as v from 'valibot'
import { described, instant } from './schema.ts'

/** An outage that is not over yet although it has ended for now: it takes a while without a break. */
export const recovery = v.nullable(
  v.strictObject({
    since: described(instant, 'up since then without a break; a vessel that was silent: heard again'),
    overAt: described(
      v.nullable(instant),
      'when it is over if it stays so; null: once the vessel has told what was measured in the silence',
    ),
  }),
)

export type Recovery = NonNullable<v.InferOutput<typeof recovery>>
