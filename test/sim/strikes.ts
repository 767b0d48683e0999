import type { Configured } from '../../shared/link/agent-state.ts'
import type { Journal } from '../../shared/link/journal.ts'
import { DAY_S, HOUR_S, type Seconds } from '../../shared/time.ts'
import type { Chance } from './chance.ts'
import type { Component, Database } from './database.ts'
import type { FaultName } from './faults.ts'
import type { Watch } from './invariants.ts'
import type { Network } from './network.ts'
import type { Plan } from './plan.ts'
import type { PresenceWatch } from './presence.ts'
import type { Replica, Shore } from './shore.ts'
import type { Timers } from './timers.ts'
import type { Vessel } from './vessel.ts'

/** What the weather may change. */
export type Conditions = {
  calm: boolean
  /** Why the database cannot be read; null while it can. */
  database: string | null
  /** The configuration that shore desires. */
  revision: number
  readonly skewS: { vessel: number; hub: number }
}

export type Scene = {
  readonly plan: Plan
  readonly timers: Timers
  readonly dice: Chance
  readonly shore: Shore
  readonly ship: { readonly vessel: Vessel; readonly network: Network }
  readonly conditions: Conditions
  readonly database: Database
  readonly watch: Watch
  readonly presence: PresenceWatch
  readonly wall: () => Seconds
  restartAfter(): number
  configured(components: readonly Component[]): readonly Configured[]
  /** A second agent with the same disk and credential; the answer ends it. */
  twin(): () => void
}

/** How each fault strikes. */
export function createStrikes(scene: Scene): Record<FaultName, () => void> {
  const { plan, timers, dice, shore, ship, conditions, database, watch, presence, wall } = scene
  const { restartAfter, configured, twin } = scene
  const { vessel, network } = ship

  /** Something that lasts: begins now, ends by itself or when calm comes. */
  function lasting(begin: () => void, end: () => void): void {
    begin()
    timers.after(dice.span(plan.faultLeastS, plan.faultUpToS), () => {
      if (!conditions.calm) end()
    })
  }

  function reboot(journal: Journal | null): void {
    vessel.crash()
    vessel.disk.journal = journal
    vessel.boot()
  }

  const each = (then: (replica: Replica) => void) => () => {
    for (const replica of shore.replicas) then(replica)
  }

  return {
    'link-down': () =>
      lasting(
        () => network.setUp(false),
        () => network.setUp(true),
      ),
    'link-cut': () => network.cut(),
    'hub-crash': () => {
      const replica = dice.pick(shore.replicas)
      replica.crash()
      timers.after(restartAfter(), () => replica.up() || replica.start())
    },
    'hub-away': () =>
      lasting(
        each((replica) => replica.crash()),
        each((replica) => replica.up() || replica.start()),
      ),
    'log-away': () =>
      lasting(
        each((replica) => replica.setLog(true)),
        each((replica) => replica.setLog(false)),
      ),
    'restore-shore': () => {
      watch.lost('shore')
      presence.lost()
      shore.restore(dice.span(1, 1 + shore.log.length))
    },
    'agent-crash': () => {
      vessel.crash()
      vessel.boot()
    },
    'agent-off': () =>
      lasting(
        () => vessel.crash(),
        () => vessel.alive() || vessel.boot(),
      ),
    'journal-lost': () => {
      watch.lost('journal')
      reboot(null)
    },
    'journal-old': () => {
      watch.lost('journal')
      if (vessel.disk.earlier.length === 0) return
      reboot(dice.pick(vessel.disk.earlier))
    },
    'database-fails': () =>
      lasting(
        () => (conditions.database = 'refused'),
        () => (conditions.database = null),
      ),
    'database-buffers': () => database.buffer(Math.min(plan.manners.lateUpToS, dice.span(60, plan.faultUpToS))),
    prune: () => {
      watch.lost('database')
      database.prune(wall() - dice.span(6 * HOUR_S, 20 * HOUR_S))
    },
    configure: () => {
      const shuffled = plan.components.toSorted(() => dice.next() - 0.5)
      const some = shuffled.slice(0, dice.int(1, shuffled.length))
      watch.lost('configuration')
      vessel.configure(configured(some), conditions.revision)
    },
    revision: () => {
      conditions.revision++
      timers.after(dice.span(1, HOUR_S), () => vessel.configure(vessel.disk.components, conditions.revision))
    },
    'vessel-clock': () => {
      watch.lost('clock')
      conditions.skewS.vessel = dice.happens(0.3) ? 0 : dice.pick([1, -1]) * dice.span(5, 10 * HOUR_S)
    },
    'hub-clock': () => {
      presence.lost()
      conditions.skewS.hub = dice.happens(0.3) ? 0 : dice.pick([-1, 1]) * dice.span(5, 3 * DAY_S)
    },
    twin: () => {
      watch.lost('identity')
      const ends = twin()
      timers.after(dice.span(60, 6 * HOUR_S), ends)
    },
  }
}
