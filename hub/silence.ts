import { Fault } from '../shared/fault.ts'
import type { VesselId } from '../shared/model.ts'
import { OPEN, type Seconds } from '../shared/time.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import { silentAt } from './core/presence.ts'
import { decideTime, type Vessel } from './core/vessel.ts'
import type { Handle } from './handle.ts'
import type { HeardBoard } from './heard.ts'
import type { Listen } from './listen.ts'

/** What the passing of time says of a vessel. */
export interface Silence {
  /** When time alone can change anything about the vessel as it now is. */
  deadline(vessel: VesselId, state: Vessel): Seconds
  /** The same for one whose state is still to be loaded. */
  nextDeadline(vessel: VesselId): Promise<Seconds>
  /** A deadline came: it may be silent now. Answers the next one. */
  due(vessel: VesselId, now: Seconds): Promise<Seconds>
}

export type SilenceParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly board: HeardBoard
  readonly listen: Listen
  readonly silentAfterS: number
}

const RETRY_S = 5

export function createSilence({ handle, board, listen, silentAfterS }: SilenceParts): Silence {
  const deadline = (vessel: VesselId, { presence }: Vessel): Seconds => {
    const heard = board.get(vessel)
    return heard ? silentAt(presence, heard.lastHeard, listen.listening(), silentAfterS) : OPEN
  }

  return {
    deadline,
    async nextDeadline(vessel) {
      const { state } = await handle.command(vesselStream(vessel), () => ({ events: [], answer: null }))
      return deadline(vessel, state)
    },
    async due(vessel, now) {
      try {
        const { state } = await handle.command(vesselStream(vessel), (before) => {
          const lastHeard = board.get(vessel)?.lastHeard
          const events =
            lastHeard === undefined ? [] : decideTime(before, lastHeard, listen.listening(), silentAfterS, now)
          return { events, answer: null }
        })
        return deadline(vessel, state)
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== 'unavailable') throw error
        listen.failed(error)
        return now + RETRY_S
      }
    },
  }
}
