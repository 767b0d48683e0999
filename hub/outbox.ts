import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { OPEN, type Seconds } from '../shared/time.ts'
import type { VesselEvent, WatchEvent } from './core/events.ts'
import { isOfNotice } from './core/notice.ts'
import { isOfTicket } from './core/ticket.ts'
import type { Vessel } from './core/vessel.ts'
import { CLAIM_HOLDS_S } from './errands.ts'
import type { Handle } from './handle.ts'
import { createNotify } from './notify.ts'
import type { EventLog } from './ports/log.ts'
import type { Notifier } from './ports/notifier.ts'
import { createReact, type React, type ReactParts } from './react.ts'

/** All that the log wants done outside of it: tickets and messages. */
export interface Outbox {
  /** Takes up what was left undone for these vessels. */
  start(vessels: readonly VesselId[]): void
  stop(): Promise<void>
  /** This has happened to the vessel. */
  noticed(vessel: VesselId, events: readonly WatchEvent[]): void
  /** The earliest that was not seen to, at the time meant for it: one in the past is overdue. */
  earliest(): Seconds
  /** Null while nothing says where tickets go: they wait. */
  readonly tickets: React | null
}

export type TicketTarget = Pick<ReactParts, 'tracker' | 'random' | 'pages'> & {
  readonly settleS: Seconds
  readonly timeoutS: Seconds
}

export type OutboxParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly tickets: TicketTarget | null
  readonly notifiers: readonly Notifier[]
  readonly events: Pick<EventLog, 'id'>
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

export function createOutbox(parts: OutboxParts): Outbox {
  const tickets = parts.tickets && reactTo(parts.tickets, parts)
  const notify = createNotify({ ...parts, logId: parts.events.id })
  return {
    tickets,
    start(vessels) {
      tickets?.start(vessels)
      notify.start(vessels)
    },
    async stop() {
      await tickets?.stop()
      await notify.stop()
    },
    noticed(vessel, events) {
      if (events.some(isOfTicket)) tickets?.noticed(vessel)
      if (events.some(isOfNotice)) notify.noticed(vessel)
    },
    earliest: () => Math.min(notify.earliest(), tickets?.earliest() ?? OPEN),
  }
}

function reactTo(
  { tracker, random, pages, settleS, timeoutS }: TicketTarget,
  { handle, clock, log }: OutboxParts,
): React {
  const policy = { settleS, sendWithinS: 2 * timeoutS + CLAIM_HOLDS_S, optionalFields: tracker.optionalFields }
  return createReact({ handle, tracker, clock, random, log, policy, pages })
}
