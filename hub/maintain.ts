import type { Clock } from '../shared/runtime/clock.ts'
import { toSeconds } from '../shared/time.ts'
import { decideMaintenance } from './core/decide.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import type { ExcuseAnswer } from './core/excuses/excuse-command.ts'
import type { Vessel } from './core/vessel.ts'
import type { Deadlines } from './deadlines.ts'
import type { Handle } from './handle.ts'
import type { Maintain } from './ports/deeds.ts'
import type { Project } from './project.ts'

export type MaintainParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly deadlines: Pick<Deadlines, 'context' | 'moved'>
  readonly project: Pick<Project, 'passed'>
  readonly clock: Clock
}

/** The verb of maintenance: what follows from it is decided with it, and it is answered when the pages show it. */
export const createMaintain =
  ({ handle, deadlines, project, clock }: MaintainParts): Maintain =>
  async (vessel, command) => {
    const { answer, position } = await handle.command<ExcuseAnswer>(
      vesselStream(vessel),
      (state) => decideMaintenance(state, command, deadlines.context(vessel, state, toSeconds(clock.now()))),
      ({ answer, state }) => answer.kind === 'done' && deadlines.moved(vessel, state),
    )
    await project.passed(position)
    return answer
  }
