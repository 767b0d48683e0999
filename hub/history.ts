import type { Clock } from '../shared/runtime/clock.ts'
import { toSeconds } from '../shared/time.ts'
import type { Policy } from './core/policy.ts'
import type { History } from './ports/history.ts'
import type { EventLog } from './ports/log.ts'
import type { ReadStore } from './ports/read-store.ts'
import type { Project } from './project.ts'
import { incidentsView } from './projections/history/incident-view.ts'

export type HistoryParts = {
  readonly events: Pick<EventLog, 'head' | 'at'>
  readonly store: ReadStore
  readonly project: Pick<Project, 'passed'>
  readonly clock: Clock
  readonly policy: Policy
}

/** What was, from the rows that the log made; they hold whatever was stored before the question. */
export function createHistory({ events, store, project, clock, policy }: HistoryParts): History {
  async function now() {
    await project.passed(await events.head().catch(() => 0))
    return { now: toSeconds(clock.now()), policy }
  }

  return {
    incidents: async (query) => incidentsView(store, query, await now()),
  }
}
