import { NOT_ADMITTED } from '../../hub/core/admission/admission.ts'
import { type Excuse, type ExcuseEvent, evolveExcuses } from '../../hub/core/excuses/excuse.ts'
import { decideExcuse } from '../../hub/core/excuses/excuse-command.ts'
import { evolveGroupExcuses, type GroupExcuse } from '../../hub/core/excuses/group-excuse.ts'
import { decideGroupExcuse } from '../../hub/core/excuses/group-excuse-command.ts'
import { whenOfGroup } from '../../hub/core/excuses/group-part.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { NEW_VESSEL } from '../../hub/core/vessel.ts'
import type { Maintain, MaintainGroup } from '../../hub/ports/deeds.ts'
import type { VesselRow } from '../../hub/ports/read-store.ts'
import type { Views } from '../../hub/ports/views.ts'
import { maintenanceView } from '../../hub/projections/maintenance.ts'
import type { FleetVessel } from '../../shared/api/fleet.ts'
import { isComponentId, isVesselId, type VesselId } from '../../shared/model.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import { rowOf } from './alerts.ts'

/** Maintenance of a fleet of fakes: the real deciders and the real view, without a log. */
export function fakeMaintenance(
  fleet: readonly FleetVessel[],
  now: Seconds,
): Pick<Views, 'maintenance'> & { readonly maintain: Maintain; readonly maintainGroup: MaintainGroup } {
  const excuses = new Map<VesselId, readonly Excuse[]>()
  let groupExcuses: readonly GroupExcuse[] = []
  const present = { now, hearsUntil: now, massSilences: [], heard: new Map(), policy: DEFAULT_POLICY }
  const rows = (): VesselRow[] =>
    fleet.flatMap((vessel) => {
      const row = isVesselId(vessel.id) ? rowOf(vessel.id, vessel) : undefined
      return row === undefined ? [] : [{ ...row, excuses: excuses.get(row.id) ?? [] }]
    })
  const take = (vessel: VesselId, events: readonly ExcuseEvent[]): void => {
    const before = excuses.get(vessel) ?? []
    excuses.set(vessel, events.reduce(evolveExcuses, before))
  }
  return {
    maintenance: async (query) => maintenanceView(rows(), query, { ...present, groupExcuses }),
    async maintain(vessel, command) {
      const known = fleet.find(({ id }) => id === vessel)
      const components = known?.components.flatMap(({ id }) => (isComponentId(id) ? [{ id }] : [])) ?? []
      const of = { isVessel: known !== undefined, components, excuses: excuses.get(vessel) ?? [] }
      const { events, answer } = decideExcuse(of, command, now)
      take(vessel, events)
      return answer
    },
    async maintainGroup(command) {
      const all = rows()
      const groups = new Set(all.flatMap(({ profile }) => profile.group ?? []))
      const components = new Set(all.flatMap((row) => row.components.map(({ id }) => id)))
      const { events, answer } = decideGroupExcuse({ groups, components, excuses: groupExcuses }, command, now)
      groupExcuses = events.reduce(evolveGroupExcuses, groupExcuses)
      for (const row of all) take(row.id, whenOfGroup(vesselOf(row), { ...context, id: row.id, now, groupExcuses }))
      return answer
    },
  }
}

const context = {
  policy: DEFAULT_POLICY,
  listening: { since: 0, spells: [] },
  massSilences: [],
  watermark: null,
  lastHeard: null,
}

const vesselOf = ({ profile, components, excuses }: VesselRow) => ({
  ...NEW_VESSEL,
  admission: { ...NOT_ADMITTED, profile },
  components,
  excuses,
  membership: profile.group === null ? [] : [{ from: -OPEN, to: OPEN, state: profile.group }],
})
