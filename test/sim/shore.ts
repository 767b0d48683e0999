import { NO_TURNS } from '../../hub/core/admission/contest.ts'
import { decideMessage, decideTime, type MessageDecision, nextDeadline } from '../../hub/core/decide.ts'
import type { FleetEvent, VesselEvent } from '../../hub/core/events.ts'
import { evolveFleet, NEW_FLEET } from '../../hub/core/fleet.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import type { Listening } from '../../hub/core/presence/listening.ts'
import { begin, notListening } from '../../hub/core/presence/listening.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../hub/core/vessel.ts'
import { type Copy, changed, EMPTY_COPY, type Seen } from '../../shared/link/copy.ts'
import { type Hearing, hearingOf, newest } from '../../shared/link/hub.ts'
import { HOUR_S, OPEN, type Seconds } from '../../shared/time.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import { AURORA } from '../hub/projections/given.ts'
import type { Chance } from './chance.ts'
import type { Timers } from './timers.ts'

/** The shore side of one vessel: a log with an append guard, a register, and replicas that may lag, hang and die. */
export type Shore = {
  readonly replicas: readonly Replica[]
  readonly log: readonly Batch[]
  readonly fleet: readonly FleetEvent[]
  /** All that the log says, folded from its begin; nothing is forgotten, as on the pages. */
  told(): Copy['timelines']
  vessel(): Vessel
  /** As far as shore has heard, whatever is written. */
  seen(): Seen
  /** From a backup: the log as it was `lost` batches ago, and the register gone with it. */
  restore(lost: number): void
}

type Batch = readonly VesselEvent[]

export type Replica = {
  readonly name: string
  readonly up: () => boolean
  start(): void
  crash(): void
  /** Something was appended. */
  follow(): void
  /** While the log is away nothing is confirmed and nothing is answered. */
  setLog(away: boolean): void
  receive(message: AgentMessage, confirm: () => void, answer: (ack: Ack) => void): void
}

export type HubPoint = 'unappended' | 'appended-unflushed' | 'stored-unacked' | 'acked-unconfirmed'

export type ShoreWorld = {
  readonly timers: Timers
  readonly chance: Chance
  readonly wall: () => Seconds
  readonly revision: () => number
  readonly replicas: number
  readonly silentAfterS: number
  /** How long a replica may not know what another one has appended. */
  readonly lagUpToS: number
  dies(point: HubPoint): boolean
  restartAfter(): number
  crashed(): void
  note(text: string): void
  /** Each decision that was carried out, for the invariants. */
  decided(what: Decided): void
  /** Time passed, and that was stored of it. */
  passed(events: readonly VesselEvent[]): void
  /** A replica can hear from now on, or cannot. */
  listens(name: string, listens: boolean): void
}

export type Decided = {
  readonly message: AgentMessage
  readonly received: MessageDecision
  readonly now: Seconds
  readonly before: Vessel
  readonly after: Vessel
  /** What this replica had heard before. */
  readonly view: Seen
  /** Whether the replica knew all that the log holds when it decided. */
  readonly current: boolean
  /** Whether what it stored came next to what it had decided on. */
  readonly upToDate: boolean
}

type Register = { readonly seen: Seen; readonly lastHeard: Seconds | null; readonly aliveAt: Seconds | null }

const EMPTY_REGISTER: Register = { seen: EMPTY_COPY.seen, lastHeard: null, aliveAt: null }

/** A figure over a day slides at each step of the day before: over an hour the same is seen for a fraction of the cost. */
const POLICY = { ...DEFAULT_POLICY, sla: { ...DEFAULT_POLICY.sla, windowS: HOUR_S } }

/** How much of the last moments a register that is saved every few seconds may miss. */
const SAVED_EVERY_S = 3

export function createShore(world: ShoreWorld): Shore {
  const { timers, chance } = world
  let log: Batch[] = []
  let fleet: FleetEvent[] = []
  let register = EMPTY_REGISTER
  let restores = 0

  function append(expected: number, batch: Batch): 'stored' | 'conflict' {
    if (log.length !== expected) return 'conflict'
    log.push(batch)
    for (const replica of replicas) replica.follow()
    return 'stored'
  }

  const fold = (from: Vessel, batches: readonly Batch[]): Vessel => batches.flat().reduce(evolveVessel, from)

  function createReplica(name: string): Replica {
    let life = 0
    let up = false
    let away = false
    let vessel = NEW_VESSEL
    let version = 0
    let hearing: Hearing = hearingOf(EMPTY_COPY.seen)
    let lastHeard: Seconds | null = null
    let listening: Listening = notListening
    let queue: (() => void)[] = []
    let busy = false
    let cancelWatch = () => {}

    const later = (seconds: number, then: () => void) => {
      const ours = life
      return timers.after(seconds, () => {
        if (life === ours) then()
      })
    }

    function catchUp(): void {
      vessel = fold(vessel, log.slice(version))
      version = log.length
    }

    function start(): void {
      life++
      up = true
      away = false
      vessel = NEW_VESSEL
      version = 0
      catchUp()
      hearing = hearingOf(newest(vessel.copy.seen, register.seen))
      lastHeard = register.lastHeard
      queue = []
      busy = false
      world.note(`${name} starts`)
      listen(register.aliveAt)
    }

    function listen(aliveAt: Seconds | null): void {
      const now = world.wall()
      fleet = [...fleet, ...begin(fleet.reduce(evolveFleet, NEW_FLEET).listening, aliveAt, now)]
      listening = fleet.reduce(evolveFleet, NEW_FLEET).listening
      world.listens(name, true)
      watch()
    }

    const around = () => ({
      id: AURORA,
      policy: { ...POLICY, silentAfterS: world.silentAfterS },
      listening,
      massSilences: [],
      groupExcuses: [],
    })

    const context = () => {
      const { watermark } = newest(vessel.copy.seen, hearing.seen)
      return { ...around(), now: world.wall(), watermark, lastHeard }
    }

    /** Sleeps until time alone can change something. */
    function watch(): void {
      cancelWatch()
      if (away || lastHeard === null) return
      const at = nextDeadline(vessel, context())
      if (at < OPEN) cancelWatch = later(Math.max(1, at - world.wall()), () => enqueue(due))
    }

    function due(): void {
      const events = decideTime(vessel, context())
      if (away || events.length === 0) {
        next()
        return
      }
      if (append(version, events) === 'conflict') {
        catchUp()
        due()
        return
      }
      catchUp()
      world.passed(events)
      next()
    }

    /** The log is followed behind time. */
    function follow(): void {
      later(world.lagUpToS * chance.next(), () => {
        if (!busy) catchUp()
      })
    }

    function flush(): void {
      const newer = newest(register.seen, hearing.seen)
      const heard = Math.max(register.lastHeard ?? -OPEN, lastHeard ?? -OPEN)
      register = { seen: newer, lastHeard: heard === -OPEN ? null : heard, aliveAt: world.wall() }
    }

    function crash(): void {
      if (!up) return
      life++
      up = false
      if (!away) register = { ...register, aliveAt: world.wall() - Math.floor(SAVED_EVERY_S * chance.next()) }
      world.listens(name, false)
      world.note(`${name} crashes`)
      world.crashed()
    }

    function die(point: HubPoint): boolean {
      if (!world.dies(point)) return false
      world.note(`${name} dies: ${point}`)
      crash()
      timers.after(world.restartAfter(), () => {
        if (!up) start()
      })
      return true
    }

    function enqueue(turn: () => void): void {
      queue.push(turn)
      if (!busy) next()
    }

    function next(): void {
      busy = false
      watch()
      const turn = queue.shift()
      if (turn === undefined) return
      busy = true
      turn()
    }

    function handle(message: AgentMessage, confirm: () => void, answer: (ack: Ack) => void): void {
      if (away) {
        next()
        return
      }
      const before = vessel
      const view = newest(vessel.copy.seen, hearing.seen)
      const current = version === log.length
      const now = world.wall()
      const received = decideMessage(vessel, {
        message,
        hearing,
        // What comes late out of a dead connection in this world is left out as twins are: no TCP does that.
        turns: NO_TURNS,
        now,
        revision: world.revision(),
        around: around(),
      })
      const { events } = received
      const taken = () => {
        hearing = received.hearing
        if (received.heard) lastHeard = now
        const upToDate = events.length === 0 || version === log.length
        world.decided({ message, received, now, before, after: vessel, view, current, upToDate })
      }
      const finish = () => {
        if (received.ack) answer(received.ack)
        if (die('acked-unconfirmed')) return
        confirm()
        next()
      }
      if (events.length === 0) {
        taken()
        later(SAVED_EVERY_S * chance.next(), flush)
        finish()
        return
      }
      later(chance.next() * 0.5, () => {
        if (away) {
          next()
          return
        }
        if (die('unappended')) return
        if (append(version, events) === 'conflict') {
          catchUp()
          handle(message, confirm, answer)
          return
        }
        if (die('appended-unflushed')) return
        vessel = fold(vessel, [events])
        version++
        taken()
        flush()
        if (die('stored-unacked')) return
        finish()
      })
    }

    return {
      name,
      up: () => up,
      start,
      crash,
      follow,
      setLog(now) {
        if (!up || away === now) return
        away = now
        if (!away) {
          listen(register.aliveAt)
          return
        }
        register = { ...register, aliveAt: world.wall() }
        listening = notListening
        world.listens(name, false)
        watch()
      },
      receive(message, confirm, answer) {
        if (up) enqueue(() => handle(message, confirm, answer))
      },
    }
  }

  const replicas = Array.from({ length: world.replicas }, (_, i) => createReplica(`hub ${i + 1}`))
  return {
    replicas,
    get log() {
      return log
    },
    get fleet() {
      return fleet
    },
    told: () =>
      log.flat().reduce((told, event) => {
        return event.type === 'born' || event.type === 'told' ? changed(told, event.changes) : told
      }, EMPTY_COPY.timelines),
    vessel: () => fold(NEW_VESSEL, log),
    seen: () => newest(fold(NEW_VESSEL, log).copy.seen, register.seen),
    restore(lost) {
      restores++
      for (const replica of replicas) replica.crash()
      log = log.slice(0, Math.max(0, log.length - lost))
      register = { ...EMPTY_REGISTER, lastHeard: log.at(-1)?.at(-1)?.learnedAt ?? null }
      world.note(`shore is restored from backup ${restores}: ${log.length} batches are left`)
      for (const replica of replicas) replica.start()
    },
  }
}
