import type { Seconds } from '../../shared/time.ts'
import type { Delivery } from './notifier.ts'
import type { TargetState } from './views.ts'

/** How it stands with one way to tell people, since the hub started. */
export type ChannelFigures = {
  readonly name: string
  readonly target: TargetState
  /** What became of the last attempt; null before the first. */
  readonly last: {
    readonly kind: Delivery['kind']
    readonly words: string | null
    readonly subject: string
    readonly key: string
    readonly at: Seconds
  } | null
  /** Messages that have not gone out, and since when the oldest waits; `OPEN`: none does. */
  readonly waiting: number
  readonly waitingSince: Seconds
}
