import type { GroupExcuse as GroupView } from '../../shared/api/maintenance.ts'
import { type Pattern, spokenPattern } from '../../shared/pattern.ts'
import { DAY_S, iso, OPEN, type Seconds, type Span } from '../../shared/time.ts'
import { nameOf } from '../core/components/component-name.ts'
import { daysOf, type GroupExcuse, type GroupWhen } from '../core/excuses/group-excuse.ts'
import { occurrences } from '../core/excuses/recurrence.ts'
import type { VesselRow } from '../ports/read-store.ts'
import type { MaintenanceQuery } from '../ports/views.ts'
import { deedViews, nextOf, stateAt } from './excuse-view.ts'
import type { Present } from './present.ts'

/** Those of the group, and those in which the vessel has a part. */
export const groupExcuseViews = (
  vessels: readonly VesselRow[],
  { vessel, group }: MaintenanceQuery,
  present: Present,
): readonly GroupView[] =>
  present.groupExcuses
    .filter((one) => group === null || one.group === group)
    .map((one) => groupExcuseView(vessels, one, present))
    .filter((one) => vessel === null || one.vessels.some(({ id }) => id === vessel))

function groupExcuseView(rows: readonly VesselRow[], excuse: GroupExcuse, { now, policy }: Present): GroupView {
  const { id, group, component, category, when, reviewAt, entered, withdrawn } = excuse
  const parts = rows.flatMap(({ id: vessel, profile, excuses }) => {
    const part = excuses.find(({ times }) => times.ofGroup?.id === id)
    return part === undefined || part.times.spans.length === 0
      ? []
      : [{ vessel: { id: vessel, name: profile.name }, part }]
  })
  const states = new Set(parts.map(({ part }) => stateAt(part, now)))
  const walls = wallsOf(when, now)
  return {
    id,
    group,
    component: component === null ? null : { id: component, name: nameOf(component, policy) },
    category,
    reason: entered.reason,
    zone: when.zone,
    ...walls,
    next: withdrawn === null ? walls.next : [],
    reviewAt: reviewAt === null ? null : iso(reviewAt),
    state: withdrawn !== null ? 'withdrawn' : states.has('now') ? 'now' : states.has('coming') ? 'coming' : 'past',
    vessels: parts.map(({ vessel }) => vessel),
    ...deedViews(excuse),
  }
}

type Walls = Pick<GroupView, 'from' | 'to' | 'recurs' | 'next'>

/** As clocks of its zone show it; of what recurs the days in which it lies. */
function wallsOf(when: GroupWhen, now: Seconds): Walls {
  const wall = (at: Seconds): string => (when.zone === 'UTC' ? iso(at) : iso(at).slice(0, -1))
  const shown = ({ from, to }: Span) => ({ from: wall(from), to: to === OPEN ? null : wall(to) })
  if (when.kind === 'once') return { ...shown(when.walls), recurs: null, next: nextOf([when.walls], now).map(shown) }
  const { pattern, zone } = when
  return {
    ...shown(daysOf(pattern)),
    recurs: { words: spokenPattern(pattern, zone === 'UTC' ? zone : 'by the clocks of each vessel'), pattern },
    next: nextOf(upcoming(pattern, now), now).map(shown),
  }
}

/** On clocks that show UTC: enough of those that are not over. */
function upcoming(pattern: Pattern, now: Seconds): readonly Span[] {
  const found: Span[] = []
  for (const span of occurrences({ pattern, zone: 'UTC' }, now - 2 * DAY_S)) {
    if (found.length === 6) break
    found.push(span)
  }
  return found
}
