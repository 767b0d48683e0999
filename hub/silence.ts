import { Fault } from '../shared/fault.ts'
import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { OPEN, type Seconds } from '../shared/time.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import { silentAt } from './core/presence.ts'
import { decideTime, type Vessel } from './core/vessel.ts'
import type { Handle } from './handle.ts'
import type { HeardBoard } from './heard.ts'
import type { Listen } from './listen.ts'
import { createWatch } from './watch.ts'

/** What the passing of time says of the vessels: each is called silent at its deadline. */
export interface Silence {
  /** A sign of life came: the deadline of the vessel, as it now is, moves. */
  heard(vessel: VesselId, state: Vessel): void
  /** The hub listens anew, or not any more: so do the deadlines of all. */
  countAnew(): void
  stop(): void
}

export type SilenceParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly board: Pick<HeardBoard, 'get' | 'all'>
  readonly listen: Pick<Listen, 'listening' | 'failed'>
  readonly clock: Clock
  readonly silentAfterS: number
}

const RETRY_S = 5

export function createSilence({ handle, board, listen, clock, silentAfterS }: SilenceParts): Silence {
  const watch = createWatch(clock, due)
  let stopped = false

  /** When time alone can change anything about the vessel as it now is. */
  const deadline = (vessel: VesselId, { presence }: Vessel): Seconds => {
    const heard = board.get(vessel)
    return heard ? silentAt(presence, heard.lastHeard, listen.listening(), silentAfterS) : OPEN
  }

  async function due(vessel: VesselId, now: Seconds): Promise<Seconds> {
    try {
      const { state } = await handle.command(vesselStream(vessel), (before) => {
        const lastHeard = board.get(vessel)?.lastHeard
        const events =
          lastHeard === undefined ? [] : decideTime(before, lastHeard, listen.listening(), silentAfterS, now)
        return { events, answer: null }
      })
      return deadline(vessel, state)
    } catch (error) {
      away(error)
      return now + RETRY_S
    }
  }

  /** Without the log nobody is called silent; once it is back the hub listens anew. */
  function away(error: unknown): void {
    if (stopped) return
    if (!(error instanceof Fault) || error.code !== 'unavailable') throw error
    listen.failed(error)
  }

  async function count(vessel: VesselId): Promise<void> {
    try {
      const { state } = await handle.command(vesselStream(vessel), () => ({ events: [], answer: null }))
      watch.expect(vessel, deadline(vessel, state))
    } catch (error) {
      away(error)
    }
  }

  return {
    heard: (vessel, state) => watch.expect(vessel, deadline(vessel, state)),
    countAnew() {
      for (const vessel of board.all().keys()) void count(vessel)
    },
    stop() {
      stopped = true
      watch.stop()
    },
  }
}
