import { Fault } from '../shared/fault.ts'
import { newest } from '../shared/link/hub.ts'
import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../shared/time.ts'
import type { Context, Surroundings } from './core/context.ts'
import { decideTime, nextDeadline } from './core/decide.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import type { Vessel } from './core/vessel.ts'
import type { Handle } from './handle.ts'
import type { HeardBoard } from './heard.ts'
import type { Listen } from './listen.ts'
import { createWatch } from './watch.ts'

/** What the passing of time alone says of the vessels: each is looked at again at its own deadline. */
export interface Deadlines {
  /** Everything beside its stream that decides about the vessel. */
  context(vessel: VesselId, state: Vessel, now: Seconds): Context
  /** Something came of the vessel: its deadline, as it now is, moves. */
  moved(vessel: VesselId, state: Vessel): void
  /** Something beside their streams bears on these vessels. */
  look(vessels: Iterable<VesselId>): void
  /** The hub listens anew, or not any more: so do the deadlines of all. */
  countAnew(): void
  /** The earliest that was not seen to; one in the past is overdue. */
  earliest(): Seconds
  stop(): void
}

export type DeadlineParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly board: Pick<HeardBoard, 'get' | 'all'>
  readonly listen: Pick<Listen, 'listening' | 'failed'>
  readonly clock: Clock
  readonly around: (vessel: VesselId) => Surroundings
}

const RETRY_S = 5

export function createDeadlines({ handle, board, listen, clock, around }: DeadlineParts): Deadlines {
  const watch = createWatch(clock, due)
  let stopped = false

  const contextOf = (id: VesselId, { copy }: Vessel, now: Seconds): Context => {
    const heard = board.get(id)
    const { watermark } = heard === undefined ? copy.seen : newest(copy.seen, heard)
    return { ...around(id), now, watermark, lastHeard: heard?.lastHeard ?? null }
  }

  const deadline = (id: VesselId, vessel: Vessel, now: Seconds): Seconds =>
    nextDeadline(vessel, contextOf(id, vessel, now))

  async function due(vessel: VesselId, now: Seconds): Promise<Seconds> {
    try {
      const { state } = await handle.command(vesselStream(vessel), (before) => ({
        events: decideTime(before, contextOf(vessel, before, now)),
        answer: null,
      }))
      return deadline(vessel, state, now)
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
      const state = await handle.state(vesselStream(vessel))
      watch.expect(vessel, deadline(vessel, state, toSeconds(clock.now())))
    } catch (error) {
      away(error)
    }
  }

  return {
    context: contextOf,
    moved: (vessel, state) => watch.expect(vessel, deadline(vessel, state, toSeconds(clock.now()))),
    look(vessels) {
      for (const vessel of vessels) watch.expect(vessel, toSeconds(clock.now()))
    },
    countAnew() {
      for (const vessel of board.all().keys()) void count(vessel)
    },
    earliest: watch.earliest,
    stop() {
      stopped = true
      watch.stop()
    },
  }
}
