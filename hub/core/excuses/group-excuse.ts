import type { Category } from '../../../shared/excuse.ts'
import type { ComponentId } from '../../../shared/model.ts'
import type { Pattern } from '../../../shared/pattern.ts'
import { DAY_S, OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'
import { EXCUSABLE_S, type ExcuseDeed } from './excuse.ts'

/** `g-<entered, base 36>`, with a number when others were entered at the same time. */
export type GroupExcuseId = string

/**
 * Maintenance of all vessels of a group. A vessel has its part in it for as long as it belongs to the group: who joins is
 * excused from then on, who leaves until then, and what was excused before stays so.
 */
export type GroupExcuse = {
  readonly id: GroupExcuseId
  readonly group: string
  /** Null: the whole vessel. */
  readonly component: ComponentId | null
  readonly category: Category
  readonly when: GroupWhen
  readonly reviewAt: Seconds | null
  /** Counts the changes. */
  readonly revision: number
  readonly entered: ExcuseDeed
  readonly changed: readonly ExcuseDeed[]
  readonly withdrawn: ExcuseDeed | null
}

/** By clocks that show UTC, or by those of each vessel. `walls` counts seconds as if the clock showed UTC. */
export type GroupWhen = { readonly zone: 'UTC' | 'vessel' } & (
  | { readonly kind: 'once'; readonly walls: Span }
  | { readonly kind: 'recurs'; readonly pattern: Pattern }
)

export type GroupExcuseEvent = Dated & {
  readonly groupExcuse: GroupExcuseId
  readonly reason: string
  readonly by: By
} & (
    | {
        readonly type: 'group-excused'
        readonly group: string
        readonly component: ComponentId | null
        readonly category: Category
        readonly when: GroupWhen
        readonly reviewAt: Seconds | null
      }
    | { readonly type: 'group-excuse-changed'; readonly when: GroupWhen; readonly reviewAt: Seconds | null }
    | { readonly type: 'group-excuse-withdrawn' }
  )

/** In the order in which they were entered, the withdrawn ones too, as far back as there is detail. */
export function evolveGroupExcuses(excuses: readonly GroupExcuse[], event: GroupExcuseEvent): readonly GroupExcuse[] {
  switch (event.type) {
    case 'group-excused': {
      const { groupExcuse: id, group, component, category, when, reviewAt, by, at, reason } = event
      const kept = excuses.filter((one) => reachOf(one.when).to > at - EXCUSABLE_S)
      const entered = { by, at, reason }
      const fresh = { revision: 1, entered, changed: [], withdrawn: null }
      return [...kept, { id, group, component, category, when, reviewAt, ...fresh }]
    }
    default:
      return excuses.map((one) => (one.id === event.groupExcuse ? evolveGroupExcuse(one, event) : one))
  }
}

function evolveGroupExcuse(
  excuse: GroupExcuse,
  event: Exclude<GroupExcuseEvent, { type: 'group-excused' }>,
): GroupExcuse {
  const deed = { by: event.by, at: event.at, reason: event.reason }
  if (event.type === 'group-excuse-withdrawn') return { ...excuse, withdrawn: deed }
  const { when, reviewAt } = event
  return { ...excuse, when, reviewAt, revision: excuse.revision + 1, changed: [...excuse.changed, deed] }
}

/** Where all of it lies, whatever clocks it goes by. */
export function reachOf(when: GroupWhen): Span {
  const { from, to } = when.kind === 'once' ? when.walls : daysOf(when.pattern)
  return { from: from - NEAR_S, to: to + NEAR_S }
}

const NEAR_S = 3 * DAY_S

/** From the begin of its first day to the end of its last. */
export const daysOf = ({ firstDay, lastDay }: Pattern): Span => ({
  from: Date.parse(firstDay) / 1000,
  to: lastDay === null ? OPEN : Date.parse(lastDay) / 1000 + DAY_S,
})
