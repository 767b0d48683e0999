import { Fault } from '../shared/fault.ts'
import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../shared/time.ts'
import { decideTime } from './core/decide.ts'
import { FLEET_STREAM, type FleetEvent, type VesselEvent, vesselStream } from './core/events.ts'
import type { GroupExcuse } from './core/excuses/group-excuse.ts'
import { decideGroupExcuse, type GroupExcuseAnswer } from './core/excuses/group-excuse-command.ts'
import type { Fleet } from './core/fleet.ts'
import type { Vessel } from './core/vessel.ts'
import type { Deadlines } from './deadlines.ts'
import type { Handle } from './handle.ts'
import type { MaintainGroup } from './ports/deeds.ts'
import type { VesselRow } from './ports/read-store.ts'
import type { Project } from './project.ts'

/** Maintenance of groups as it stands, from the fleet's stream. */
export interface GroupMaintenance {
  load(): Promise<void>
  standing(): readonly GroupExcuse[]
  /** Decides in the fleet's stream. */
  decide(...asked: Parameters<MaintainGroup>): Promise<GroupExcuseAnswer>
}

export type GroupMaintenanceParts = {
  readonly handle: Handle<Fleet, FleetEvent>
  readonly vessels: () => readonly VesselRow[]
  readonly clock: Clock
}

export function createGroupMaintenance({ handle, vessels, clock }: GroupMaintenanceParts): GroupMaintenance {
  let standing: readonly GroupExcuse[] = []
  return {
    standing: () => standing,
    async load() {
      standing = (await handle.state(FLEET_STREAM)).groupExcuses
    },
    async decide(command) {
      const rows = vessels().filter(({ retiredAt }) => retiredAt === null)
      const groups = new Set(rows.flatMap(({ profile }) => profile.group ?? []))
      const components = new Set(rows.flatMap((row) => row.components.map(({ id }) => id)))
      const { state, answer } = await handle.command<GroupExcuseAnswer>(FLEET_STREAM, ({ groupExcuses: excuses }) =>
        decideGroupExcuse({ groups, components, excuses }, command, toSeconds(clock.now())),
      )
      standing = state.groupExcuses
      return answer
    },
  }
}

export type MaintainGroupParts = {
  readonly groups: Pick<GroupMaintenance, 'decide'>
  readonly handle: Handle<Vessel, VesselEvent>
  readonly vessels: () => readonly VesselRow[]
  readonly deadlines: Pick<Deadlines, 'context' | 'moved' | 'look'>
  readonly project: Pick<Project, 'passed'>
  readonly clock: Clock
}

/**
 * The verb of maintenance of groups: each vessel takes its part into its own stream with all that follows, and it is
 * answered when the pages show it. A vessel whose stream cannot be written takes it at its next deadline, which is at once.
 */
export function createMaintainGroup(parts: MaintainGroupParts): MaintainGroup {
  const { groups, handle, vessels, deadlines, project, clock } = parts

  async function take(id: VesselId, now: Seconds): Promise<number> {
    try {
      const { position } = await handle.command(
        vesselStream(id),
        (state) => ({ events: decideTime(state, deadlines.context(id, state, now)), answer: null }),
        ({ state }) => deadlines.moved(id, state),
      )
      return position
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'unavailable') throw error
      deadlines.look([id])
      return 0
    }
  }

  return async (command) => {
    const answer = await groups.decide(command)
    if (answer.kind !== 'done') return answer
    const now = toSeconds(clock.now())
    const reached = await Promise.all(vessels().map(({ id }) => take(id, now)))
    await project.passed(Math.max(0, ...reached))
    return answer
  }
}
