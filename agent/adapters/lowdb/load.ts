import { Fault } from '../../../shared/fault.ts'
import { DAY_S, iso } from '../../../shared/time.ts'
import { join } from '../../../shared/timeline.ts'
import type { JournalLoss, LoadedJournal } from '../../ports.ts'
import type { Disk } from './disk.ts'
import { dateOf, dayFile, isDayFile, PREVIOUS, readDay, readState, STATE } from './files.ts'
import { assemble, type DayRecord, type StateRecord } from './records.ts'

export type Loaded = LoadedJournal & {
  /** The files of the days that it was made from. */
  readonly files: ReadonlySet<string>
}

type Save = {
  readonly state: StateRecord
  readonly days: ReadonlyMap<number, DayRecord>
  readonly files: ReadonlySet<string>
  readonly lost: readonly number[]
}

/** The newest save that is whole; if none is, the newest that can be read at all, without what it lost. */
export async function loadJournal(disk: Disk, files: readonly string[]): Promise<Loaded> {
  const current = await readSave(disk, STATE)
  if (current !== 'damaged' && current?.lost.length === 0) return loaded(current, [])
  const previous = await readSave(disk, PREVIOUS)
  if (previous !== null && previous !== 'damaged' && previous.lost.length === 0) {
    const to = previous.state.to === null ? 'the start' : iso(previous.state.to)
    const message = `The last save of the journal could not be read. The one before it is used, which goes up to ${to}; what came after is measured again from the database.`
    return loaded(previous, current === null ? [] : [{ kind: 'last-save', message }])
  }
  for (const save of [current, previous]) {
    if (save !== null && save !== 'damaged') return loaded(save, save.lost.map(lostDay))
  }
  const nothing = current === null && previous === null && !files.some(isDayFile)
  return { journal: null, losses: nothing ? [] : [startedAnew(disk)], missing: [], files: new Set() }
}

function loaded({ state, days, files, lost }: Save, losses: readonly JournalLoss[]): Loaded {
  const journal = assemble(state, days)
  const end = journal.to ?? -Infinity
  const stretches = lost.map((day) => ({ from: day * DAY_S, to: (day + 1) * DAY_S, state: true }))
  const missing = join(stretches).filter(({ to }) => to <= end)
  return { journal, losses, missing: missing.map(({ from, to }) => ({ from, to })), files }
}

async function readSave(disk: Disk, name: string): Promise<Save | 'damaged' | null> {
  const state = await orDamaged(readState(disk, name))
  if (state === null || state === 'damaged') return state
  const days = new Map<number, DayRecord>()
  const files = new Set<string>()
  for (const [day, checksum] of state.days) {
    const record = await orDamaged(readDay(disk, day, checksum))
    if (record === null || record === 'damaged') continue
    days.set(day, record)
    files.add(dayFile(day, checksum))
  }
  return { state, days, files, lost: state.days.map(([day]) => day).filter((day) => !days.has(day)) }
}

async function orDamaged<T>(reading: Promise<T>): Promise<T | 'damaged'> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Fault && error.code === 'corrupt') return 'damaged'
    throw error
  }
}

const lostDay = (day: number): JournalLoss => ({
  kind: 'day',
  day: dateOf(day),
  message: `The record of ${dateOf(day)} (UTC) could not be read. Nothing is claimed for what is lost; it is measured again from the database as far as that goes back.`,
})

const startedAnew = (disk: Disk): JournalLoss => ({
  kind: 'journal',
  message: `The journal in ${disk.folder} could not be read, so a new one is started. What is lost is measured again from the database as far as that goes back.`,
})
