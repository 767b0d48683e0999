import type { Excuse, Maintenance } from '../../shared/api/maintenance.ts'
import { spokenPattern } from '../../shared/pattern.ts'
import { iso } from '../../shared/time.ts'
import { nameOf } from '../core/components/component-name.ts'
import type { Excuse as Entered } from '../core/excuses/excuse.ts'
import type { VesselRow } from '../ports/read-store.ts'
import type { MaintenanceQuery } from '../ports/views.ts'
import { deedViews, isoOrNull, nextOf, stateAt } from './excuse-view.ts'
import { groupExcuseViews } from './group-maintenance.ts'
import type { Present } from './present.ts'

const STATES = ['now', 'coming', 'past', 'withdrawn'] as const

/** What is excused now, then what is to come, the first first; what is over and what was withdrawn, the last first. */
export function maintenanceView(vessels: readonly VesselRow[], query: MaintenanceQuery, present: Present): Maintenance {
  const { state, vessel, group } = query
  const excuses = vessels
    .filter(({ id, profile }) => (vessel === null || id === vessel) && (group === null || profile.group === group))
    .flatMap((row) => row.excuses.filter(isOfAnyTime).map((excuse) => excuseView(row, excuse, present)))
  const groups = groupExcuseViews(vessels, query, present)
  return { at: iso(present.now), excuses: inOrder(excuses, state), groups: inOrder(groups, state) }
}

/** Who left a group before any of its maintenance began has no part in it. */
const isOfAnyTime = ({ times }: Entered): boolean => times.spans.length > 0

type Listed = { readonly state: Excuse['state']; readonly from: string; readonly id: string }

const inOrder = <E extends Listed>(all: readonly E[], state: Excuse['state'] | null): E[] =>
  STATES.filter((one) => state === null || one === state).flatMap((one) => {
    const found = all.filter((excuse) => excuse.state === one).sort(byBegin)
    return one === 'past' || one === 'withdrawn' ? found.reverse() : found
  })

const byBegin = (a: Listed, b: Listed): number => (beginOf(a) < beginOf(b) ? -1 : beginOf(a) > beginOf(b) ? 1 : 0)

/** Of what recurs the next one stands for all. */
const beginOf = (one: Listed & { readonly next?: readonly { readonly from: string }[] }): string =>
  one.next?.[0]?.from ?? one.from

function excuseView({ id, profile }: VesselRow, excuse: Entered, { now, policy }: Present): Excuse {
  const { span, times, component, reviewAt } = excuse
  const { recurs } = times
  return {
    id: excuse.id,
    vessel: { id, name: profile.name, group: profile.group, zone: profile.zone },
    component: component === null ? null : { id: component, name: nameOf(component, policy) },
    category: excuse.category,
    reason: excuse.entered.reason,
    from: iso(span.from),
    to: isoOrNull(span.to),
    recurs: recurs && { words: spokenPattern(recurs.pattern, recurs.zone), ...recurs },
    next:
      excuse.withdrawn !== null
        ? []
        : nextOf(times.spans, now).map(({ from, to }) => ({ from: iso(from), to: isoOrNull(to) })),
    reviewAt: reviewAt === null ? null : iso(reviewAt),
    state: stateAt(excuse, now),
    ofGroup: times.ofGroup?.id ?? null,
    ...deedViews(excuse),
  }
}
