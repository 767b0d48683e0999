import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../shared/time.ts'
import type { Heard, Register } from './ports.ts'

/** Who was last heard when, in memory; on disk every few seconds, with each append, and at stop. */
export interface HeardBoard {
  load(): Promise<Seconds | null>
  get(vessel: VesselId): Heard | undefined
  all(): ReadonlyMap<VesselId, Heard>
  set(vessel: VesselId, heard: Heard): void
  flush(): Promise<void>
  stop(): Promise<void>
}

const FLUSH_MS = 3_000

export function createHeardBoard(register: Register, clock: Clock, failed: (error: unknown) => void): HeardBoard {
  const heard = new Map<VesselId, Heard>()
  let dirty = new Map<VesselId, Heard>()
  let cancel = () => {}

  async function flush(): Promise<void> {
    const saving = dirty
    dirty = new Map()
    try {
      await register.save(toSeconds(clock.now()), saving)
    } catch (error) {
      dirty = new Map([...saving, ...dirty])
      throw error
    }
  }

  function schedule(): void {
    cancel = clock.after(FLUSH_MS, () => {
      flush().then(schedule, (error) => {
        failed(error)
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
    get: (vessel) => heard.get(vessel),
    all: () => heard,
    set(vessel, entry) {
      heard.set(vessel, entry)
      dirty.set(vessel, entry)
    },
    flush,
    async stop() {
      cancel()
      await flush()
    },
  }
}
