import { type Copy, type CopyEvent, changed, EMPTY_COPY, evolveCopy, type Seen } from '../../shared/link/copy.ts'
import { type Hearing, hearingOf, newest, type Received, receive } from '../../shared/link/hub.ts'
import type { Seconds } from '../../shared/time.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import type { Chance } from './chance.ts'
import type { Timers } from './timers.ts'

/** The shore side of one vessel: a log with an append guard, a register, and replicas that may lag, hang and die. */
export type Shore = {
  readonly replicas: readonly Replica[]
  readonly log: readonly CopyEvent[]
  /** All that the log says, folded from its begin; nothing is forgotten, as on the pages. */
  told(): Copy['timelines']
  /** As far as shore has heard, whatever is written. */
  seen(): Seen
  /** From a backup: the log as it was `lost` batches ago, and the register gone with it. */
  restore(lost: number): void
}

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
  /** How long a replica may not know what another one has appended. */
  readonly lagUpToS: number
  dies(point: HubPoint): boolean
  restartAfter(): number
  crashed(): void
  note(text: string): void
  /** Each decision that was carried out, for the invariants. */
  decided(what: Decided): void
}

export type Decided = {
  readonly message: AgentMessage
  readonly received: Received
  readonly before: Copy
  readonly after: Copy
  /** What this replica had heard before. */
  readonly view: Seen
  readonly watermark: Seconds | null
  /** Whether the replica knew all that the log holds when it decided. */
  readonly current: boolean
}

export function createShore(world: ShoreWorld): Shore {
  const { timers, chance } = world
  let log: CopyEvent[] = []
  let register: Seen = EMPTY_COPY.seen
  let restores = 0

  function append(expected: number, event: CopyEvent): 'stored' | 'conflict' {
    if (log.length !== expected) return 'conflict'
    log.push(event)
    for (const replica of replicas) replica.follow()
    return 'stored'
  }

  function createReplica(name: string): Replica {
    let life = 0
    let up = false
    let away = false
    let copy: Copy = EMPTY_COPY
    let version = 0
    let hearing: Hearing = hearingOf(EMPTY_COPY.seen)
    let queue: (() => void)[] = []
    let busy = false

    const later = (seconds: number, then: () => void) => {
      const ours = life
      timers.after(seconds, () => {
        if (life === ours) then()
      })
    }

    function catchUp(): void {
      for (; version < log.length; version++) copy = evolveCopy(copy, log[version] as CopyEvent)
    }

    function start(): void {
      life++
      up = true
      copy = EMPTY_COPY
      version = 0
      catchUp()
      hearing = hearingOf(newest(copy.seen, register))
      queue = []
      busy = false
      world.note(`${name} starts`)
    }

    /** The log is followed behind time. */
    function follow(): void {
      later(world.lagUpToS * chance.next(), () => {
        if (!busy) catchUp()
      })
    }

    function flush(): void {
      register = newest(register, hearing.seen)
    }

    function crash(): void {
      if (!up) return
      life++
      up = false
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

    function next(): void {
      busy = false
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
      const before = copy
      const view = newest(copy.seen, hearing.seen)
      const current = version === log.length
      const received = receive(copy, hearing, message, { now: world.wall(), revision: world.revision() })
      const { event } = received
      const decided = (after: Copy) =>
        world.decided({ message, received, before, after, view, watermark: view.watermark, current })
      const finish = () => {
        if (received.ack) answer(received.ack)
        if (die('acked-unconfirmed')) return
        confirm()
        next()
      }
      if (event === null) {
        hearing = received.hearing
        later(3 + chance.next() * 4, flush)
        decided(copy)
        finish()
        return
      }
      later(chance.next() * 0.5, () => {
        if (die('unappended')) return
        if (append(version, event) === 'conflict') {
          catchUp()
          handle(message, confirm, answer)
          return
        }
        if (die('appended-unflushed')) return
        copy = evolveCopy(copy, event)
        version++
        hearing = received.hearing
        flush()
        decided(copy)
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
        away = now
      },
      receive(message, confirm, answer) {
        if (!up) return
        queue.push(() => handle(message, confirm, answer))
        if (!busy) next()
      },
    }
  }

  const replicas = Array.from({ length: world.replicas }, (_, i) => createReplica(`hub ${i + 1}`))
  return {
    replicas,
    get log() {
      return log
    },
    told: () => log.reduce((told, { changes }) => changed(told, changes), EMPTY_COPY.timelines),
    seen: () => newest(log.reduce(evolveCopy, EMPTY_COPY).seen, register),
    restore(lost) {
      restores++
      for (const replica of replicas) replica.crash()
      log = log.slice(0, Math.max(0, log.length - lost))
      register = EMPTY_COPY.seen
      world.note(`shore is restored from backup ${restores}: ${log.length} batches are left`)
      for (const replica of replicas) replica.start()
    },
  }
}
