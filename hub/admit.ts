import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { toSeconds } from '../shared/time.ts'
import { type Admission, type AdmissionEvent, admit, credentialHash, type Entry } from './core/admission/admission.ts'
import type { Turns } from './core/admission/contest.ts'
import type { Decision } from './core/decision.ts'
import { vesselStream } from './core/events.ts'
import type { LinkListener } from './ports/link.ts'
import type { EventLog, Position } from './ports/log.ts'

export type AdmitOptions = {
  readonly log: Pick<EventLog, 'head'>
  readonly clock: Clock
  readonly turns: ReadonlyMap<VesselId, Turns>
  /** A command of the vessel's stream that needs its admission alone, as it is at `head` or later. */
  readonly command: (
    vessel: VesselId,
    head: Position,
    decide: (admission: Admission) => Decision<AdmissionEvent, Entry>,
  ) => Promise<Entry>
}

/** The door of the hub: whether a vessel comes in with this secret; what its use changes is stored before it does. */
export function createAdmit({ log, clock, turns, command }: AdmitOptions): LinkListener['admit'] {
  return async (vessel, secret) => {
    // Whoever makes up names must not fill the memory with vessels that do not exist.
    const head = await log.head(vesselStream(vessel))
    if (head === 0) return false
    const hash = credentialHash(secret)
    const entry = await command(vessel, head, (admission) => {
      const answer = admit(admission, hash, toSeconds(clock.now()), turns.get(vessel))
      return { events: answer.kind === 'admitted' ? answer.events : [], answer }
    })
    if (entry.kind === 'refused') return false
    if (entry.delayS > 0) await new Promise<void>((resolve) => clock.after(entry.delayS * 1000, resolve))
    return true
  }
}
