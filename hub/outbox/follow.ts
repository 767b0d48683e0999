import type { VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { OPEN, type Seconds, toSeconds } from '../../shared/time.ts'
import type { IssueRef } from '../core/tickets/ticket.ts'
import { issueOf, type Ticket, type TicketId } from '../core/tickets/ticket.ts'
import { doublesOf, whenDoubled, whenMissing, whenSeen } from '../core/tickets/ticket-follow.ts'
import type { Issue, IssueTracker } from '../ports/tracker.ts'
import type { Breaker } from './breaker.ts'
import type { Errands } from './errands.ts'

/** Looks every few minutes, and when it is told to, how the linked issues stand; whether there are doubles, once a day. */
export interface Follow {
  start(): void
  hint(issue: string): void
  stop(): void
}

type Linked = { readonly vessel: VesselId; readonly ticket: Ticket }

export type FollowParts = {
  readonly tracker: IssueTracker
  readonly breaker: Breaker
  readonly errands: Errands
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly inTurn: (task: () => Promise<Seconds>) => Promise<Seconds>
  readonly tickets: () => Promise<readonly Linked[]>
  /** Whether doubles are closed, or only marked as such. */
  readonly closeDoubles: boolean
}

const POLL_S = 300
const AT_ONCE = 100
const FIRST_SWEEP_S = 900
const SWEEP_EVERY_S = 86_400
/** Closed issues are watched for as long as people may open them again. */
const CLOSED_FOR_S = 30 * 86_400

/** What is remembered only while the hub runs: losing it costs a look. */
type Watching = FollowParts & {
  readonly missed: Map<string, number>
  readonly swept: Map<TicketId, Seconds>
  /** When the newest that was seen of an issue was changed. */
  readonly updatedMs: Map<string, number>
  readonly now: () => Seconds
}

export function createFollow(parts: FollowParts): Follow {
  const { clock, inTurn } = parts
  const watching = {
    ...parts,
    missed: new Map(),
    swept: new Map(),
    updatedMs: new Map(),
    now: () => toSeconds(clock.now()),
  }
  const hinted = new Set<string>()
  let cancel = () => {}
  let cancelHint = () => {}
  let stopped = false

  function again(seconds: number): void {
    cancel()
    if (stopped) return
    const task = () => poll(watching)
    cancel = clock.after(seconds * 1000, () => void inTurn(task).then((at) => at !== OPEN && again(POLL_S)))
  }

  async function seeHinted(): Promise<Seconds> {
    const wanted = (await parts.tickets()).filter(({ ticket }) => hinted.has(issueOf(ticket)?.id ?? ''))
    hinted.clear()
    if (wanted.length > 0) await see(watching, wanted.slice(0, AT_ONCE))
    return watching.now()
  }

  return {
    start: () => again(Math.ceil(POLL_S * parts.random())),
    hint(issue) {
      if (hinted.size === 0 && !stopped) cancelHint = clock.after(1000, () => void inTurn(seeHinted))
      hinted.add(issue)
    },
    stop() {
      stopped = true
      cancel()
      cancelHint()
    },
  }
}

async function poll(watching: Watching): Promise<Seconds> {
  const now = watching.now()
  if (watching.breaker.until() > now) return now
  const followed = (await watching.tickets()).filter(
    ({ ticket: { stage } }) => stage.kind === 'linked' || (stage.kind === 'closed' && now - stage.at < CLOSED_FOR_S),
  )
  for (let from = 0; from < followed.length; from += AT_ONCE) await see(watching, followed.slice(from, from + AT_ONCE))
  for (const linked of followed) await sweep(watching, linked)
  return now
}

async function see(watching: Watching, linked: readonly Linked[]): Promise<void> {
  const asked = await watching.tracker.fetch(linked.flatMap(({ ticket }) => issueOf(ticket)?.id ?? []))
  watching.breaker.told(asked)
  if (asked.kind !== 'ok') return
  for (const one of linked) {
    const id = issueOf(one.ticket)?.id
    const issue = asked.value.issues.find((seen) => seen.id === id)
    if (issue !== undefined) await seen(watching, one, issue)
    else if (id !== undefined && asked.value.missing.includes(id)) await miss(watching, one, id)
  }
}

async function seen(watching: Watching, { vessel, ticket }: Linked, issue: Issue): Promise<void> {
  const { missed, updatedMs, errands, tracker, log } = watching
  missed.delete(issue.id)
  // Answers may come out of order, and from a part of JIRA that lags.
  if (issue.updatedMs < (updatedMs.get(issue.id) ?? 0)) return
  updatedMs.set(issue.id, issue.updatedMs)
  await errands.decide(vessel, ticket.id, (as) => whenSeen(as, issue))
  if (issue.labels.includes(ticket.label) || issue.status === 'done') return
  // People may have taken it off; without it a search could not find the issue again.
  const asked = await tracker.label(issue.id, [ticket.label])
  if (asked.kind !== 'ok') log.warn({ issue: issue.key, why: asked.words }, 'a label could not be put back')
}

/** Twice, and again by somebody who may see it: who has just been let in again has seen nothing before. */
async function miss({ missed, tracker, errands }: Watching, { vessel, ticket }: Linked, id: string): Promise<void> {
  const times = (missed.get(id) ?? 0) + 1
  missed.set(id, times)
  if (times < 2 || (await tracker.probe()).kind !== 'ok') return
  const again = await tracker.fetch([id])
  if (again.kind === 'ok' && again.value.missing.includes(id)) await errands.decide(vessel, ticket.id, whenMissing)
}

/** A ticket that was closed soon may have been doubled before. */
function sweepAt({ id, stage }: Ticket, { swept, now }: Watching): Seconds {
  const last = swept.get(id)
  if (stage.kind === 'linked') return last === undefined ? stage.since + FIRST_SWEEP_S : last + SWEEP_EVERY_S
  const isRecent = stage.kind === 'closed' && now() - stage.at < SWEEP_EVERY_S
  return isRecent && last === undefined ? stage.at + FIRST_SWEEP_S : OPEN
}

async function sweep(watching: Watching, { vessel, ticket }: Linked): Promise<void> {
  const { swept, now, tracker, breaker, errands } = watching
  if (now() < sweepAt(ticket, watching)) return
  const asked = await tracker.find(ticket.label, [])
  breaker.told(asked)
  if (asked.kind !== 'ok') return
  swept.set(ticket.id, now())
  const doubles = doublesOf(ticket, asked.value)
  if (doubles === null) return
  await errands.decide(vessel, ticket.id, (as) => whenDoubled(as, asked.value))
  for (const other of doubles.others) await markDouble(watching, other, doubles.kept, ticket)
}

async function markDouble(watching: Watching, other: IssueRef, kept: IssueRef, ticket: Ticket): Promise<void> {
  const { tracker, log, closeDoubles } = watching
  const text = `The same outage is followed in ${kept.key}.`
  const linked = await tracker.link(other, kept)
  const told = await tracker.comment(other.id, `${ticket.label}-double`, [{ kind: 'text', text }])
  // Whoever opens it again afterwards has a reason.
  const isNew = !ticket.doubles.includes(other.id)
  const closed = closeDoubles && isNew ? await tracker.transition(other.id, 'done') : told
  if ([linked, told, closed].some(({ kind }) => kind !== 'ok'))
    log.warn({ issue: other.key }, 'a double is not marked yet')
}
