import type { VesselEvent } from '../../hub/core/events.ts'
import type { Act, Annotate, Decide, DecideTicket, Maintain, MaintainGroup } from '../../hub/ports/deeds.ts'
import type { Views } from '../../hub/ports/views.ts'
import type { Fleet, FleetComponent, FleetVessel, Presence } from '../../shared/api/fleet.ts'
import type { Health } from '../../shared/api/problem.ts'
import type { Reckoning } from '../../shared/api/reckoning.ts'
import type { Interval, VesselTimeline } from '../../shared/api/timeline.ts'
import type { Vessel } from '../../shared/api/vessel.ts'
import { STATES, type State, type VesselId } from '../../shared/model.ts'
import { DAY_S, HOUR_S, iso, MINUTE_S, type Seconds, type Span } from '../../shared/time.ts'
import { fakeAlerts } from './alerts.ts'
import { type FakeDocket, fakeDocket } from './docket.ts'
import { figuresAt } from './figures.ts'
import { fakeMaintenance } from './maintenance.ts'
import { fakeNotes } from './notes.ts'
import {
  before,
  daysOf,
  downtimesOf,
  figuresOf,
  hoursOf,
  intervalsOf,
  NOW,
  type Trouble,
  windowsOf,
} from './troubles.ts'

export { NOW }

type Story = { presence: Presence; heardAgoS: number; trouble: Readonly<Record<string, readonly Trouble[]>> }

const COMPONENTS = [
  ['access-point', 'Access point'],
  ['dashboard', 'Dashboard'],
  ['server', 'Server'],
] as const
const NAMES = [
  'Aurora',
  'Borealis',
  'Calypso',
  'Dorado',
  'Electra',
  'Fjord',
  'Galatea',
  'Halcyon',
  'Iris',
  'Juno',
  'Kestrel',
]
const LINES = ['Star', 'Pioneer', 'Express', 'Meridian', 'Voyager', 'of Trondheimsfjorden']

const fine: Story = { presence: { kind: 'heard' }, heardAgoS: 120, trouble: {} }
const down = (component: string, ageS: number): Story => ({
  ...fine,
  trouble: { [component]: [{ from: ageS, to: 0, state: 'down' }] },
})
const silent = (ageS: number): Story => ({
  presence: { kind: 'silent', since: before(ageS) },
  heardAgoS: ageS,
  trouble: Object.fromEntries(COMPONENTS.map(([id]) => [id, [{ from: ageS, to: 0, state: 'down', silent: true }]])),
})

/** What is told of the vessels that are not simply fine, by their place in the fleet. */
const STORIES: Readonly<Record<number, Story>> = {
  4: down('dashboard', 4 * DAY_S + 7 * HOUR_S),
  9: silent(3 * DAY_S + HOUR_S),
  14: {
    ...fine,
    trouble: {
      server: [4, 7, 11, 20].map((h) => ({ from: h * HOUR_S, to: h * HOUR_S - 40 * MINUTE_S, state: 'down' as const })),
    },
  },
  21: silent(12 * HOUR_S),
  27: { ...fine, trouble: { server: [{ from: 5 * HOUR_S, to: 0, state: 'unknown', cause: 'database' }] } },
  33: { ...fine, presence: { kind: 'settling', since: before(9 * HOUR_S), heardAt: before(240) } },
  38: down('server', 50 * MINUTE_S),
  45: { presence: { kind: 'never-heard' }, heardAgoS: 0, trouble: {} },
  52: down('access-point', 2 * DAY_S + HOUR_S),
}

/** The fleet of a believable day, with the means to make something happen. */
export type FakeViews = Views & {
  /** How many vessels there are. */
  readonly count: number
  readonly act: Act
  readonly annotate: Annotate
  readonly decide: Decide
  readonly decideTicket: DecideTicket
  /** Something became of the one proposal that there is. */
  happenToProposal(...events: VesselEvent[]): void
  readonly maintain: Maintain
  readonly maintainGroup: MaintainGroup
  /** What waits for a decision, and means to change it. */
  readonly docket: FakeDocket
  /** One that is open is over. */
  recover(vessel: VesselId, alert: string): void
  /** From now on this vessel is silent since `ageS` before now. */
  fallSilent(index: number, ageS: number): void
  heal(index: number): void
  unwritable(why: string | null): void
  fail(error: Error | null): void
  nudge(vessel: VesselId | null): void
  listeners(): number
  /** How often the whole fleet was read. */
  reads(): number
}

export function fakeViews(count = 66): FakeViews {
  const stories = Array.from({ length: count }, (_, index) => STORIES[index] ?? fine)
  const listeners = new Set<(vessel: VesselId | null) => void>()
  let why: string | null = null
  let failure: Error | null = null
  let reads = 0
  const nudge = (vessel: VesselId | null): void => {
    for (const listener of listeners) listener(vessel)
  }
  const tell = (index: number, story: Story): void => {
    stories[index] = story
    nudge(idOf(index))
  }
  const find = (id: VesselId): number => stories.findIndex((_, index) => idOf(index) === id)

  const alerts = fakeAlerts(fleetOf(stories).vessels, NOW)
  const docket = fakeDocket(count === 0 ? null : idOf(5), NOW)
  const maintenance = fakeMaintenance(fleetOf(stories).vessels, NOW)
  const notes = fakeNotes((id) => find(id) >= 0, NOW)
  const noted = (fleet: Fleet): Fleet => ({
    ...fleet,
    vessels: fleet.vessels.map((one, at) => ({ ...one, note: notes.of(idOf(at))[0] ?? null })),
  })

  return {
    count,
    alerts: async (query) => {
      if (failure) throw failure
      return alerts.alerts(query)
    },
    alert: alerts.alert,
    docket,
    proposals: docket.proposals,
    preview: docket.preview,
    waiting: docket.waiting,
    decide: docket.decide,
    decideTicket: docket.decideTicket,
    happenToProposal: docket.happen,
    ...maintenance,
    async act(vessel, command) {
      if (failure) throw failure
      const answer = alerts.act(vessel, command)
      nudge(vessel)
      return answer
    },
    async annotate(vessel, command) {
      const answer = await notes.annotate(vessel, command)
      nudge(vessel)
      return answer
    },
    recover(vessel, alert) {
      alerts.resolve(vessel, alert, NOW)
      nudge(vessel)
    },
    async fleet() {
      reads++
      if (failure) throw failure
      return noted(fleetOf(stories))
    },
    async vessel(id) {
      const story = stories[find(id)]
      if (story === undefined) return null
      const query = { state: null, kind: null, group: null, vessel: id, size: 0 }
      return { ...vesselOf(find(id), story), notes: notes.of(id), alerts: (await alerts.alerts(query)).alerts }
    },
    async timeline(id, { from, to, component }) {
      const story = stories[find(id)]
      return story === undefined ? null : timelineOf(id, story, { from, to: Math.min(to, NOW) }, component)
    },
    async reckoning(id, { from, to, component }) {
      const story = stories[find(id)]
      if (story === undefined) return null
      return reckoningOf(vesselOf(find(id), story), story, { from, to: Math.max(from, Math.min(to, NOW)) }, component)
    },
    health: () => healthOf(why),
    figures: async () => figuresAt(NOW, idOf(0)),
    changed(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    fallSilent: (index, ageS) => tell(index, silent(ageS)),
    heal: (index) => tell(index, fine),
    unwritable(reason) {
      why = reason
      nudge(null)
    },
    fail(error) {
      failure = error
      nudge(null)
    },
    nudge,
    listeners: () => listeners.size,
    reads: () => reads,
  }
}

/** Some are as long as names of ships get. */
const LONG_NAMES: Readonly<Record<number, string>> = {
  18: 'Queen Anna Maria of the Northern Lights',
  29: 'MV Stella Maris Explorer II',
}

const nameOf = (index: number): string =>
  LONG_NAMES[index] ?? `${NAMES[index % NAMES.length]} ${LINES[Math.floor(index / NAMES.length) % LINES.length]}`
export const idOf = (index: number): VesselId =>
  `${(NAMES[index % NAMES.length] ?? '').toLowerCase()}-${Math.floor(index / NAMES.length)}` as VesselId

function fleetOf(stories: readonly Story[]): Fleet {
  const vessels = stories.map((story, index) => briefOf(index, story))
  const counts = { silent: 0, down: 0, unknown: 0, maintenance: 0, up: 0 }
  for (const { state } of vessels) counts[state]++
  return { at: iso(NOW), counts, vessels }
}

function briefOf(index: number, story: Story): FleetVessel {
  const never = story.presence.kind === 'never-heard'
  const components = never ? [] : COMPONENTS.map(([id, name]) => componentOf(id, name, story))
  const worst = STATES.find((state) => components.some((component) => component.state === state)) ?? 'unknown'
  return {
    id: idOf(index),
    name: nameOf(index),
    group: index % 2 === 0 ? 'North' : 'South',
    state: story.presence.kind === 'silent' ? 'silent' : worst,
    presence: story.presence,
    lastHeard: never ? null : before(story.heardAgoS),
    watermark: never ? null : before(story.heardAgoS + 10),
    note: null,
    components,
  }
}

function componentOf(id: string, name: string, story: Story): FleetComponent {
  const troubles = story.trouble[id] ?? []
  const open = troubles.find(({ to }) => to === 0)
  const state: State = story.presence.kind === 'silent' ? 'silent' : (open?.state ?? 'up')
  const day = figuresOf(troubles, DAY_S)
  const judged = day.coverage !== null && day.coverage >= 75 && day.uptime !== null
  return {
    id,
    name,
    state,
    since: open === undefined ? before(30 * DAY_S) : before(open.from),
    cause: state === 'unknown' ? (open?.cause ?? 'no-samples') : null,
    downtimeS: open !== undefined && open.state === 'down' ? open.from : null,
    windowEnd: before(story.presence.kind === 'silent' ? 0 : story.heardAgoS + 10),
    uptime24h: day.uptime,
    measured24h: day.measured,
    observed24h: day.observed,
    coverage24h: day.coverage,
    hours: hoursOf(troubles),
    slaTarget: 95,
    sla: judged ? (Number(day.uptime) >= 95 ? 'met' : 'missed') : 'undetermined',
    reason: judged ? null : 'coverage',
  }
}

function vesselOf(index: number, story: Story): Vessel {
  const { note: _, ...brief } = briefOf(index, story)
  const never = story.presence.kind === 'never-heard'
  const blind = Object.values(story.trouble).some((all) => all.some(({ cause }) => cause === 'database'))
  return {
    at: iso(NOW),
    ...brief,
    imo: '9321483',
    provider: 'Iridium Certus',
    zone: 'Europe/Oslo',
    contact: 'bridge@example.com',
    uptime: never ? null : windowsOf(Object.values(story.trouble)[0] ?? []),
    components: brief.components.map((component) => ({
      ...component,
      uptime: windowsOf(story.trouble[component.id] ?? []),
      outage: null,
      downtimes: downtimesOf(story.trouble[component.id] ?? []),
      days: daysOf(story.trouble[component.id] ?? []),
    })),
    link: {
      connected: story.presence.kind === 'heard',
      session: never ? null : '17:a3f2',
      bytesToday: { up: 41_200, down: 28_730 },
      bytesByDay: [
        { day: '2026-11-22', up: 45_100, down: 30_020 },
        { day: '2026-11-23', up: 41_200, down: 28_730 },
      ],
      bytesByMonth: [
        { month: '2026-10', up: 1_240_000, down: 880_000 },
        { month: '2026-11', up: 86_300, down: 58_750 },
      ],
      clockOffsetS: never ? null : 0,
    },
    agent: never
      ? null
      : {
          version: '0.1.0',
          heartbeatS: 300,
          trouble: blind
            ? { code: 'refused', words: 'Its database at 127.0.0.1:8086 refuses connections: see that InfluxDB runs.' }
            : null,
        },
    configuration: { desired: 0, reported: never ? null : 0, refused: null },
    contested: null,
    warnings: [],
    payloadFaults: [],
    notes: [],
    alerts: [],
  }
}

function timelineOf(
  vessel: string,
  story: Story,
  { from, to }: { from: Seconds; to: Seconds },
  only: string | null,
): VesselTimeline {
  const wanted = COMPONENTS.filter(([id]) => story.presence.kind !== 'never-heard' && (only === null || only === id))
  return {
    vessel,
    from: iso(from),
    to: iso(to),
    watermark: before(story.heardAgoS),
    excuses: [],
    components: wanted.map(([id]) => ({ id, intervals: intervalsOf(story.trouble[id] ?? [], from, to) })),
  }
}

/** Of the vessel as a whole: its first component. */
function reckoningOf(vessel: Vessel, story: Story, span: Span, only: string | null): Reckoning | null {
  const one = vessel.components.find(({ id }) => only === null || id === only)
  if (one === undefined) return null
  const troubles = story.trouble[one.id] ?? []
  const as = ({ state, source }: Interval) => (source === 'silent' ? 'silent' : state)
  return {
    at: vessel.at,
    vessel: { id: vessel.id, name: vessel.name, zone: vessel.zone },
    component: only === null ? null : { id: one.id, name: one.name },
    from: iso(span.from),
    to: iso(span.to),
    until: iso(span.to),
    figures: { ...figuresOf(troubles, span.to - span.from), from: iso(span.from), to: iso(span.to) },
    slaTarget: 95,
    sla: one.sla,
    reason: one.reason,
    minCoverage: 75,
    excuses: [],
    intervals: intervalsOf(troubles, span.from, span.to).map((interval) => ({
      from: interval.from,
      to: interval.to,
      seconds: (Date.parse(interval.to) - Date.parse(interval.from)) / 1000,
      best: as(interval),
      measured: interval.source === 'silent' ? 'unknown' : interval.state,
      observed: as(interval),
      cause: interval.cause,
      excusedBy: null,
    })),
  }
}

const healthOf = (why: string | null): Health => ({
  ready: why === null,
  at: iso(NOW),
  log: { writable: why === null, since: why === null ? null : before(600), why },
  link: { up: true, since: before(DAY_S), why: null },
})
