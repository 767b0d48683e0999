import type { Incident, Incidents } from '../../../shared/api/incident.ts'
import { iso } from '../../../shared/time.ts'
import { SEVERITIES } from '../../core/alerts/severity.ts'
import { nameOf } from '../../core/components/component-name.ts'
import type { IncidentQuery } from '../../ports/history.ts'
import type { IncidentRow } from '../../ports/history-store.ts'
import type { ReadStore } from '../../ports/read-store.ts'
import type { Present } from '../present.ts'
import type { Recovering } from '../recovery.ts'
import { pageOf, vesselsMeant, writeCursor } from './page.ts'

/** Of what is true now only what the lists of the past need. */
export type Now = Pick<Present, 'now' | 'policy'> & { readonly recovering: Recovering }

export function incidentsView(store: ReadStore, query: IncidentQuery, now: Now): Incidents {
  const { component, state, from, to, after, size } = query
  const isOpen = state === null ? null : state === 'open'
  const found = store.incidents({ vessels: vesselsMeant(store, query), from, to, after, component, isOpen })
  const { rows, next } = pageOf(found, size, ({ began: at, vessel, id }) => writeCursor({ at, vessel, id }))
  return { at: iso(now.now), incidents: rows.map((row) => incidentView(row, store, now)), next }
}

export function incidentView(row: IncidentRow, store: ReadStore, { now, policy, recovering }: Now): Incident {
  const { id, vessel, component, began, ended } = row
  const profile = store.vessel(vessel)?.profile
  const things = store.things({ vessel, incident: id })
  const alerts = things.flatMap((thing) => store.alert(vessel, thing) ?? [])
  const tickets = things.flatMap((thing) => store.ticket(vessel, thing) ?? [])
  return {
    id,
    vessel: { id: vessel, name: profile?.name ?? vessel, group: profile?.group ?? null },
    component: component === null ? null : { id: component, name: nameOf(component, policy) },
    state: ended === null ? 'open' : 'ended',
    began: iso(began),
    ended: ended === null ? null : iso(ended),
    recovery: ended === null ? recovering(row) : null,
    lastedS: Math.max(0, (ended ?? now) - began),
    reason: row.reason,
    why: row.why,
    learnedAt: iso(row.learnedAt),
    endLearnedAt: row.endLearnedAt === null ? null : iso(row.endLearnedAt),
    restated: row.restated,
    severity: SEVERITIES.findLast((one) => alerts.some(({ severity }) => severity === one)) ?? null,
    vesselIncident: row.vesselIncident,
    heirs: [...row.heirs],
    tickets: tickets.map((ticket) => ({
      id: ticket.id,
      stage: ticket.stage,
      key: ticket.issue?.key ?? null,
      url: ticket.issue?.url ?? null,
    })),
  }
}
