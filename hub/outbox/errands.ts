import type { VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../../shared/time.ts'
import { dated } from '../core/dated.ts'
import { type VesselEvent, vesselStream } from '../core/events.ts'
import {
  type IssueRef,
  type IssueStatus,
  issueOf,
  type Ticket,
  type TicketEvent,
  type TicketId,
  type TicketUpdate,
} from '../core/tickets/ticket.ts'
import { whenAdopted, whenMarked, whenNotAdopted, whenNotOpened, whenUpdated } from '../core/tickets/ticket-follow.ts'
import {
  claim,
  type Errand,
  hold,
  isForWhatLasts,
  type OutboxPolicy,
  whenFound,
  whenGivenUp,
  whenLetIn,
  whenLockedOut,
  whenNotFound,
  whenSent,
} from '../core/tickets/ticket-outbox.ts'
import { doubtOf, isOver } from '../core/tickets/ticket-standing.ts'
import type { Vessel } from '../core/vessel.ts'
import type { Handle } from '../handle.ts'
import type { Asked, IssueTracker, WayBack } from '../ports/tracker.ts'
import { type Breaker, backoffS } from './breaker.ts'

export type ErrandParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly tracker: IssueTracker
  readonly breaker: Breaker
  readonly clock: Clock
  readonly random: () => number
  readonly policy: OutboxPolicy
  /** Where people see on our pages what a ticket is about. */
  readonly back: (vessel: VesselId, ticket: Ticket) => WayBack | null
  /** Labels of issues that a search has to find by now. */
  readonly known: () => Promise<readonly string[]>
}

/** Does for a ticket what is due, and brings back what became of it. */
export interface Errands {
  run(vessel: VesselId, ticket: Ticket, what: Errand['what']): Promise<void>
  /** Before then nothing more is done for the ticket. */
  restsUntil(ticket: TicketId): Seconds
  readonly decide: Decide
}

/** Decides on the ticket as it now is, and stores that: what was stored. */
export type Decide = (
  vessel: VesselId,
  ticket: TicketId,
  by: (ticket: Ticket, vessel: Vessel) => readonly TicketEvent[],
) => Promise<{ readonly events: readonly TicketEvent[]; readonly ticket: Ticket | undefined }>

/** A claim that is older is not acted upon: this process may have slept, and another one may have given it up. */
export const CLAIM_HOLDS_S = 5
const LOOK_EVERY_S = 30

export function createErrands(parts: ErrandParts): Errands {
  const resting = new Map<TicketId, Seconds>()
  const now = () => toSeconds(parts.clock.now())
  const decide = decideBy(parts.handle, now)
  const doing: Doing = {
    ...parts,
    now,
    startedAt: now(),
    decide,
    // Behind all that waited for the tracker meanwhile: what fails again and again holds nothing else up.
    rest: (ticket, seconds) => void resting.set(ticket.id, Math.max(now(), parts.breaker.until()) + seconds),
    async ask(asking) {
      const asked = await asking
      parts.breaker.told(asked)
      return asked
    },
  }
  return {
    decide,
    restsUntil: (ticket) => resting.get(ticket) ?? 0,
    run: (vessel, ticket, what) => ERRANDS[what](doing, vessel, ticket),
  }
}

/** What an errand works with. */
type Doing = ErrandParts & {
  readonly now: () => Seconds
  readonly startedAt: Seconds
  readonly decide: Decide
  readonly rest: (ticket: Ticket, seconds: number) => void
  readonly ask: <T>(asking: Promise<Asked<T>>) => Promise<Asked<T>>
}

type Run = (doing: Doing, vessel: VesselId, ticket: Ticket) => Promise<void>

const ERRANDS: Readonly<Record<Errand['what'], Run>> = { send, adopt, 'give-up': giveUp, look, mark, update, probe }

const decideBy =
  (handle: ErrandParts['handle'], now: () => Seconds): Decide =>
  async (vessel, id, by) => {
    const { answer, state } = await handle.command(vesselStream(vessel), (before) => {
      const ticket = before.tickets.get(id)
      const when = dated(now())
      const events = ticket === undefined ? [] : by(ticket, before).map((event) => ({ ...event, ...when }))
      return { events, answer: events }
    })
    return { events: answer, ticket: state.tickets.get(id) }
  }

async function send(doing: Doing, vessel: VesselId, ticket: Ticket): Promise<void> {
  if ((await search(doing, vessel, ticket)) !== 'nothing') return
  const at = doing.now()
  const { events, ticket: claimed } = await doing.decide(
    vessel,
    ticket.id,
    (as, before) => withheld(as, before) ?? claim(as, at),
  )
  if (events.length === 0) doing.rest(ticket, LOOK_EVERY_S)
  else if (claimed?.stage.kind === 'sending') await request(doing, vessel, claimed, at)
}

/** What becomes of a yes to what is over, or seems to be; null: nothing speaks against it. */
function withheld(ticket: Ticket, vessel: Vessel): readonly TicketEvent[] | null {
  if (!isForWhatLasts(ticket)) return null
  if (isOver(vessel.incidents, ticket)) return hold(ticket)
  return doubtOf(vessel, ticket) === null ? null : []
}

async function request(doing: Doing, vessel: VesselId, ticket: Ticket, claimedAt: Seconds): Promise<void> {
  const { now, breaker, tracker, random, policy } = doing
  const { id, label, assets, attempt, draft, without, failures } = ticket
  const order = { label, assets, back: doing.back(vessel, ticket), attempt, draft, without }
  const sent: Asked<IssueRef> =
    now() - claimedAt > CLAIM_HOLDS_S
      ? { kind: 'not-sent', words: 'the hub was held up' }
      : await doing.ask(tracker.create(order))
  const again = Math.max(breaker.until(), now() + backoffS(failures + 1, random))
  await doing.decide(vessel, id, (as) => whenSent(as, attempt, sent, again, policy))
}

async function adopt(doing: Doing, vessel: VesselId, ticket: Ticket): Promise<void> {
  if (ticket.key === null) return
  const asked = await doing.ask(doing.tracker.fetch([ticket.key]))
  if (asked.kind !== 'ok') return doing.rest(ticket, LOOK_EVERY_S)
  const [issue] = asked.value.issues
  if (issue === undefined && (await doing.ask(doing.tracker.probe())).kind !== 'ok')
    return doing.rest(ticket, LOOK_EVERY_S)
  const { events } = await doing.decide(vessel, ticket.id, (as, before) => {
    if (issue === undefined) return whenNotAdopted(as, `there is no ${ticket.key}`)
    const { id, key, url } = issue
    return withheld(as, before) ?? whenAdopted(as, { id, key, url }, before)
  })
  if (events.length === 0) doing.rest(ticket, LOOK_EVERY_S)
}

async function giveUp({ decide, now, policy }: Doing, vessel: VesselId, ticket: Ticket): Promise<void> {
  await decide(vessel, ticket.id, (as) => whenGivenUp(as, now(), policy))
}

async function look(doing: Doing, vessel: VesselId, ticket: Ticket): Promise<void> {
  const asOf = doing.now()
  if ((await search(doing, vessel, ticket)) !== 'nothing') return
  doing.rest(ticket, Math.min(LOOK_EVERY_S, doing.policy.settleS / 10))
  await doing.decide(vessel, ticket.id, (as) => whenNotFound(as, asOf, doing.policy))
}

/** Whether something carries the ticket's label; null when that cannot be said now. What is found is the ticket's issue. */
async function search(doing: Doing, vessel: VesselId, ticket: Ticket): Promise<'found' | 'nothing' | null> {
  const asked = await doing.ask(doing.tracker.find(ticket.label, await doing.known()))
  if (asked.kind === 'unauthorized') await doing.decide(vessel, ticket.id, (as) => whenLockedOut(as, asked.words))
  if (asked.kind !== 'ok') {
    doing.rest(ticket, LOOK_EVERY_S)
    return null
  }
  const [oldest] = asked.value
  if (oldest === undefined) return 'nothing'
  const { id, key, url } = oldest
  await doing.decide(vessel, ticket.id, (as) => whenFound(as, { id, key, url }))
  return 'found'
}

/** What is not shown to us looks as if it were not there: a refusal counts when it comes again although the hub is let in. */
async function surely<T>(doing: Doing, calls: () => Promise<Asked<T>>): Promise<Asked<T>> {
  const first = await calls()
  if (first.kind !== 'refused') return first
  const probed = await doing.ask(doing.tracker.probe())
  return probed.kind === 'ok' ? calls() : probed
}

const DONE: Asked<null> = { kind: 'ok', value: null }

/** The issue leads back to our page, and one that people made or took over carries our labels. */
async function mark(doing: Doing, vessel: VesselId, ticket: Ticket): Promise<void> {
  const { tracker, ask, rest, random } = doing
  const issue = issueOf(ticket)
  if (issue === null) return
  const back = doing.back(vessel, ticket)
  const isMadeByUs = ticket.key === null
  const done = await surely(doing, async () => {
    const labelled = isMadeByUs ? DONE : await ask(tracker.label(issue.id, [...ticket.assets, ticket.label]))
    return labelled.kind === 'ok' && back !== null ? ask(tracker.remember(issue.id, back)) : labelled
  })
  if (done.kind !== 'ok' && done.kind !== 'refused') return rest(ticket, backoffS(3, random))
  await doing.decide(vessel, ticket.id, (as) => whenMarked(as, done.kind === 'refused' ? done.words : null))
}

async function update(doing: Doing, vessel: VesselId, ticket: Ticket): Promise<void> {
  const { tracker, ask, rest, random, policy } = doing
  const issue = issueOf(ticket)
  const [first] = ticket.updates
  if (issue === null || first === undefined) return
  const { op, wantedAt } = first
  // It may have been on its way when an earlier hub died, and come late: only then is it seen whether it came.
  const seenFrom = doing.startedAt + policy.settleS
  if (wantedAt < doing.startedAt && doing.now() < seenFrom) return rest(ticket, seenFrom - doing.now())
  const move = await moveOf(doing, vessel, ticket, first)
  if (move === 'waits') return rest(ticket, LOOK_EVERY_S)
  const opened = move === 'new' ? await surely(doing, () => ask(tracker.transition(issue.id, move))) : DONE
  if (opened.kind === 'refused')
    return void (await doing.decide(vessel, ticket.id, (as) => whenNotOpened(as, op, opened.words)))
  if (opened.kind !== 'ok') return rest(ticket, backoffS(3, random))
  const done = await surely(doing, () => said(doing, issue, first, move))
  // A comment that may still come is waited for: the next attempt looks first.
  if (done.kind === 'unknown') return rest(ticket, policy.settleS)
  if (done.kind !== 'ok' && done.kind !== 'refused') return rest(ticket, backoffS(3, random))
  const outcome = done.kind === 'refused' ? { reason: done.words } : { way: done.value ?? opened.value }
  await doing.decide(vessel, ticket.id, (as) => whenUpdated(as, op, outcome))
}

async function said({ tracker, ask }: Doing, { id }: IssueRef, { op, blocks }: TicketUpdate, move: IssueStatus | null) {
  const commented = await ask(tracker.comment(id, op, blocks))
  return commented.kind === 'ok' && move !== null && move !== 'new' ? ask(tracker.transition(id, move)) : commented
}

/** Where the issue is moved: what is over by now is told in it, and opens it no more; what may be so soon is waited for. */
async function moveOf(
  { handle }: Doing,
  vessel: VesselId,
  ticket: Ticket,
  { move }: TicketUpdate,
): Promise<IssueStatus | null | 'waits'> {
  if (move !== 'new' || !isForWhatLasts(ticket)) return move
  const state = await handle.state(vesselStream(vessel))
  if (isOver(state.incidents, ticket)) return null
  return doubtOf(state, ticket) === null ? move : 'waits'
}

async function probe(doing: Doing, vessel: VesselId, ticket: Ticket): Promise<void> {
  const asked = await doing.ask(doing.tracker.probe())
  if (asked.kind === 'ok') await doing.decide(vessel, ticket.id, (as) => whenLetIn(as, doing.now()))
  else doing.rest(ticket, LOOK_EVERY_S)
}
