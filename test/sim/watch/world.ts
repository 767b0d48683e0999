import { createFakeJira, type FakeJira } from '../../../deploy/demo/jira/jira.ts'
import { createJiraTracker } from '../../../hub/adapters/jira/tracker.ts'
import { vesselStream } from '../../../hub/core/events.ts'
import { DEFAULT_POLICY, type Policy } from '../../../hub/core/policy.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { DAY_S, HOUR_S } from '../../../shared/time.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { createMemoryLog } from '../../fakes/memory-log.ts'
import { mapping, SITE } from '../../hub/jira/given-jira.ts'
import { fetchFrom } from '../../lab/jira-fetch.ts'
import { type Chance, chanceOf } from '../chance.ts'
import { createEngineers } from './engineers.ts'
import type { World } from './evidence.ts'
import { fleetLife, groupOf } from './life.ts'
import { createMaintainers } from './maintainers.ts'
import { createPeople } from './people.ts'
import { createPost } from './post.ts'
import { componentId, createShip, HEARTBEAT_S } from './ship.ts'
import { createShore, FATES, type Point } from './shore.ts'
import { judge } from './verdict.ts'

export type Outcome = {
  readonly faults: readonly string[]
  readonly kills: ReadonlyMap<string, number>
  readonly counts: {
    readonly issues: number
    readonly clicks: number
    readonly messages: number
    readonly proposals: number
  }
}

/** A Sunday, shortly after midnight UTC. */
const BEGIN_S = 1_795_910_400 + 600
const CHANNELS = ['mail', 'chat']
const SILENT_AFTER_S = 2 * HEARTBEAT_S + 900
/** How long it takes until everything that was true at the end is known, decided and told. */
const DUST_S = 40 * HOUR_S

/** Where it matters most it dies often; saving what is too frequent for the log is done so often that it would do nothing else. */
const WEIGHT: Readonly<Partial<Record<Point, number>>> = { 'jira create': 10, save: 1 / 200 }

const POLICY: Policy = {
  ...DEFAULT_POLICY,
  silentAfterS: SILENT_AFTER_S,
  alerts: { ...DEFAULT_POLICY.alerts, silentForS: 4 * HOUR_S },
  // Graver while it waits for a decision, now and then: then it is another revision.
  severity: [
    { kind: 'down', severity: 'medium' },
    { kind: 'silent', severity: 'medium' },
    { kind: 'down', afterS: DAY_S, severity: 'high' },
    { kind: 'silent', afterS: DAY_S, severity: 'high' },
    { kind: 'down', afterS: 3.3 * DAY_S, severity: 'critical' },
    { kind: 'silent', afterS: 3.3 * DAY_S, severity: 'critical' },
  ],
  notices: {
    channels: CHANNELS,
    groupForS: 120,
    everyS: 900,
    digest: { wallS: 6 * HOUR_S, zone: 'UTC' },
    publicUrl: 'https://watch.example.com',
  },
}

/** What hangs on what: nothing, one on another, two on one, or one on the next. */
const HANGING: Readonly<Record<string, readonly string[]>>[] = [
  {},
  { dashboard: ['access-point'] },
  { dashboard: ['access-point'], server: ['access-point'] },
  { 'access-point': ['server'], dashboard: ['access-point', 'server'] },
]
const DEPENDENCES: readonly Policy['dependsOn'][] = HANGING.map(
  (all) => new Map(Object.entries(all).map(([id, causes]) => [componentId(id), causes.map(componentId)])),
)

/** Some weeks of a fleet, its hub, its people and its JIRA, from one seed. */
export async function simulate(seed: number, look: (world: World) => void = () => {}): Promise<Outcome> {
  const dice = chanceOf(seed ^ 0x2545_f491)
  const clock = virtualClock(BEGIN_S * 1000)
  const life = fleetLife(BEGIN_S, dice.fork())
  // Dice of their own: what the others throw stays as it is.
  const more = chanceOf(seed ^ 0x6d2b_79f5)
  const policy: Policy = { ...POLICY, dependsOn: more.pick(DEPENDENCES) }
  const log = createMemoryLog()
  const jira = createFakeJira({
    site: SITE,
    clock,
    chance: dice.fork().next,
    observe: (...request) => engineers.observed(...request),
  })
  const post = createPost(CHANNELS, clock, dice.fork())
  const fates = dice.fork()
  const mortality = dice.pick([0, 0.002, 0.01, 0.03])
  const disk = { isFull: false }
  let calm = false
  const shore = createShore({
    log,
    tracker: await trackerOf(jira, clock),
    notifiers: post.notifiers,
    policy,
    clock,
    chance: dice.fork(),
    ships: () => ships,
    logIsAway: () => disk.isFull,
    fate: (point) => (!calm && fates.happens(mortality * (WEIGHT[point] ?? 1)) ? fates.pick(FATES) : null),
  })
  const ships = life.vessels.map((vessel) => createShip(vessel, clock, dice.fork()))
  const people = createPeople(shore.river, () => keysOf(jira), clock, dice.fork())
  const maintainers = createMaintainers(shore.river, life, clock, more.fork())
  const engineers = createEngineers(jira, shore.river, clock, more.fork())
  for (const { id } of ships) await enter(log, id, groupOf(life, id))
  const weather = jiraWeather(jira, clock, dice.fork())
  shore.begin()
  for (const ship of ships) ship.begin()
  people.begin()
  maintainers.begin()
  engineers.begin()
  restarts(dice.fork(), clock, shore, () => calm)
  fullDisk(dice.fork(), clock, disk, () => calm)
  await clock.advance((life.freezeAt - BEGIN_S) * 1000)
  calm = true
  maintainers.goHome()
  engineers.goHome()
  disk.isFull = false
  weather.calm()
  post.calm()
  await clock.advance((DUST_S / 2) * 1000)
  people.goHome()
  await clock.advance((DUST_S / 2) * 1000)
  const river = shore.river()
  if (river === null) return { faults: ['there is no hub'], kills: shore.kills, counts: NOTHING }
  const shown = await river.views.alerts({ state: null, kind: null, group: null, vessel: null, size: 0 })
  const views = await Promise.all(ships.map(({ id }) => river.views.vessel(id)))
  const world: World = {
    life,
    end: life.freezeAt + DUST_S,
    policy,
    batches: log.batches(),
    logId: log.id,
    jira,
    clicks: people.clicks,
    asked: maintainers.asked,
    turned: engineers.turned,
    attempts: post.attempts,
    channels: CHANNELS,
    alerts: shown.alerts,
    vessels: views.flatMap((vessel) => vessel ?? []),
  }
  const proposals = world.batches
    .flatMap(({ events }) => events)
    .filter(({ type }) => type === 'proposal-raised').length
  const counts = {
    issues: jira.state.issues.size,
    clicks: people.clicks.length,
    messages: post.attempts.filter(({ out }) => out).length,
    proposals,
  }
  look(world)
  return { faults: judge(world), kills: shore.kills, counts }
}

const keysOf = (jira: FakeJira) => [...jira.state.issues.values()].map(({ key }) => key)

const NOTHING = { issues: 0, clicks: 0, messages: 0, proposals: 0 }

async function trackerOf(jira: FakeJira, clock: Clock) {
  const account = { site: SITE, email: 'watch@example.com', token: 'secret', tokenExpires: null }
  return createJiraTracker({ ...account, timeoutMs: 20_000, mapping, clock, fetch: fetchFrom(() => jira) })
}

async function enter(
  log: ReturnType<typeof createMemoryLog>,
  id: ReturnType<typeof createShip>['id'],
  group: string,
): Promise<void> {
  const at = BEGIN_S - DAY_S
  const profile = { name: id, imo: null, group, link: null, zone: 'UTC', contact: null, inService: [] }
  const events = [{ type: 'vessel-added' as const, profile, by: { kind: 'hub' as const }, at, learnedAt: at }]
  await log.append(vesselStream(id), 0, { id: `added-${id}`, at: at * 1000, events }, new AbortController().signal)
}

/** Faults of single requests all the time, and spells in which JIRA is away, locked or blind. */
function jiraWeather(jira: FakeJira, clock: Clock, chance: Chance) {
  let over = false
  const rare = () => chance.next() * 0.03
  const often = () => chance.next() * 0.1
  jira.turn({
    lagMs: 100_000,
    lateMs: 100_000,
    latencyMs: 2000,
    keyGaps: 0.1,
    shares: {
      late: often(),
      'drops-after': often(),
      'drops-before': rare(),
      'fails-after': often(),
      'cut-off': rare(),
      'silent-after': often(),
      busy: rare(),
      page: rare(),
      redirect: rare(),
      'too-many': rare(),
    },
  })
  const good = { away: false, unauthorized: false, mayBrowse: true }
  function spell(): void {
    if (over) return
    jira.set(chance.pick([{ away: true }, { unauthorized: true }, { mayBrowse: false }]))
    clock.after(chance.span(60_000, DAY_S * 1000), () => jira.set(good))
    clock.after(chance.span(DAY_S, 5 * DAY_S) * 1000 + DAY_S * 1000, spell)
  }
  clock.after(chance.span(HOUR_S, 4 * DAY_S) * 1000, spell)
  return {
    calm() {
      over = true
      jira.turn({ shares: {}, keyGaps: 0 })
      jira.set(good)
    },
  }
}

/** Now and then nothing can be written to the log, for minutes or hours. */
function fullDisk(chance: Chance, clock: Clock, disk: { isFull: boolean }, over: () => boolean): void {
  clock.after(chance.span(DAY_S, 8 * DAY_S) * 1000, () => {
    if (over()) return
    disk.isFull = true
    clock.after(chance.span(30, 6 * HOUR_S) * 1000, () => {
      disk.isFull = false
    })
    fullDisk(chance, clock, disk, over)
  })
}

/** Now and then the hub is stopped in form, for a minute or half a day. */
function restarts(chance: Chance, clock: Clock, shore: ReturnType<typeof createShore>, over: () => boolean): void {
  clock.after(chance.span(DAY_S, 6 * DAY_S) * 1000, () => {
    if (over()) return
    shore.restart(chance.span(30, 12 * HOUR_S), chance.happens(0.3))
    restarts(chance, clock, shore, over)
  })
}
