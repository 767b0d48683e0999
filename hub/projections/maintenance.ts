import type { Excuse, Maintenance } from '../../shared/api/maintenance.ts'
import { iso, OPEN, type Seconds } from '../../shared/time.ts'
import type { Excuse as Entered, ExcuseDeed } from '../core/excuse.ts'
import type { VesselRow } from '../ports/read-store.ts'
import type { MaintenanceQuery } from '../ports/views.ts'
import { byView } from './by.ts'
import { nameOf } from './component.ts'
import type { Present } from './present.ts'

const STATES = ['now', 'coming', 'past', 'withdrawn'] as const

/** What is excused now, then what is to come, the first first; what is over and what was withdrawn, the last first. */
export function maintenanceView(
  vessels: readonly VesselRow[],
  { state, vessel, group }: MaintenanceQuery,
  present: Present,
): Maintenance {
  const all = vessels
    .filter(({ id, profile }) => (vessel === null || id === vessel) && (group === null || profile.group === group))
    .flatMap((row) => row.excuses.map((excuse) => excuseView(row, excuse, present)))
  const excuses = STATES.filter((one) => state === null || one === state).flatMap((one) => {
    const found = all.filter((excuse) => excuse.state === one).sort(inOrder)
    return one === 'past' || one === 'withdrawn' ? found.reverse() : found
  })
  return { at: iso(present.now), excuses }
}

const inOrder = (a: Excuse, b: Excuse): number =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : a.vessel.id < b.vessel.id ? -1 : 1

function excuseView({ id, profile }: VesselRow, excuse: Entered, { now, policy }: Present): Excuse {
  const { span, component, reviewAt } = excuse
  return {
    id: excuse.id,
    vessel: { id, name: profile.name, group: profile.group, zone: profile.zone },
    component: component === null ? null : { id: component, name: nameOf(component, policy) },
    category: excuse.category,
    reason: excuse.entered.reason,
    from: iso(span.from),
    to: span.to === OPEN ? null : iso(span.to),
    reviewAt: reviewAt === null ? null : iso(reviewAt),
    state: stateAt(excuse, now),
    entered: deedView(excuse.entered),
    changed: excuse.changed.map(deedView),
    withdrawn: excuse.withdrawn && deedView(excuse.withdrawn),
  }
}

function stateAt({ span, withdrawn }: Entered, now: Seconds): Excuse['state'] {
  if (withdrawn !== null) return 'withdrawn'
  return now < span.from ? 'coming' : now < span.to ? 'now' : 'past'
}

const deedView = ({ by, at, reason }: ExcuseDeed): Excuse['entered'] => ({ by: byView(by), at: iso(at), reason })
