import type { Decision } from './core/decision.ts'
import { FLEET_STREAM, type FleetEvent } from './core/events.ts'
import type { Fleet } from './core/fleet.ts'
import { inParts } from './core/reports/freezing.ts'
import type { FrozenReport, ReportFrozen } from './core/reports/report.ts'
import type { Handle } from './handle.ts'
import type { Froze } from './ports/reports.ts'
import type { Project } from './project.ts'

export type FreezeParts = {
  readonly fleet: Handle<Fleet, FleetEvent>
  readonly project: Pick<Project, 'passed'>
  readonly newId: () => string
}

/**
 * Puts a report into the log, a large one in several batches. The last one makes it stand: what was begun and not ended
 * is nothing, and whoever begins again begins anew.
 */
export function createFreeze({ fleet, project, newId }: FreezeParts): (report: ReportFrozen) => Promise<Froze> {
  return async (report) => {
    const id = newId()
    for (const [nth, event] of inParts(report, id).entries()) {
      const { answer, position } = await fleet.command(FLEET_STREAM, (state): Decision<FleetEvent, Froze> => {
        const already = frozenIn(state.reports, report.period)
        if (already !== null) return { events: [], answer: already }
        if (nth > 0 && state.reportDraft?.id !== id) return { events: [], answer: { kind: 'overtaken' } }
        return { events: [event], answer: { kind: 'frozen' } }
      })
      await project.passed(position)
      if (answer.kind !== 'frozen') return answer
    }
    return { kind: 'frozen' }
  }
}

/** Null of a period that is not frozen. */
export function frozenIn(reports: readonly FrozenReport[], label: string): Froze | null {
  const found = reports.find(({ period }) => period === label)
  return found === undefined ? null : { kind: 'already', by: found.by }
}
