import type { Seen } from '../shared/link/copy.ts'
import { type Hearing, hearingOf } from '../shared/link/hub.ts'
import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../shared/time.ts'
import type { Listen } from './listen.ts'
import type { VesselRow } from './ports/read-store.ts'
import type { Heard, Register } from './ports/register.ts'
import type { Traffic } from './traffic.ts'

/** Who was last heard when, in memory; on disk every few seconds, with each append, and at stop. */
export interface HeardBoard {
  load(): Promise<Seconds | null>
  /** What the log knows of vessels that the register lost: without it they would never be called silent. */
  recall(rows: Iterable<Pick<VesselRow, 'id' | 'seen' | 'heardAt'>>): void
  get(vessel: VesselId): Heard | undefined
  all(): ReadonlyMap<VesselId, Heard>
  /** What the link protocol keeps of the vessel; null when nothing was heard of it. */
  hearing(vessel: VesselId): Hearing | null
  /** A message was decided on; `sign` is what it shows when it was a sign of life. */
  hear(
    vessel: VesselId,
    hearing: Hearing,
    sign: { readonly lastHeard: Seconds; readonly offsetS: number | null } | null,
  ): void
  flush(): Promise<void>
  /** When the register was last saved; null before the first time. */
  savedAt(): Seconds | null
  stop(): Promise<void>
}

const FLUSH_MS = 3_000

export function createHeardBoard(options: {
  readonly register: Register
  readonly traffic: Pick<Traffic, 'take' | 'giveBack'>
  readonly clock: Clock
  readonly listen: Pick<Listen, 'failed' | 'trouble'>
}): HeardBoard {
  const { register, traffic, clock, listen } = options
  const heard = new Map<VesselId, Heard>()
  const hearings = new Map<VesselId, Hearing>()
  let dirty = new Map<VesselId, Heard>()
  let cancel = () => {}
  let savedAt: Seconds | null = null

  async function flush(): Promise<void> {
    const saving = dirty
    dirty = new Map()
    const bytes = traffic.take()
    try {
      const now = toSeconds(clock.now())
      // Should it be killed meanwhile: its listening ended when it could not do its work any more.
      await register.save(listen.trouble()?.since ?? now, saving, bytes)
      savedAt = now
    } catch (error) {
      dirty = new Map([...saving, ...dirty])
      traffic.giveBack(bytes)
      throw error
    }
  }

  function schedule(): void {
    cancel = clock.after(FLUSH_MS, () => {
      flush().then(schedule, (error) => {
        listen.failed(error)
        schedule()
      })
    })
  }

  return {
    async load() {
      const { aliveAt, heard: saved } = await register.load()
      for (const [vessel, entry] of saved) heard.set(vessel, entry)
      schedule()
      return aliveAt
    },
    recall(rows) {
      for (const { id, seen, heardAt } of rows)
        if (!heard.has(id) && seen !== null && heardAt !== null)
          heard.set(id, { ...seen, lastHeard: heardAt, offsetS: null })
    },
    get: (vessel) => heard.get(vessel),
    all: () => heard,
    hearing(vessel) {
      const entry = heard.get(vessel)
      return hearings.get(vessel) ?? (entry ? hearingOf(seenOf(entry)) : null)
    },
    hear(vessel, hearing, sign) {
      hearings.set(vessel, hearing)
      if (sign === null) return
      const offsetS = sign.offsetS ?? heard.get(vessel)?.offsetS ?? null
      const entry = { ...hearing.seen, lastHeard: sign.lastHeard, offsetS }
      heard.set(vessel, entry)
      dirty.set(vessel, entry)
    },
    flush,
    savedAt: () => savedAt,
    async stop() {
      cancel()
      await flush()
    },
  }
}

const seenOf = ({ session, seq, watermark }: Heard): Seen => ({ session, seq, watermark })
