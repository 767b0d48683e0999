import { Fault } from '../../../shared/fault.ts'
import type { Journal } from '../../../shared/link/journal.ts'
import type { JournalLoss, JournalStore, LoadedJournal } from '../../ports.ts'
import type { Disk } from './disk.ts'
import { readFault } from './disk-fault.ts'
import { dayFile, dayFilesOf, isCopy, isDayFile, writeCopy, writeDay, writeState } from './files.ts'
import { loadJournal } from './load.ts'
import { dayRecords, stateRecord } from './records.ts'
import { seal } from './seal.ts'

/**
 * The journal on a disk that may lose power at any instant. The file of a day bears the checksum of what it holds in
 * its name and is never changed; the state file names the days that belong to it and is put in place last. So the
 * folder always holds one whole journal: the one before a save or the one after it. Load once, before the first save.
 */
export function createJournalStore(disk: Disk): JournalStore {
  /** Of the newest state that is certainly on disk; null when an attempt to save has failed since. */
  let savedChecksum: string | null = null
  let savedFiles: ReadonlySet<string> = new Set()
  /** What `state.json` may name, whichever of the attempts took hold, and what the previous copy may: the rest can go. */
  let named: ReadonlySet<string> = new Set()
  let namedBefore: ReadonlySet<string> = new Set()
  let queue: Promise<void> = Promise.resolve()
  /** What could not be read may be whole: then nothing is put in its place. */
  let unreadable: Fault | null = null

  async function load(): Promise<LoadedJournal> {
    const there = await disk.list().catch((error: unknown) => {
      throw readFault(disk, error)
    })
    const { files, ...loaded } = await loadJournal(disk, there)
    savedFiles = files
    named = files
    namedBefore = new Set(there.filter(isDayFile))
    return loaded
  }

  async function save(journal: Journal): Promise<void> {
    if (unreadable) throw unreadable
    const days = dayRecords(journal).map((day) => seal(day))
    const manifest = days.map(({ data, checksum }) => [data.day, checksum] satisfies [number, string])
    const state = seal(stateRecord(journal, manifest))
    if (state.checksum === savedChecksum) return
    savedChecksum = null
    const files = new Set(dayFilesOf(state.data))
    named = named.union(files)
    for (const day of days) if (!savedFiles.has(dayFile(day.data.day, day.checksum))) await writeDay(disk, day)
    await writeState(disk, state)
    const garbage = namedBefore.difference(named)
    savedChecksum = state.checksum
    savedFiles = files
    namedBefore = named
    named = files
    for (const name of garbage) await disk.remove(name).catch(() => undefined)
  }

  return {
    async load() {
      try {
        return await load()
      } catch (error) {
        if (!(error instanceof Fault && error.code === 'unavailable')) throw error
        unreadable = error
        return { journal: null, losses: [withoutIt(error)], missing: [] }
      }
    },
    save(journal) {
      const saving = queue.then(() => save(journal))
      queue = saving.catch(() => undefined)
      return saving
    },
    async keepCopy(journal) {
      await writeCopy(disk, seal(journal))
      const copies = (await disk.list().catch(() => [])).filter(isCopy).sort()
      for (const name of copies.slice(0, -COPIES)) await disk.remove(name).catch(() => undefined)
    },
  }
}

/** A clock that jumps to and fro must not fill the disk. */
const COPIES = 3

const withoutIt = ({ message }: Fault): JournalLoss => ({
  kind: 'unreadable',
  message: `${message} The agent goes on without it, and leaves it as it is for the next start.`,
})
