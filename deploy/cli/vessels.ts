import { randomUUID } from 'node:crypto'
import {
  type Admission,
  type AdmissionCause,
  type AdmissionCommand,
  type AdmissionEvent,
  decideAdmission,
  evolveAdmission,
  NOT_ADMITTED,
  ofAdmission,
} from '../../hub/core/admission/admission.ts'
import { vesselStream } from '../../hub/core/events.ts'
import { createHandle } from '../../hub/handle.ts'
import type { EventLog } from '../../hub/ports/log.ts'
import { vesselOf } from '../../hub/projections/rows.ts'
import { Fault } from '../../shared/fault.ts'
import type { VesselId } from '../../shared/model.ts'
import { type Clock, systemClock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'

/** What shore has entered about the vessels, read from and written to the log. */
export interface Vessels {
  /** Says what was stored; a rule that forbids it is a fault with its reason. */
  change(vessel: VesselId, command: AdmissionCommand): Promise<readonly AdmissionEvent[]>
  all(): Promise<ReadonlyMap<VesselId, Admission>>
}

export function createVessels(log: EventLog, signal: AbortSignal, clock: Clock = systemClock): Vessels {
  const handle = createHandle<Admission, AdmissionCause>({
    log,
    initial: () => NOT_ADMITTED,
    evolve: evolveAdmission,
    own: ofAdmission,
    nowMs: clock.now,
    newId: randomUUID,
    signal,
  })
  return {
    async change(vessel, command) {
      const { answer } = await handle.command(vesselStream(vessel), (admission) => {
        const decided = decideAdmission(admission, command, toSeconds(clock.now()))
        return { events: decided.kind === 'decided' ? decided.events : [], answer: decided }
      })
      if (answer.kind === 'refused') throw new Fault('conflict', `${vessel}: ${answer.reason}`)
      return answer.events
    },
    async all() {
      const vessels = new Map<VesselId, Admission>()
      for await (const batch of log.follow(0, signal)) {
        if ('caughtUp' in batch) break
        const id = vesselOf(batch.stream)
        if (id === null) continue
        const events = batch.events.flatMap((event) => ofAdmission(event) ?? [])
        vessels.set(id, events.reduce(evolveAdmission, vessels.get(id) ?? NOT_ADMITTED))
      }
      return vessels
    },
  }
}
