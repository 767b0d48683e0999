import type { AuditEntry } from '../shared/api/audit.ts'
import { iso } from '../shared/time.ts'
import type { History } from './ports/history.ts'
import type { Place } from './ports/history-store.ts'
import type { Batch, EventLog } from './ports/log.ts'
import type { ReadStore } from './ports/read-store.ts'
import { auditEntry } from './projections/history/audit-view.ts'
import { incidentsView, incidentView, type Now } from './projections/history/incident-view.ts'
import { pageOf, writePlace } from './projections/history/page.ts'
import { ticketsView } from './projections/history/ticket-view.ts'
import type { Present } from './projections/present.ts'
import type { ReadModel } from './projections/read-model.ts'

export type HistoryParts = {
  readonly events: Pick<EventLog, 'at'>
  readonly store: ReadStore
  readonly model: Pick<ReadModel, 'recovering'>
  /** What is true now, once the rows hold whatever was stored before the question. */
  readonly present: () => Promise<Present>
}

/** What was, from the rows that the log made. */
export function createHistory({ events, store, model, present }: HistoryParts): History {
  async function now() {
    const at = await present()
    return { now: at.now, policy: at.policy, recovering: model.recovering(at) }
  }

  /** What the rows only point at is read where it stands: no more of the log than the page shows. */
  async function read(places: readonly Place[], { policy }: Now): Promise<AuditEntry[]> {
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
      const at = await now()
      const { rows, next } = pageOf(store.audit(query), query.size, writePlace)
      return { at: iso(at.now), entries: await read(rows, at), next }
    },
    async trail(vessel, incident, { after, size }) {
      const at = await now()
      const row = store.incident(vessel, incident)
      if (row === undefined) return null
      const { rows, next } = pageOf(store.trail({ vessel, incident, after }), size, writePlace)
      return { at: iso(at.now), incident: incidentView(row, store, at), entries: await read(rows, at), next }
    },
  }
}

const never = new AbortController().signal
