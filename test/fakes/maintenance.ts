import type { VesselEvent } from '../../hub/core/events.ts'
import { type Excuse, evolveExcuses } from '../../hub/core/excuse.ts'
import { decideExcuse } from '../../hub/core/excuse-command.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import type { Maintain } from '../../hub/ports/deeds.ts'
import type { VesselRow } from '../../hub/ports/read-store.ts'
import type { Views } from '../../hub/ports/views.ts'
import { maintenanceView } from '../../hub/projections/maintenance.ts'
import type { FleetVessel } from '../../shared/api/fleet.ts'
import { isComponentId, isVesselId, type VesselId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import { rowOf } from './alerts.ts'

/** Maintenance of a fleet of fakes: the real decider and the real view, without a log. */
export function fakeMaintenance(
  fleet: readonly FleetVessel[],
  now: Seconds,
): Pick<Views, 'maintenance'> & { readonly maintain: Maintain } {
  const excuses = new Map<VesselId, readonly Excuse[]>()
  const present = { now, hearsUntil: now, massSilences: [], groupExcuses: [], heard: new Map(), policy: DEFAULT_POLICY }
  const rows = (): VesselRow[] =>
    fleet.flatMap((vessel) => {
      const row = isVesselId(vessel.id) ? rowOf(vessel.id, vessel) : undefined
      return row === undefined ? [] : [{ ...row, excuses: excuses.get(row.id) ?? [] }]
    })
  return {
    maintenance: async (query) => maintenanceView(rows(), query, present),
    async maintain(vessel, command) {
      const known = fleet.find(({ id }) => id === vessel)
      const components = known?.components.flatMap(({ id }) => (isComponentId(id) ? [{ id }] : [])) ?? []
      const before = excuses.get(vessel) ?? []
      const of = { isVessel: known !== undefined, components, excuses: before }
      const { events, answer } = decideExcuse(of, command, now)
      excuses.set(
        vessel,
        events.reduce((held: readonly Excuse[], event: VesselEvent) => evolveExcuses(held, event), before),
      )
      return answer
    },
  }
}
