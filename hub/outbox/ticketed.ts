import type { VesselId } from '../../shared/model.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import { type VesselEvent, vesselStream } from '../core/events.ts'
import { current, type Ticket } from '../core/tickets/ticket.ts'
import { waitingSince } from '../core/tickets/ticket-outbox.ts'
import type { Vessel } from '../core/vessel.ts'
import type { Handle } from '../handle.ts'

/** Which vessels have tickets, and how those stand. */
export interface Ticketed {
  add(vessel: VesselId): void
  of(vessel: VesselId): Promise<readonly Ticket[]>
  all(): Promise<readonly { readonly vessel: VesselId; readonly ticket: Ticket }[]>
  /** Since when the oldest of what is to be done in the tracker waits; `OPEN`: nothing does. */
  waitingSince(): Promise<Seconds>
  /** Labels of a few issues that we made before then: those that people made may carry none. */
  linkedBefore(then: Seconds): Promise<readonly string[]>
}

const FEW = 20

export function createTicketed(handle: Handle<Vessel, VesselEvent>): Ticketed {
  const vessels = new Set<VesselId>()

  async function of(vessel: VesselId): Promise<readonly Ticket[]> {
    const { tickets } = await handle.state(vesselStream(vessel))
    if (tickets.size === 0) vessels.delete(vessel)
    return current(tickets)
  }

  async function all() {
    const each = [...vessels].map(async (vessel) => (await of(vessel)).map((ticket) => ({ vessel, ticket })))
    return (await Promise.all(each)).flat()
  }

  return {
    add: (vessel) => void vessels.add(vessel),
    of,
    all,
    async waitingSince() {
      const states = await Promise.all([...vessels].map((vessel) => handle.state(vesselStream(vessel))))
      return Math.min(OPEN, ...states.flatMap((state) => current(state.tickets).map((one) => waitingSince(one, state))))
    },
    async linkedBefore(then) {
      const linked = (await all()).map(({ ticket }) => ticket)
      const made = linked.filter(({ stage, key }) => key === null && stage.kind === 'linked' && stage.since < then)
      return made.slice(0, FEW).map(({ label }) => label)
    },
  }
}
