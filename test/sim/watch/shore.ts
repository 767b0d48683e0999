import { openReadStore } from '../../../hub/adapters/sqlite/read-store.ts'
import type { Policy } from '../../../hub/core/policy.ts'
import type { EventLog } from '../../../hub/ports/log.ts'
import type { Notifier } from '../../../hub/ports/notifier.ts'
import type { Heard, Register } from '../../../hub/ports/register.ts'
import type { IssueTracker } from '../../../hub/ports/tracker.ts'
import { createRiver, type River } from '../../../hub/river.ts'
import { Fault } from '../../../shared/fault.ts'
import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import type { Seconds } from '../../../shared/time.ts'
import { createMemorySnapshot } from '../../fakes/memory-snapshot.ts'
import type { Chance } from '../chance.ts'
import type { Ship } from './ship.ts'

/** Where in a step out of the hub it is killed. */
export const FATES = ['before', 'during', 'after'] as const
export type Fate = (typeof FATES)[number]

/** What a hub does outside of itself, by name: at each of them it can be killed. */
export type Point = 'append' | 'save' | 'snapshot' | 'send' | `jira ${keyof IssueTracker}`

export type ShoreParts = {
  readonly log: EventLog
  readonly tracker: IssueTracker
  /** The same ways to tell people, each life of the hub. */
  readonly notifiers: (life: number) => readonly Notifier[]
  readonly policy: Policy
  readonly clock: Clock
  readonly chance: Chance
  readonly ships: () => readonly Ship[]
  readonly fate: (point: Point) => Fate | null
  /** Nothing can be written to it. */
  readonly logIsAway: () => boolean
}

export type Shore = {
  begin(): void
  /** The hub that runs now; null while none does. */
  river(): River | null
  /** Ends it as a service manager does; it comes back later, and may have lost its rows meanwhile. */
  restart(awayS: number, losesRows: boolean): void
  readonly kills: ReadonlyMap<string, number>
}

/** One hub after another over the same disk: the product's river, killed at any step, which then never goes on. */
export function createShore(parts: ShoreParts): Shore {
  const { log, clock, chance } = parts
  const register = memoryRegister()
  const snapshot = createMemorySnapshot()
  let store = openReadStore(':memory:', log.id)
  let running: { readonly river: River; end(): void } | null = null
  let life = 0
  let stopping = false
  const kills = new Map<string, number>()

  async function append(...batch: Parameters<EventLog['append']>) {
    if (parts.logIsAway()) throw new Fault('unavailable', 'the disk is full', { retry: true })
    return log.append(...batch)
  }

  function begin(): void {
    const mine = { alive: true }
    const mineLife = ++life
    const never = new Promise<never>(() => {})

    function die(point: string): void {
      if (!mine.alive) return
      mine.alive = false
      kills.set(point, (kills.get(point) ?? 0) + 1)
      if (mineLife !== life || stopping) return
      running = null
      for (const ship of parts.ships()) ship.shore(null)
      clock.after(1000 * chance.span(1, 300), begin)
    }

    /** Killed before, during or after it, or not at all. */
    async function step<R>(point: Point, doing: () => Promise<R>): Promise<R> {
      if (!mine.alive) return never
      const fate = parts.fate(point)
      if (fate === 'before') die(`${point}, before`)
      if (!mine.alive) return never
      const done = doing()
      if (fate === 'during') die(`${point}, during`)
      const result = await done
      if (fate === 'after' && mine.alive) die(`${point}, after`)
      return mine.alive ? result : never
    }

    async function* follow(...[position, signal]: Parameters<EventLog['follow']>) {
      for await (const item of log.follow(position, signal)) yield mine.alive ? item : await never
    }

    const started = createRiver({
      events: { ...log, follow, append: (...batch) => step('append', () => append(...batch)) },
      register: { ...register, save: (...saved) => step('save', () => register.save(...saved)) },
      store,
      snapshot: {
        file: { ...snapshot, save: (parts) => step('snapshot', () => snapshot.save(parts)) },
        program: 'simulated',
      },
      link: () => ({
        ack: (vessel, payload) => {
          if (mine.alive)
            parts
              .ships()
              .find(({ id }) => id === vessel)
              ?.acked(payload)
        },
        disconnect() {},
        test: async () => null,
      }),
      clock: coarse(clock, () => mine.alive),
      log: quietLog,
      newId: () => `${mineLife}-${chance.next()}`,
      policy: parts.policy,
      tickets: {
        tracker: stepped(parts.tracker, step),
        random: chance.next,
        pages: 'https://watch.example.com',
        settleS: 300,
        timeoutS: 20,
        closeDoubles: false,
      },
      notifiers: parts.notifiers(mineLife).map((notifier) => ({
        ...notifier,
        send: (...message) => step('send', () => notifier.send(...message)),
      })),
      random: chance.next,
      watchdog: null,
    })
    const ready = () => {
      if (!mine.alive) return
      running = { river: started, end: () => (mine.alive = false) }
      for (const ship of parts.ships())
        ship.shore((...message) => (mine.alive ? started.listener.received(...message) : never))
    }
    // One that cannot begin ends, and is begun again.
    started.start().then(ready, () => die('start'))
  }

  return {
    begin,
    river: () => running?.river ?? null,
    kills,
    restart(awayS, losesRows) {
      const ending = running
      if (ending === null) return
      running = null
      stopping = true
      for (const ship of parts.ships()) ship.shore(null)
      ending.river.stop().then(ending.end, ending.end)
      clock.after(awayS * 1000, () => {
        // Who has not ended by then is killed.
        ending.end()
        stopping = false
        if (losesRows) store = openReadStore(':memory:', log.id)
        begin()
      })
    },
  }
}

/** Rings only at whole minutes, as on a machine that is slow: what is done every few seconds costs nothing over weeks. */
const coarse = (clock: Clock, alive: () => boolean): Clock => ({
  ...clock,
  after(ms, then) {
    const at = Math.ceil((clock.now() + ms) / 60_000) * 60_000
    return clock.after(at - clock.now(), () => alive() && then())
  },
})

type Step = <R>(point: Point, doing: () => Promise<R>) => Promise<R>

/** Each request to the tracker is a step. */
function stepped(tracker: IssueTracker, step: Step): IssueTracker {
  const of =
    <A extends unknown[], R>(name: keyof IssueTracker, call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      step(`jira ${name}`, () => call(...args))
  return {
    ...tracker,
    probe: of('probe', tracker.probe),
    find: of('find', tracker.find),
    create: of('create', tracker.create),
    fetch: of('fetch', tracker.fetch),
    comment: of('comment', tracker.comment),
    transition: of('transition', tracker.transition),
    label: of('label', tracker.label),
    remember: of('remember', tracker.remember),
    link: of('link', tracker.link),
  }
}

function memoryRegister(): Register {
  const heard = new Map<VesselId, Heard>()
  let aliveAt: Seconds | null = null
  return {
    load: async () => ({ aliveAt, heard: new Map(heard) }),
    async save(now, entries) {
      aliveAt = now
      for (const [vessel, entry] of entries) heard.set(vessel, entry)
    },
    traffic: async () => [],
  }
}
