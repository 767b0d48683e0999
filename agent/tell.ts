import type { Fault } from '../shared/fault.ts'
import { type AgentInput, nextWake, runningTime, type Start, start, step } from '../shared/link/agent.ts'
import type { AgentState, Instant } from '../shared/link/agent-state.ts'
import { unclaimed } from '../shared/link/journal.ts'
import { rereadFrom } from '../shared/link/reading.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import { decodeMessage } from '../shared/wire/codec.ts'
import { createCarryOut } from './carry-out.ts'
import type { JournalStore, Uplink } from './ports.ts'
import type { Begin } from './reads.ts'

/** Stage 2: keeps the journal and tells shore, by the machine of the link protocol. */
export interface Tell {
  /** Puts the session on disk, so that a disk that refuses is known before anything is said. Before any input. */
  open(): void
  /** Takes an input now; what it causes is carried out in order, after what earlier inputs caused. */
  input(input: AgentInput): void
  acked(payload: Uint8Array): void
  state(): AgentState
  /** From where on the database is to be read; null on a disk without a journal. */
  begin(): Begin
  /** Whether a reading would be taken now: not while the clock is behind what the journal holds. */
  ready(): boolean
  /** Why the journal cannot be saved; null while it can. */
  diskTrouble(): Fault | null
  /** The last message that shore has confirmed; null while there is none. */
  confirmed(): Confirmed | null
  /** Settles when everything that was caused is done; nothing is taken in any more. */
  stop(): Promise<void>
}

/** When it was confirmed, and up to when it told; null when it could not tell yet. */
export type Confirmed = { readonly at: Seconds; readonly until: Seconds | null }

export type TellParts = {
  readonly begin: Start
  readonly store: JournalStore
  readonly uplink: Pick<Uplink, 'publish' | 'redial'>
  readonly clock: Clock
  readonly log: Log
}

const WAKE_AT_MOST_MS = 3_600_000

export function createTell({ begin, store, uplink, clock, log }: TellParts): Tell {
  const instant = (): Instant => ({ now: toSeconds(clock.now()), runningS: Math.floor(clock.monotonic() / 1000) })
  const carryOut = createCarryOut({
    store,
    uplink,
    clock,
    log,
    diskRefuses: (refuses) => input({ kind: 'disk', refuses }),
    broke: beginAnew,
    published(message) {
      const until = message.kind === 'birth' ? (message.proof?.until ?? null) : message.until
      confirmed = { at: toSeconds(clock.now()), until }
      input({ kind: 'published', session: message.session, seq: message.seq })
    },
  })
  let state = start(begin, instant())
  let confirmed: Confirmed | null = null
  let stopped = false
  const alarm = createAlarm(clock, () => input({ kind: 'woken' }))

  function input(given: AgentInput): void {
    if (stopped) return
    try {
      const stepped = step(state, given, instant())
      state = stepped.state
      carryOut.effects(stepped.effects)
    } catch (error) {
      beginAnew(error)
    }
    alarm.set(nextWake(state))
  }

  /**
   * A broken rule is a defect of this program, and would be met again at every start. On a ship that nobody can walk up
   * to it must not end the watch: the journal is put aside, and the new one claims what the database can say.
   */
  function beginAnew(error: unknown): void {
    log.error({ err: error }, 'this program broke a rule of its own: the journal is put aside and a new one begun')
    const { journal } = state
    carryOut.effects([{ kind: 'keep-copy', journal }])
    state = start({ ...begin, journal: { ...journal, components: [], to: null, ring: [] } }, instant())
    uplink.redial('the journal is begun anew')
  }

  return {
    open: () => carryOut.effects([{ kind: 'save', journal: state.journal }]),
    input,
    acked(payload) {
      const decoded = decodeMessage('ack', payload)
      if (decoded.ok) input({ kind: 'acked', ack: decoded.message })
      else log.warn({ kind: decoded.kind, why: decoded.why }, 'an answer from shore that cannot be read is left out')
    },
    state: () => state,
    begin: () => beginOf(state, instant()),
    ready() {
      input({ kind: 'woken' })
      return state.journal.to === null || instant().now >= state.journal.to
    },
    diskTrouble: carryOut.diskTrouble,
    confirmed: () => confirmed,
    async stop() {
      stopped = true
      alarm.set(OPEN)
      await carryOut.finish(state.journal)
    },
  }
}

function beginOf(state: AgentState, at: Instant): Begin {
  const { journal, configured } = state
  if (journal.to === null) return null
  const ids = configured.map(({ id }) => id)
  const since = Math.min(journal.to, rereadFrom(journal, ids, runningTime(state, at)))
  return { since, to: journal.to, missing: unclaimed(journal) }
}

/** Rings at a running time (in seconds; `OPEN`: never), or an hour from now at the latest. */
function createAlarm(clock: Clock, ring: () => void): { set(atS: number): void } {
  let cancel = () => {}
  return {
    set(atS) {
      cancel()
      if (atS === OPEN) return
      const ms = Math.ceil(atS) * 1000 - clock.monotonic()
      cancel = clock.after(Math.min(Math.max(ms, 0), WAKE_AT_MOST_MS), ring)
    },
  }
}
