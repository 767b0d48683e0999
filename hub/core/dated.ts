import type { Seconds } from '../../shared/time.ts'

/** When an event became true (hub's clock; told times lie inside), and when shore knew. */
export type Dated = { readonly at: Seconds; readonly learnedAt: Seconds }

/** True and known at this instant. */
export const dated = (now: Seconds): Dated => ({ at: now, learnedAt: now })
