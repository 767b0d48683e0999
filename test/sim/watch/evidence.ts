import type { FakeJira } from '../../../deploy/demo/jira/jira.ts'
import type { Dated } from '../../../hub/core/dated.ts'
import type { VesselEvent, WatchEvent } from '../../../hub/core/events.ts'
import type { Policy } from '../../../hub/core/policy.ts'
import type { Batch } from '../../../hub/ports/log.ts'
import type { Alert } from '../../../shared/api/alert.ts'
import type { Vessel } from '../../../shared/api/vessel.ts'
import { HOUR_S } from '../../../shared/time.ts'
import type { Turned } from './engineers.ts'
import type { FleetLife } from './life.ts'
import type { Asked } from './maintainers.ts'
import type { Spell } from './oracle.ts'
import type { Click } from './people.ts'
import type { Attempt } from './post.ts'

/** What there is to judge when the dust has settled. */
export type World = {
  readonly life: FleetLife
  readonly end: number
  readonly policy: Policy
  readonly batches: readonly Batch[]
  readonly logId: string
  readonly jira: FakeJira
  readonly clicks: readonly Click[]
  readonly turned: readonly Turned[]
  /** About maintenance. */
  readonly asked: readonly Asked[]
  readonly attempts: readonly Attempt[]
  readonly channels: readonly string[]
  /** As the API shows them. */
  readonly alerts: readonly Alert[]
  readonly vessels: readonly Vessel[]
}

type Of<T extends WatchEvent['type']> = Extract<WatchEvent, { readonly type: T }> & Dated

/** What the log says of a vessel, or of all, of these types and in its order. */
export function eventsOf<T extends VesselEvent['type']>(
  { batches }: Pick<World, 'batches'>,
  vessel: string | null,
  ...types: readonly T[]
): readonly Of<T>[] {
  const isOf = (event: WatchEvent): event is Of<T> => types.some((type) => type === event.type)
  return batches
    .filter(({ stream }) => vessel === null || stream === `vessel.${vessel}`)
    .flatMap(({ events }) => events.filter(isOf))
}

/** It listened for all of the time, but for minutes. */
export function hubWasThere({ batches }: Pick<World, 'batches'>, span: Spell): boolean {
  let since: number | null = null
  let awayS = 0
  for (const { stream, events } of batches) {
    if (stream !== 'fleet') continue
    for (const { type, at } of events) {
      if (type === 'listening-ended') since = at
      if (type === 'listening-began' && since !== null) {
        awayS += Math.max(0, Math.min(at, span.to) - Math.max(since, span.from))
        since = null
      }
    }
  }
  if (since !== null) awayS += Math.max(0, span.to - Math.max(since, span.from))
  return awayS < HOUR_S
}
