import type { VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import { FLEET_STREAM, type FleetEvent, type VesselEvent, vesselStream, type WatchEvent } from '../core/events.ts'
import type { Fleet } from '../core/fleet.ts'
import type { Trouble } from '../core/notices/fleet-notices.ts'
import { trackerMessage } from '../core/notices/notice-text.ts'
import type { Policy } from '../core/policy.ts'
import { isOf } from '../core/subject.ts'
import type { Vessel } from '../core/vessel.ts'
import type { Handle } from '../handle.ts'
import type { EventLog } from '../ports/log.ts'
import type { Notifier } from '../ports/notifier.ts'
import type { Check } from '../ports/tracker.ts'
import { type Announce, type AnnounceParts, createAnnounce } from './announce.ts'
import { CLAIM_HOLDS_S } from './errands.ts'
import { createNotify, type Notify } from './notify.ts'
import { createReact, type React, type ReactParts } from './react.ts'

/** All that the log wants done outside of it: tickets and messages. */
export interface Outbox {
  /** Takes up what was left undone for these vessels. */
  start(vessels: readonly VesselId[]): void
  stop(): Promise<void>
  /** This has happened to the vessel, or (null) to the fleet. */
  noticed(vessel: VesselId | null, events: readonly WatchEvent[]): void
  /** The earliest that was not seen to, at the time meant for it: one in the past is overdue. */
  earliest(): Seconds
  /** Null while nothing says where tickets go: they wait. */
  readonly tickets: React | null
  readonly channels: Notify['channels']
  readonly announce: Pick<Announce, 'test' | 'digest'>
}

export type TicketTarget = Pick<ReactParts, 'tracker' | 'random' | 'pages' | 'closeDoubles'> & {
  readonly settleS: Seconds
  readonly timeoutS: Seconds
}

export type OutboxParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly fleet: Handle<Fleet, FleetEvent>
  readonly tickets: TicketTarget | null
  readonly notifiers: readonly Notifier[]
  readonly events: Pick<EventLog, 'id'>
  readonly views: () => ReturnType<AnnounceParts['views']> & { tell(vessel: null): void }
  readonly policy: Policy
  readonly newId: () => string
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

export function createOutbox(parts: OutboxParts): Outbox {
  const box = (stream: string) => (stream === FLEET_STREAM ? parts.fleet : parts.handle)
  const attempted = () => parts.views().tell(null)
  const notify = createNotify({ ...parts, box, attempted, logId: parts.events.id })
  const announce = createAnnounce({ ...parts, handle: parts.fleet })
  const tickets = parts.tickets && reactTo(parts.tickets, parts, announce)
  return {
    tickets,
    announce,
    start(vessels) {
      tickets?.start(vessels)
      notify.start([FLEET_STREAM, ...vessels.map(vesselStream)])
      announce.start()
    },
    async stop() {
      await announce.stop()
      await tickets?.stop()
      await notify.stop()
    },
    noticed(vessel, events) {
      if (vessel !== null && events.some((event) => isOf(event, 'ticket'))) tickets?.noticed(vessel)
      if (events.some((event) => isOf(event, 'notice')))
        notify.noticed(vessel === null ? FLEET_STREAM : vesselStream(vessel))
    },
    channels: notify.channels,
    earliest: () => Math.min(announce.earliest(), notify.earliest(), tickets?.earliest() ?? OPEN),
  }
}

function reactTo(target: TicketTarget, { handle, clock, log, views }: OutboxParts, announce: Announce): React {
  const { settleS, timeoutS, ...rest } = target
  const { tracker } = rest
  const policy = { settleS, sendWithinS: 2 * timeoutS + CLAIM_HOLDS_S, optionalFields: tracker.optionalFields }
  const asked = (checks: readonly Check[]) => {
    if (checks.every(({ standing }) => standing !== 'unasked')) announce.trouble(troubleOf(tracker.name, checks))
    views().tell(null)
  }
  return createReact({ ...rest, handle, clock, log, policy, asked })
}

/** The days that a token has left change every day: what people are told again is that a line is worse, or another. */
function troubleOf(name: string, checks: readonly Check[]): Trouble {
  const bad = checks.filter(({ standing }) => standing === 'soon' || standing === 'wrong')
  const message = trackerMessage(name, bad)
  if (bad.length === 0) return { of: 'tickets', words: null, message }
  return { of: 'tickets', words: bad.map(({ what, standing }) => `${what}: ${standing}`).join(', '), message }
}
