import { createFakeJira, type FakeJira } from '../../deploy/demo/jira/jira.ts'
import { createJiraTracker } from '../../hub/adapters/jira/tracker.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { mapping, SITE } from '../hub/jira/given-jira.ts'
import { fetchFrom } from '../lab/jira-fetch.ts'
import { type Chance, chanceOf } from './chance.ts'
import { createLife, FATES, judge, vesselNamed } from './ticket-life.ts'

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
  const dice = chance.fork()
  const fate = () => (dice.happens(plan.kills) ? dice.pick(FATES) : null)
  const life = createLife({ log, tracker, clock, random: dice.next, settleS: plan.settleS, fate, vessels: wanted })
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
