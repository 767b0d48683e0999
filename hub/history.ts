import type { AuditEntry } from '../shared/api/audit.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { iso, toSeconds } from '../shared/time.ts'
import type { Policy } from './core/policy.ts'
import type { History } from './ports/history.ts'
import type { Place } from './ports/history-store.ts'
import type { Batch, EventLog } from './ports/log.ts'
import type { ReadStore } from './ports/read-store.ts'
import type { Project } from './project.ts'
import { auditEntry } from './projections/history/audit-view.ts'
import { incidentsView, incidentView } from './projections/history/incident-view.ts'
import { pageOf, writePlace } from './projections/history/page.ts'
import { ticketsView } from './projections/history/ticket-view.ts'

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

  /** What the rows only point at is read where it stands: no more of the log than the page shows. */
  async function read(places: readonly Place[]): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = []
    let batch: Batch | null = null
    for (const { position, index } of places) {
      if (batch?.position !== position) batch = await events.at(position, never)
      const entry = batch && auditEntry(batch, index, store, policy)
      if (entry !== null) entries.push(entry)
    }
    return entries
  }

  return {
    incidents: async (query) => incidentsView(store, query, await now()),
    tickets: async (query) => ticketsView(store, query, await now()),
    async audit(query) {
      const at = iso((await now()).now)
      const { rows, next } = pageOf(store.audit(query), query.size, writePlace)
      return { at, entries: await read(rows), next }
    },
    async trail(vessel, incident, { after, size }) {
      const present = await now()
      const row = store.incident(vessel, incident)
      if (row === undefined) return null
      const { rows, next } = pageOf(store.trail({ vessel, incident, after }), size, writePlace)
      return { at: iso(present.now), incident: incidentView(row, store, present), entries: await read(rows), next }
    },
  }
}

const never = new AbortController().signal
