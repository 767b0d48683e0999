import type { VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { OPEN, type Seconds, toSeconds } from '../../shared/time.ts'
import type { VesselEvent } from '../core/events.ts'
import type { Ticket } from '../core/tickets/ticket.ts'
import { type Errand, errandOf, type OutboxPolicy } from '../core/tickets/ticket-outbox.ts'
import type { Vessel } from '../core/vessel.ts'
import type { Handle } from '../handle.ts'
import type { TargetState } from '../ports/target.ts'
import type { IssueTracker, WayBack } from '../ports/tracker.ts'
import { createWatch } from '../watch.ts'
import { createBreaker } from './breaker.ts'
import { type Checklist, type ChecklistParts, createChecklist } from './checklist.ts'
import { createErrands } from './errands.ts'
import { createFollow } from './follow.ts'
import { createLookup, type Lookup } from './lookup.ts'
import { createTicketed } from './ticketed.ts'
import { createTurns } from './turns.ts'

/** Does what the log wants done outside of it: one request at a time, whatever was left undone before the start too. */
export interface React {
  /** Takes up the errands of these vessels. */
  start(vessels: Iterable<VesselId>): void
  /** Something happened to a vessel's tickets. */
  noticed(vessel: VesselId): void
  /** The tracker says that an issue changed: it is fetched soon. */
  hint(issue: string): void
  readonly target: () => TargetState
  /** Whether the tracker takes tickets as they are configured. */
  readonly checklist: Pick<Checklist, 'last' | 'again'>
  /** The earliest errand that was not seen to, at the time meant for it: one in the past is overdue. */
  readonly earliest: () => Seconds
  /** What the tracker says and shows to whoever decides. */
  readonly lookup: Lookup
  /** Since when the oldest of all errands waits, whatever for; `OPEN`: none does. */
  waitingSince(): Promise<Seconds>
  stop(): Promise<void>
}

export type ReactParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly tracker: IssueTracker
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly policy: OutboxPolicy
  /** Where people reach our pages; null while nothing says so. */
  readonly pages: string | null
  readonly closeDoubles: boolean
  readonly asked: ChecklistParts['asked']
}

export function createReact(parts: ReactParts): React {
  const { handle, tracker, clock, random, log, policy, pages, closeDoubles, asked } = parts
  const turns = createTurns(() => toSeconds(clock.now()))
  const breaker = createBreaker(clock, random, sayOf(tracker.name, log))
  const ticketed = createTicketed(handle)
  const known = () => ticketed.linkedBefore(now() - policy.settleS)
  const errands = createErrands({ handle, tracker, breaker, clock, random, policy, back: backTo(pages), known })
  const watch = createWatch<VesselId>(clock, (vessel) => turns.take(() => due(vessel)))
  const common = { tracker, clock, log, inTurn: turns.take }
  const follow = createFollow({ ...common, breaker, errands, random, closeDoubles, tickets: ticketed.all })
  const checklist = createChecklist({ ...common, asked })
  const now = () => toSeconds(clock.now())

  async function due(vessel: VesselId): Promise<Seconds> {
    const next = nextOf(await ticketed.of(vessel))
    if (next === null) return OPEN
    if (next.at > now()) return next.at
    await errands.run(vessel, next.ticket, next.what)
    return now()
  }

  function nextOf(tickets: readonly Ticket[]): (Errand & { ticket: Ticket }) | null {
    const waiting = tickets.flatMap((ticket) => {
      const errand = errandOf(ticket, policy)
      if (errand === null) return []
      const asks = errand.what === 'give-up' ? 0 : Math.max(errands.restsUntil(ticket.id), breaker.until())
      return [{ ...errand, ticket, at: Math.max(errand.at, asks, now()) }]
    })
    return waiting.sort((a, b) => a.at - b.at || Number(isSaying(a)) - Number(isSaying(b)))[0] ?? null
  }

  function noticed(vessel: VesselId): void {
    ticketed.add(vessel)
    watch.expect(vessel, now())
  }

  return {
    start(all) {
      for (const vessel of all) noticed(vessel)
      follow.start()
      checklist.start()
    },
    noticed,
    hint: follow.hint,
    target: breaker.state,
    checklist,
    earliest: watch.earliest,
    lookup: createLookup({ tracker, breaker, clock, inTurn: turns.take, back: backTo(pages) }),
    waitingSince: ticketed.waitingSince,
    async stop() {
      watch.stop()
      follow.stop()
      checklist.stop()
      await turns.end()
    },
  }
}

/** What leads to an issue goes before what is said in one. */
const isSaying = ({ what }: Errand): boolean => what === 'mark' || what === 'update'

const backTo =
  (pages: string | null) =>
  (vessel: VesselId, { label }: Pick<Ticket, 'label'>): WayBack | null =>
    pages === null
      ? null
      : { id: `watchkeeper:${label}`, href: `${pages}/vessels/${vessel}`, title: `${vessel} in Watchkeeper` }

/** Says once that it does not answer, or lets nobody in, and once that it answers again. */
const sayOf =
  (name: string, log: Log) =>
  ({ kind, words }: TargetState): void => {
    if (kind === 'answers') log.info({}, `${name} answers again`)
    else log[kind === 'locked-out' ? 'error' : 'warn']({ words }, `${name} takes no requests: tickets wait`)
  }
