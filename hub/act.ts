import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { toSeconds } from '../shared/time.ts'
import { type AlertAnswer, decideAlert } from './core/alerts/alert-command.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import type { Vessel } from './core/vessel.ts'
import type { Handle } from './handle.ts'
import type { Act } from './ports/deeds.ts'
import type { Project } from './project.ts'

export type ActParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly project: Pick<Project, 'passed'>
  readonly clock: Clock
  /** Its deadlines may be others now. */
  readonly moved: (vessel: VesselId, state: Vessel) => void
}

/** The verb of people's commands: decided like everything else, and answered when the pages show what was done. */
export const createAct =
  ({ handle, project, clock, moved }: ActParts): Act =>
  async (vessel, command) => {
    const { answer, position } = await handle.command<AlertAnswer>(
      vesselStream(vessel),
      ({ alerts }) => decideAlert(alerts, command, toSeconds(clock.now())),
      ({ answer, state }) => answer === 'done' && moved(vessel, state),
    )
    await project.passed(position)
    return answer
  }
