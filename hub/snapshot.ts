import { Fault } from '../shared/fault.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { HOUR_S, MINUTE_S, type Seconds, toSeconds } from '../shared/time.ts'
import type { FleetEvent, VesselEvent } from './core/events.ts'
import type { Fleet } from './core/fleet.ts'
import { type Deciding, decodeDeciding, encodeDeciding, type Origin } from './core/stored/stored-state.ts'
import type { Vessel } from './core/vessel.ts'
import type { Handle } from './handle.ts'
import type { EventLog } from './ports/log.ts'
import type { SnapshotFile } from './ports/snapshot.ts'
import type { SnapshotFigures } from './ports/views.ts'

/** Saves what decides, soon after a start, every hour and at stop, so that a start need not fold the whole log. Losing it only costs time. */
export interface Snapshots {
  /** What was saved is known again if it is of this log; from now on it is saved. */
  start(): Promise<void>
  stop(): Promise<void>
  figures(): SnapshotFigures
}

export type SnapshotParts = {
  readonly file: SnapshotFile
  /** Its version, which may fold otherwise than another, and what it runs on. */
  readonly program: string
  readonly events: Pick<EventLog, 'id' | 'at'>
  readonly vessels: Pick<Handle<Vessel, VesselEvent>, 'folded' | 'resume'>
  readonly fleet: Pick<Handle<Fleet, FleetEvent>, 'folded' | 'resume'>
  readonly clock: Clock
  readonly log: Log
}

const EVERY_MS = HOUR_S * 1000
/** A hub that dies soon again shall not read the whole log each time. */
const FIRST_MS = MINUTE_S * 1000

export function createSnapshots(parts: SnapshotParts): Snapshots {
  const { file, program, events, vessels, fleet, clock, log } = parts
  let cancel = () => {}
  let saving = Promise.resolve()
  let saved: { readonly position: number; readonly at: Seconds } | null = null
  let trouble: string | null = null

  async function save(): Promise<void> {
    const deciding = { vessels: vessels.folded(), fleet: fleet.folded() }
    const position = positionOf(deciding)
    if (position === (saved?.position ?? 0)) return
    const batch = await events.at(position, never)
    if (batch === null) throw new Fault('corrupt', `the log has nothing at ${position}, from which it was read`)
    await file.save(encodeDeciding(deciding, { program, log: events.id, position, batch: batch.id }))
    saved = { position, at: toSeconds(clock.now()) }
  }

  /** It stands in nobody's way: what cannot be saved only makes the next start longer. */
  async function tryToSave(): Promise<void> {
    try {
      await save()
      if (trouble !== null) log.info({}, 'the snapshot can be saved again')
      trouble = null
    } catch (error) {
      const why = wordsOf(error)
      if (trouble === null) log.warn({ why }, 'the snapshot cannot be saved: the next start folds more of the log')
      trouble = why
    }
  }

  const inTurn = () => {
    saving = saving.then(tryToSave)
    return saving
  }

  function schedule(ms: number): void {
    cancel = clock.after(ms, () => {
      schedule(EVERY_MS)
      void inTurn()
    })
  }

  return {
    async start() {
      const why = await resume(parts).catch(wordsOf)
      if (why !== null) log.info({ why }, 'the snapshot is left out: the whole log is folded')
      schedule(FIRST_MS)
    },
    async stop() {
      cancel()
      await inTurn()
    },
    figures: () => ({ savedAt: saved?.at ?? null, trouble }),
  }
}

/** Why nothing was resumed; null as well when nothing was there. */
async function resume({ file, program, events, vessels, fleet }: SnapshotParts): Promise<string | null> {
  const saved = await file.load()
  if (saved === null) return null
  const read = decodeDeciding(saved, program)
  if (typeof read === 'string') return read
  const doubt = await doubtOf(read.origin, events)
  if (doubt !== null) return doubt
  vessels.resume(read.deciding.vessels)
  fleet.resume(read.deciding.fleet)
  return null
}

/** Its batch at that position is of this log alone: whatever came before it is what was folded. */
async function doubtOf({ log, position, batch }: Origin, events: Pick<EventLog, 'id' | 'at'>): Promise<string | null> {
  if (log !== events.id) return 'it was made from another log'
  const found = await events.at(position, never)
  return found?.id === batch ? null : `the log does not have what it had at ${position}: an older copy is in its place`
}

const { signal: never } = new AbortController()

const positionOf = ({ vessels, fleet }: Deciding): number =>
  [...vessels.values(), ...fleet.values()].reduce((most, { version }) => Math.max(most, version), 0)

function wordsOf(error: unknown): string {
  if (error instanceof Fault) return error.message
  throw error
}
