import { type AgentInput, nextWake, runningTime, start, step } from '../../shared/link/agent.ts'
import type { AgentOptions, AgentState, Configured, Effect, Instant } from '../../shared/link/agent-state.ts'
import type { Journal, JournalComponent } from '../../shared/link/journal.ts'
import { rereadFrom, returning } from '../../shared/link/reading.ts'
import type { ComponentId } from '../../shared/model.ts'
import { DAY_S, HOUR_S, OPEN, type Seconds } from '../../shared/time.ts'
import type { Ack, AgentMessage } from '../../shared/wire/messages.ts'
import type { Chance } from './chance.ts'
import type { Database } from './database.ts'
import { createLooks, type Look, type Looked } from './looked.ts'
import type { Timers } from './timers.ts'

/** One agent: the product's machine on a disk that loses what was not written to the end, with a process that can die. */
export type Vessel = {
  readonly alive: () => boolean
  readonly state: () => AgentState | null
  readonly disk: Disk
  /** When the database was last looked at for what the journal says of a component. */
  looked(component: JournalComponent): Looked
  boot(): void
  crash(): void
  connected(): void
  disconnected(): void
  published(message: AgentMessage): void
  acked(ack: Ack): void
  configure(components: readonly Configured[], revision: number): void
}

/** What survives: the journal that was written last, and those before it, for a backup to bring back. */
export type Disk = {
  journal: Journal | null
  readonly earlier: Journal[]
  /** Full or read-only: what was to be written last is lost with the process. */
  refuses: boolean
  unwritten: Journal | null
  components: readonly Configured[]
  revision: number
}

export type VesselWorld = {
  readonly name: string
  readonly timers: Timers
  readonly chance: Chance
  readonly database: Database
  readonly databaseFails: () => string | null
  readonly wall: () => Seconds
  readonly options: AgentOptions
  readonly readEveryS: number
  /** Whether the process dies at this named point. */
  dies(point: AgentPoint): boolean
  send(message: AgentMessage): void
  redial(reason: string): void
  restartAfter(): number
  note(text: string): void
  reported(what: string): void
  violated(text: string): void
}

export type AgentPoint = 'read-unsaved' | 'half-saved' | 'saved-unsent' | 'sent' | 'acked'

const OVERLAP_S = 300
const WHOLE_EVERY_S = HOUR_S
const LONGEST_S = 35 * DAY_S

/** What shore knows is learned from nothing but its answer to the last message. */
const mayLearn = ({ sent }: AgentState, input: AgentInput): boolean =>
  input.kind === 'acked' && input.ack.session === sent?.message.session && input.ack.seq === sent.message.seq

export function createVessel(world: VesselWorld, disk: Disk): Vessel {
  const { timers, chance } = world
  let life = 0
  let bootedAt = 0
  let state: AgentState | null = null
  let pending: Effect[] = []
  let busy = false
  let cancelWake = () => {}
  let backfilled = true
  let wholeAt = 0
  const looks = createLooks()

  const instant = (): Instant => ({ now: world.wall(), runningS: timers.now() - bootedAt })

  /** Calls `then` unless the process has died meanwhile. */
  function later(seconds: number, then: () => void): () => void {
    const ours = life
    return timers.after(seconds, () => {
      if (life === ours) then()
    })
  }

  function boot(): void {
    life++
    bootedAt = timers.now()
    backfilled = disk.journal !== null
    const about = { version: '1', revision: disk.revision, refused: null }
    const random = chance.int(0, 0xffff_ffff)
    state = start(
      { journal: disk.journal, configured: disk.components, about, options: world.options, random },
      instant(),
    )
    world.note(`boots, session ${state.session}`)
    later(chance.next() * 5, readLoop)
    world.redial('a start')
    sleep()
  }

  function crash(): void {
    if (state === null) return
    life++
    world.note('crashes')
    state = null
    pending = []
    busy = false
    cancelWake()
    world.redial('the process is gone')
  }

  function die(point: AgentPoint): boolean {
    if (!world.dies(point)) return false
    world.note(`dies: ${point}`)
    crash()
    timers.after(world.restartAfter(), () => {
      if (state === null) boot()
    })
    return true
  }

  function give(input: AgentInput, look: Look | null = null): void {
    if (state === null) return
    const stepped = step(state, input, instant())
    if (!mayLearn(state, input) && (stepped.state.told ?? -OPEN) > (state.told ?? -OPEN)) {
      world.violated(`shore is taken to know more because of ${input.kind}`)
    }
    const taken = stepped.state.journal === state.journal ? null : look
    looks.became(state.journal.components, stepped.state.journal.components, taken)
    state = stepped.state
    pending.push(...stepped.effects)
    if (input.kind === 'read' && die('read-unsaved')) return
    if (input.kind === 'acked' && die('acked')) return
    sleep()
    if (!busy) carryOut()
  }

  function sleep(): void {
    cancelWake()
    if (state === null) return
    const wakeAt = nextWake(state)
    if (wakeAt < OPEN) cancelWake = later(wakeAt - instant().runningS, () => give({ kind: 'woken' }))
  }

  /** One effect after the other, in their order. */
  function carryOut(): void {
    const effect = pending.shift()
    busy = effect !== undefined
    if (effect === undefined) return
    switch (effect.kind) {
      case 'save':
        return void save(effect.journal)
      case 'send':
        world.send(effect.message)
        if (die('sent')) return
        break
      case 'redial':
        world.redial(effect.reason)
        break
      case 'keep-copy':
        break
      case 'report':
        world.note(`reports ${effect.what}`)
        world.reported(effect.what)
        break
    }
    carryOut()
  }

  function save(journal: Journal): void {
    if (die('half-saved')) {
      // The rename may have been the last thing that came to the disk, or not.
      if (chance.happens(0.5)) written(journal)
      return
    }
    later(chance.next() * 0.2, () => {
      written(journal)
      if (!die('saved-unsent')) carryOut()
    })
  }

  function written(journal: Journal): void {
    disk.unwritten = disk.refuses ? journal : null
    if (state !== null && state.diskRefuses !== disk.refuses) give({ kind: 'disk', refuses: disk.refuses })
    if (disk.refuses) return
    if (disk.journal !== null && chance.happens(0.05)) disk.earlier.push(disk.journal)
    disk.journal = journal
  }

  function readLoop(): void {
    later(world.readEveryS * (0.8 + 0.4 * chance.next()), readLoop)
    const trouble = world.databaseFails()
    if (state === null) return
    if (trouble !== null) {
      give({ kind: 'read-failed', trouble })
      return
    }
    const now = world.wall()
    const { journal, measuredTo } = state
    const ids = state.configured.map(({ id }) => id)
    const due = timers.now() > wholeAt + WHOLE_EVERY_S
    const whole = measuredTo === null || due || returning(journal, ids).length > 0
    if (whole) wholeAt = timers.now()
    const from = Math.min(
      journal.to ?? now - 26 * HOUR_S,
      measuredTo === null ? OPEN : measuredTo - OVERLAP_S,
      whole ? Math.max(now - LONGEST_S, rereadFrom(journal, ids, runningTime(state, instant()))) : OPEN,
    )
    if (from >= now) {
      give({ kind: 'woken' })
      return
    }
    const reading = world.database.read(ids, { from, to: now })
    const look = { at: timers.now(), to: now, whole }
    later(chance.next() * 2, () => {
      give({ kind: 'read', reading }, look)
      if (!backfilled && state?.measuredTo != null) backfill(ids)
    })
  }

  function backfill(ids: readonly ComponentId[]): void {
    backfilled = true
    later(chance.next() * 600, () => {
      const to = world.wall()
      give({ kind: 'backfilled', reading: world.database.read(ids, { from: to - LONGEST_S, to }) })
    })
  }

  return {
    alive: () => state !== null,
    state: () => state,
    disk,
    looked: looks.of,
    boot,
    crash,
    connected: () => give({ kind: 'connected' }),
    disconnected: () => give({ kind: 'disconnected' }),
    published: ({ session, seq }) => give({ kind: 'published', session, seq }),
    acked: (ack) => give({ kind: 'acked', ack }),
    configure(components, revision) {
      disk.components = components
      disk.revision = revision
      give({ kind: 'about', about: { version: '1', revision, refused: null } })
      give({ kind: 'configured', components })
    },
  }
}
