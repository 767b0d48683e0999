import type { FakeJira } from '../../deploy/demo/jira/jira.ts'
import { isVesselEvent, type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import type { OutboxPolicy } from '../../hub/core/tickets/ticket-outbox.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../hub/core/vessel.ts'
import type { Handle } from '../../hub/handle.ts'
import { vesselHandle } from '../../hub/handles.ts'
import { createReact, type React } from '../../hub/outbox/react.ts'
import type { EventLog } from '../../hub/ports/log.ts'
import type { IssueTracker } from '../../hub/ports/tracker.ts'
import { isVesselId, type VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { order } from '../hub/jira/given-jira.ts'

/** Where in a step towards the log or JIRA a hub is killed. */
export type Fate = 'before' | 'during' | 'after'
export const FATES: readonly Fate[] = ['before', 'during', 'after']

export type LifeParts = {
  readonly log: EventLog
  readonly tracker: IssueTracker
  readonly clock: Clock
  readonly random: () => number
  readonly settleS: number
  /** Asked at each step. */
  readonly fate: () => Fate | null
  readonly vessels: readonly VesselId[]
}

/** One hub after another; each ends at a step that the dice choose, and never hears what became of it. */
export function createLife({ log, tracker, clock, random, settleS, fate, vessels }: LifeParts) {
  let hub: ReturnType<typeof start> | null = null
  let kills = 0
  let faults = 0
  let calm = false

  function start() {
    const mine = { alive: true }
    const never = new Promise<never>(() => {})
    const die = () => {
      mine.alive = false
      hub = null
      kills++
      clock.after(1000 + random() * 119_000, begin)
    }
    /** Killed before, during or after the step, or not at all. */
    const step = async <R>(doing: () => Promise<R>): Promise<R> => {
      if (!mine.alive) return never
      const mark = calm ? null : fate()
      if (mark === 'before') die()
      if (!mine.alive) return never
      const done = doing()
      if (mark === 'during') die()
      const result = await done
      if (mark === 'after' && mine.alive) die()
      return mine.alive ? result : never
    }
    const ownClock: Clock = {
      ...clock,
      after: (ms, then) => clock.after(ms, () => mine.alive && then()),
    }
    const handle = handleOf({ ...log, append: (...batch) => step(() => log.append(...batch)) }, ownClock, random)
    const policy: OutboxPolicy = { settleS, sendWithinS: 60, optionalFields: [] }
    const counted = countedSteps(tracker, step, () => faults++)
    const react = createReact({
      handle,
      tracker: counted,
      clock: ownClock,
      random,
      log: quietLog,
      policy,
      pages: 'https://watch.example.com',
      closeDoubles: false,
      asked: () => {},
    })
    return { handle, react }
  }

  function begin(): void {
    hub = start()
    hub.react.start(vessels)
  }

  /** A person's approval; who cannot see it a minute later tries again. */
  async function approve(vessel: VesselId): Promise<void> {
    if ((await log.head(vesselStream(vessel))) > 0) return
    if (hub !== null) void approveBy(hub.handle, hub.react, vessel, clock)
    clock.after(60_000, () => void approve(vessel))
  }

  return {
    begin,
    approve,
    calm: () => {
      calm = true
    },
    kills: () => kills,
    faults: () => faults,
  }
}

const TICKET = 'p-1'
/** What is to be said in the issue as soon as there is one. */
const OP = 'wk-c-up'
const UP = [{ kind: 'text', text: 'Up again.' }] as const

function approveBy(handle: Handle<Vessel, VesselEvent>, react: React, vessel: VesselId, clock: Clock) {
  const at = Math.floor(clock.now() / 1000)
  const by = { kind: 'local', name: 'mate' } as const
  const ticket = {
    ticket: TICKET,
    label: labelOf(vessel),
    assets: [],
    incidents: ['i-1'],
    draft: order.draft,
    key: null,
    by,
  }
  return handle
    .command(vesselStream(vessel), ({ tickets }) => ({
      events: tickets.has(TICKET)
        ? []
        : [
            { type: 'ticket-wanted', at, learnedAt: at, ...ticket },
            { type: 'ticket-update-wanted', at, learnedAt: at, ticket: TICKET, op: OP, blocks: UP, move: null },
          ],
      answer: null,
    }))
    .then(() => react.noticed(vessel))
}

function handleOf(log: EventLog, clock: Clock, random: () => number): Handle<Vessel, VesselEvent> {
  return vesselHandle({
    log,
    nowMs: () => clock.now(),
    newId: () => `${random()}`,
    signal: new AbortController().signal,
  })
}

type Step = <R>(doing: () => Promise<R>) => Promise<R>

function countedSteps(tracker: IssueTracker, step: Step, failed: () => void): IssueTracker {
  const counted =
    <A extends unknown[], R extends { kind: string }>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const asked = await step(() => call(...args))
      if (asked.kind !== 'ok') failed()
      return asked
    }
  return {
    ...tracker,
    probe: counted(tracker.probe),
    find: counted(tracker.find),
    create: counted(tracker.create),
    fetch: counted(tracker.fetch),
    label: counted(tracker.label),
    remember: counted(tracker.remember),
    comment: counted(tracker.comment),
  }
}

/** Whose label more than one issue carries, and who is not linked with the one that does, said once what was to be said, and leads back. */
export async function judge(jira: FakeJira, log: EventLog, wanted: readonly VesselId[]) {
  const issues = [...jira.state.issues.values()]
  const doubled: string[] = []
  const lost: string[] = []
  for (const vessel of wanted) {
    const label = labelOf(vessel)
    const made = issues.filter(({ fields }) => Array.isArray(fields.labels) && fields.labels.includes(label))
    let state = NEW_VESSEL
    for await (const { events } of log.read(vesselStream(vessel), 0, new AbortController().signal))
      for (const event of events) if (isVesselEvent(event)) state = evolveVessel(state, event)
    const stage = state.tickets.get(TICKET)?.stage
    if (made.length > 1) doubled.push(label)
    if (stage?.kind !== 'linked' || !made.some(({ id }) => String(id) === stage.issue.id)) {
      lost.push(`${label}: ${JSON.stringify(stage)} with ${made.length} issues`)
    }
    for (const { comments, remotes } of made)
      if (comments.length !== 1 || remotes.length !== 1)
        (comments.length > 1 ? doubled : lost).push(
          `${label}: ${comments.length} comments, ${remotes.length} ways back`,
        )
  }
  return { doubled, lost }
}

const labelOf = (vessel: VesselId): string => `wk-e-${vessel}`

export function vesselNamed(text: string): VesselId {
  if (!isVesselId(text)) throw new RangeError(text)
  return text
}
