import { createFakeJira, type FakeJira } from '../../deploy/demo/jira/jira.ts'
import { createJiraTracker } from '../../hub/adapters/jira/tracker.ts'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import type { OutboxPolicy } from '../../hub/core/ticket-outbox.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../hub/core/vessel.ts'
import { createHandle, type Handle } from '../../hub/handle.ts'
import type { EventLog, IssueTracker } from '../../hub/ports.ts'
import { createReact, type React } from '../../hub/react.ts'
import { isVesselId, type VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { mapping, order, SITE } from '../hub/jira/given-jira.ts'
import { fetchFrom } from '../lab/jira-fetch.ts'
import { type Chance, chanceOf } from './chance.ts'

/** Approved tickets, a hub that is killed at every step, and a JIRA that misbehaves: what comes of it when the dust has settled. */

export type Plan = {
  readonly tickets: number
  readonly settleS: number
  /** Longest time after which a search shows a change, and after which a dropped request is still carried out. */
  readonly lagS: number
  readonly lateS: number
  /** How likely the hub is killed at each step towards the log or JIRA. */
  readonly kills: number
  readonly faults: number
}

export type Outcome = {
  readonly kills: number
  readonly faults: number
  /** Labels that more than one issue carries. */
  readonly doubled: readonly string[]
  /** Approved tickets that are not linked with the one issue that carries their label. */
  readonly lost: readonly string[]
}

const T = 1_795_500_000
const HOUR_MS = 3_600_000
const CALM_MS = 2 * HOUR_MS

export async function runTickets(seed: number, plan: Plan): Promise<Outcome> {
  const chance = chanceOf(seed)
  const clock = virtualClock(T * 1000)
  const jira = createFakeJira({ site: SITE, clock, chance: chance.fork().next })
  const site = { site: SITE, email: 'watch@example.com', token: 'secret', tokenExpires: null }
  const tracker = createJiraTracker({ ...site, timeoutMs: 20_000, mapping, clock, fetch: fetchFrom(() => jira) })
  await tracker.probe()
  const log = createMemoryLog()
  const wanted = Array.from({ length: plan.tickets }, (_, at) => vesselNamed(`vessel-${at}`))
  const life = createLife({ log, tracker, clock, chance: chance.fork(), plan, vessels: wanted })
  const stormMs = stormOn(jira, clock, chance.fork(), plan)
  life.begin()
  for (const vessel of wanted) clock.after(chance.int(0, HOUR_MS), () => void life.approve(vessel))
  await clock.advance(stormMs)
  jira.turn({ shares: {}, keyGaps: 0 })
  jira.set({ away: false, unauthorized: false, mayBrowse: true })
  life.calm()
  await clock.advance(CALM_MS)
  return { ...(await judge(jira, log, wanted)), kills: life.kills(), faults: life.faults() }
}

/** The weather of one seed: faults, and one spell of up to a day in which JIRA is away, locked or blind. Answers how long it lasts. */
function stormOn(jira: FakeJira, clock: Clock, chance: Chance, { lagS, lateS, faults }: Plan): number {
  const share = () => chance.next() * faults
  jira.turn({
    lagMs: lagS * 1000,
    lateMs: lateS * 1000,
    latencyMs: 2000,
    keyGaps: 0.1,
    shares: {
      late: share(),
      'drops-after': share(),
      'drops-before': share(),
      'fails-after': share(),
      'cut-off': share(),
      'silent-after': share(),
      busy: share(),
      page: share(),
      redirect: share(),
      'too-many': share(),
    },
  })
  const spell = chance.pick([{ away: true }, { unauthorized: true }, { mayBrowse: false }, {}])
  const over = { away: false, unauthorized: false, mayBrowse: true }
  clock.after(chance.int(0, HOUR_MS), () => jira.set(spell))
  const overMs = HOUR_MS + chance.span(60_000, 24 * HOUR_MS)
  clock.after(overMs, () => jira.set(over))
  return overMs + HOUR_MS
}

type LifeParts = {
  readonly log: EventLog
  readonly tracker: IssueTracker
  readonly clock: Clock
  readonly chance: Chance
  readonly plan: Plan
  readonly vessels: readonly VesselId[]
}

/** One hub after another; each ends at a step that the dice choose, and never hears what became of it. */
function createLife({ log, tracker, clock, chance, plan, vessels }: LifeParts) {
  let hub: ReturnType<typeof start> | null = null
  let kills = 0
  let faults = 0
  let killing = plan.kills

  function start() {
    const mine = { alive: true }
    const never = new Promise<never>(() => {})
    const die = () => {
      mine.alive = false
      hub = null
      kills++
      clock.after(chance.int(1000, 120_000), begin)
    }
    /** Killed before, during or after the step, or not at all. */
    const step = async <R>(doing: () => Promise<R>): Promise<R> => {
      const fate = mine.alive && chance.happens(killing) ? chance.pick(['before', 'during', 'after'] as const) : null
      if (!mine.alive) return never
      if (fate === 'before') die()
      if (!mine.alive) return never
      const done = doing()
      if (fate === 'during') die()
      const result = await done
      if (fate === 'after' && mine.alive) die()
      return mine.alive ? result : never
    }
    const ownClock: Clock = {
      ...clock,
      after: (ms, then) => clock.after(ms, () => mine.alive && then()),
    }
    const handle = handleOf({ ...log, append: (...batch) => step(() => log.append(...batch)) }, ownClock, chance)
    const policy: OutboxPolicy = { settleS: plan.settleS, sendWithinS: 60, optionalFields: [] }
    const counted = countedSteps(tracker, step, () => faults++)
    const react = createReact({ handle, tracker: counted, clock: ownClock, random: chance.next, log: quietLog, policy })
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
      killing = 0
    },
    kills: () => kills,
    faults: () => faults,
  }
}

const TICKET = 'p-1'

function approveBy(handle: Handle<Vessel, VesselEvent>, react: React, vessel: VesselId, clock: Clock) {
  const at = Math.floor(clock.now() / 1000)
  const by = { kind: 'local', name: 'mate' } as const
  const ticket = { ticket: TICKET, label: labelOf(vessel), incidents: ['i-1'], draft: order.draft, key: null, by }
  return handle
    .command(vesselStream(vessel), ({ tickets }) => ({
      events: tickets.has(TICKET) ? [] : [{ type: 'ticket-wanted', at, learnedAt: at, ...ticket }],
      answer: null,
    }))
    .then(() => react.noticed(vessel))
}

function handleOf(log: EventLog, clock: Clock, chance: Chance): Handle<Vessel, VesselEvent> {
  return createHandle<Vessel, VesselEvent>({
    log,
    initial: () => NEW_VESSEL,
    evolve: evolveVessel,
    own: (event) => (event.type === 'listening-began' || event.type === 'listening-ended' ? null : event),
    nowMs: () => clock.now(),
    newId: () => `${chance.next()}`,
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
  }
}

async function judge(jira: FakeJira, log: EventLog, wanted: readonly VesselId[]) {
  const issues = [...jira.state.issues.values()]
  const doubled: string[] = []
  const lost: string[] = []
  for (const vessel of wanted) {
    const label = labelOf(vessel)
    const made = issues.filter(({ fields }) => Array.isArray(fields.labels) && fields.labels.includes(label))
    let state = NEW_VESSEL
    for await (const { events } of log.read(vesselStream(vessel), 0, new AbortController().signal))
      for (const event of events)
        if (event.type !== 'listening-began' && event.type !== 'listening-ended') state = evolveVessel(state, event)
    const stage = state.tickets.get(TICKET)?.stage
    if (made.length > 1) doubled.push(label)
    if (stage?.kind !== 'linked' || !made.some(({ id }) => String(id) === stage.issue.id)) {
      lost.push(`${label}: ${JSON.stringify(stage)} with ${made.length} issues`)
    }
  }
  return { doubled, lost }
}

const labelOf = (vessel: VesselId): string => `wk-e-${vessel}`

function vesselNamed(text: string): VesselId {
  if (!isVesselId(text)) throw new RangeError(text)
  return text
}
