import type { VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import { type VesselEvent, vesselStream } from '../core/events.ts'
import { decideTicket, type TicketDecided } from '../core/tickets/ticket-command.ts'
import type { Vessel } from '../core/vessel.ts'
import type { Handle } from '../handle.ts'
import type { DecideTicket } from '../ports/deeds.ts'
import type { Project } from '../project.ts'

export type DeskParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly project: Pick<Project, 'passed'>
  readonly clock: Clock
  /** Its deadlines may be others now. */
  readonly moved: (vessel: VesselId, state: Vessel) => void
}

/** The verb of what people decide about a ticket that is not in JIRA, and will not be by itself. */
export const createDesk =
  ({ handle, project, clock, moved }: DeskParts): DecideTicket =>
  async (vessel, command) => {
    const { answer, position } = await handle.command<TicketDecided>(
      vesselStream(vessel),
      (state) => {
        const decided = decideTicket(state, command, toSeconds(clock.now()))
        return { events: decided.kind === 'decided' ? decided.events : [], answer: decided }
      },
      ({ answer, state }) => answer.kind === 'decided' && moved(vessel, state),
    )
    await project.passed(position)
    return answer
  }
