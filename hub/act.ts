import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { toSeconds } from '../shared/time.ts'
import type { Context } from './core/context.ts'
import type { Decision } from './core/decision.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import type { Vessel } from './core/vessel.ts'
import type { Deadlines } from './deadlines.ts'
import type { Handle } from './handle.ts'
import type { Project } from './project.ts'

export type ActParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly deadlines: Pick<Deadlines, 'context' | 'moved'>
  readonly project: Pick<Project, 'passed'>
  readonly clock: Clock
}

/** The way in of what people want of a vessel: decided like everything else, and answered when the pages show what was done. */
export const createAct =
  ({ handle, deadlines, project, clock }: ActParts) =>
  <C, A>(decide: (vessel: Vessel, command: C, context: Context) => Decision<VesselEvent, A>) =>
  async (vessel: VesselId, command: C): Promise<A> => {
    const { answer, position } = await handle.command(
      vesselStream(vessel),
      (state) => decide(state, command, deadlines.context(vessel, state, toSeconds(clock.now()))),
      ({ state, changed }) => changed && deadlines.moved(vessel, state),
    )
    await project.passed(position)
    return answer
  }
