import type { Alert, Alerts } from '../../shared/api/alert.ts'
import type { Fleet } from '../../shared/api/fleet.ts'
import type { Maintenance } from '../../shared/api/maintenance.ts'
import type { Reckoning } from '../../shared/api/reckoning.ts'
import type { VesselTimeline } from '../../shared/api/timeline.ts'
import type { Vessel } from '../../shared/api/vessel.ts'
import type { VesselId } from '../../shared/model.ts'
import type { Span } from '../../shared/time.ts'
import type { AlertId } from '../core/alerts/alert.ts'
import { isConfigured } from '../core/components/component.ts'
import type { VesselAccount } from '../core/reports/report.ts'
import type { ReadStore, VesselRow } from '../ports/read-store.ts'
import type { AlertQuery, MaintenanceQuery, TimelineQuery } from '../ports/views.ts'
import { isUntold, vesselAccount } from './account.ts'
import { alertsView, alertView } from './alert-view.ts'
import { type Reading, upSinceOf } from './component.ts'
import { fleetView, reachS, readingsOf } from './fleet.ts'
import type { Holding } from './holding.ts'
import { createKeptReadings } from './kept-readings.ts'
import { maintenanceView } from './maintenance.ts'
import { listeningUntil, type Present, windowEndOf } from './present.ts'
import { reckoningView } from './reckoning.ts'
import { heardAgain, type Recovering, upAgain } from './recovery.ts'
import { timelineView } from './timeline.ts'
import { type Line, vesselReachS, vesselView } from './vessel.ts'

/** The answers of the API, made from the rows and from what is true at this moment. */
export interface ReadModel {
  /** Without the vessels that are retired. */
  fleet(present: Present): Fleet
  vessel(id: VesselId, present: Present, line: Line): Vessel | null
  timeline(id: VesselId, query: TimelineQuery, present: Present): VesselTimeline | null
  reckoning(id: VesselId, query: TimelineQuery, present: Present): Reckoning | null
  alerts(query: AlertQuery, present: Present): Alerts
  alert(vessel: VesselId, id: AlertId, present: Present): Alert | null
  /** Whether what goes on as an incident has ended for now. */
  recovering(present: Present): Recovering
  maintenance(query: MaintenanceQuery, present: Present): Maintenance
  /** What the service of each vessel was over the span, in the order of their names, and who has not told all of it. */
  accounts(span: Span, present: Present): Accounts
}

export type Accounts = {
  readonly accounts: readonly VesselAccount[]
  readonly untold: readonly { readonly id: VesselId; readonly name: string }[]
}

/** Resolved ones are history, which the vessel's page leaves to that of the alerts. */
const STANDING: AlertQuery = { state: null, kind: null, group: null, vessel: null, size: 0 }

const GOING_ON = { component: null, isOpen: true, from: null, to: null, after: null }

export function createReadModel(store: ReadStore): ReadModel {
  const kept = createKeptReadings()
  const listeningAt = (present: Present) => listeningUntil(store.listening(), present)
  const holdingOf = (row: VesselRow, present: Present, span: Span): Holding => ({
    row,
    timelines: store.timelines(row.id, span),
    silence: store.silence(row.id),
    listening: listeningAt(present),
  })
  const overlast = (row: VesselRow, present: Present, seconds: number): Holding => {
    const to = windowEndOf({ row, listening: listeningAt(present) }, present)
    return holdingOf(row, present, { from: to - seconds, to })
  }
  const configuredOf = (row: VesselRow, present: Present): readonly Reading[] =>
    kept.of(row, store.listening(), present, () => {
      const configured = row.components.filter(isConfigured)
      return readingsOf(overlast(row, present, reachS(present)), configured, present, reachS(present))
    })

  const recovering = (present: Present): Recovering =>
    recoveringBy(store, (row) => configuredOf(row, present), present.policy)

  return {
    recovering,
    fleet: (present) =>
      fleetView(
        store
          .vessels()
          .filter(({ retiredAt }) => retiredAt === null)
          .map((row) => ({ row, readings: configuredOf(row, present) })),
        present,
      ),
    vessel(id, present, line) {
      const row = store.vessel(id)
      if (row === undefined) return null
      const { alerts } = alertsView(store, { ...STANDING, vessel: id }, present, recovering(present))
      const incidents = [...store.incidents({ ...GOING_ON, vessels: [id] })]
      return vesselView(overlast(row, present, vesselReachS(present)), present, line, { alerts, incidents })
    },
    alerts: (query, present) => alertsView(store, query, present, recovering(present)),
    alert(vessel, id, present) {
      const row = store.alert(vessel, id)
      return row ? alertView(row, store.vessel(vessel), present, recovering(present)) : null
    },
    maintenance: (query, present) => maintenanceView(store.vessels(), query, present),
    accounts(span, present) {
      const holdings = store
        .vessels()
        .toSorted((a, b) => a.profile.name.localeCompare(b.profile.name, 'en') || (a.id < b.id ? -1 : 1))
        .map((row) => holdingOf(row, present, span))
      return {
        accounts: holdings.flatMap((holding) => vesselAccount(holding, span, present) ?? []),
        untold: holdings
          .filter((holding) => isUntold(holding, span.to, present))
          .map(({ row: { id, profile } }) => ({ id, name: profile.name })),
      }
    },
    reckoning(id, query, present) {
      const row = store.vessel(id)
      return row ? reckoningView(holdingOf(row, present, query), query, present) : null
    },
    timeline(id, query, present) {
      const row = store.vessel(id)
      return row ? timelineView(holdingOf(row, present, query), query, present) : null
    },
  }
}

const recoveringBy =
  (
    store: Pick<ReadStore, 'vessel'>,
    read: (row: VesselRow) => readonly Reading[],
    { incident }: Present['policy'],
  ): Recovering =>
  ({ vessel, component }) => {
    const row = store.vessel(vessel)
    if (row === undefined || component === null) return heardAgain(row?.presence)
    const reading = read(row).find((one) => one.component.id === component)
    return reading === undefined ? null : upAgain(upSinceOf(reading), incident.resolveAfterS)
  }
