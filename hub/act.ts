import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../shared/time.ts'
import { decideAlert } from './core/alerts/alert-command.ts'
import type { Decision } from './core/decision.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import { decideNote } from './core/notes/note-command.ts'
import { isKnown, type Vessel } from './core/vessel.ts'
import type { Handle } from './handle.ts'
import type { Act, Annotate } from './ports/deeds.ts'
import type { Project } from './project.ts'

export type ActParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly project: Pick<Project, 'passed'>
  readonly clock: Clock
  /** Its deadlines may be others now. */
  readonly moved: (vessel: VesselId, state: Vessel) => void
}

/** The verb of people's commands about alerts. */
export const createAct = (parts: ActParts): Act =>
  verb(parts, ({ alerts }, command, now) => decideAlert(alerts, command, now))

/** And that of their notes. */
export const createAnnotate = (parts: ActParts): Annotate =>
  verb(parts, (state, command, now) => decideNote({ isVessel: isKnown(state), notes: state.notes }, command, now))

/** Decided like everything else, and answered when the pages show what was done. */
const verb =
  <C, A extends string>(
    { handle, project, clock, moved }: ActParts,
    decide: (state: Vessel, command: C, now: Seconds) => Decision<VesselEvent, A>,
  ) =>
  async (vessel: VesselId, command: C): Promise<A> => {
    const { answer, position } = await handle.command<A>(
      vesselStream(vessel),
      (state) => decide(state, command, toSeconds(clock.now())),
      ({ answer, state }) => answer === 'done' && moved(vessel, state),
    )
    await project.passed(position)
    return answer
  }
