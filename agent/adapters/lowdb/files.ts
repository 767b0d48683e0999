import { Low } from 'lowdb'
import type { Journal } from '../../../shared/link/journal.ts'
import { DAY_S, iso } from '../../../shared/time.ts'
import type { Disk } from './disk.ts'
import { type DayRecord, parseDay, parseState, type StateRecord } from './records.ts'
import { safeFile } from './safe-file.ts'
import type { Sealed } from './seal.ts'

/** The files of a journal: `state.json`, the copy of it from the save before, and `2026-11-23.<checksum>.json` for each day. */

export const STATE = 'state.json'
export const PREVIOUS = 'state.previous.json'

export const dateOf = (day: number): string => iso(day * DAY_S).slice(0, 10)
export const dayFile = (day: number, checksum: string): string => `${dateOf(day)}.${checksum}.json`
export const isDayFile = (name: string): boolean => /^\d{4}-\d\d-\d\d\.[0-9a-f]{32}\.json(\.new)?$/.test(name)

export const isCopy = (name: string): boolean => /^copy\..*\.json$/.test(name)

/** The files of the days that belong to a state. */
export const dayFilesOf = ({ days }: StateRecord): readonly string[] =>
  days.map(([day, checksum]) => dayFile(day, checksum))

/** Null when there is none; rejects with a `Fault`, `corrupt` when it is damaged. */
export async function readState(disk: Disk, name: string): Promise<StateRecord | null> {
  const file = new Low<Sealed<StateRecord> | null>(safeFile(disk, { name, parse: parseState }), null)
  await file.read()
  return file.data?.data ?? null
}

export const writeState = (disk: Disk, state: Sealed<StateRecord>): Promise<void> =>
  new Low<Sealed<StateRecord> | null>(
    safeFile(disk, { name: STATE, parse: parseState, previous: PREVIOUS }),
    state,
  ).write()

/** Null when there is no such record of that day, whole and with that checksum. */
export async function readDay(disk: Disk, day: number, checksum: string): Promise<DayRecord | null> {
  const file = new Low<Sealed<DayRecord> | null>(
    safeFile(disk, { name: dayFile(day, checksum), parse: parseDay }),
    null,
  )
  await file.read()
  return file.data?.checksum === checksum && file.data.data.day === day ? file.data.data : null
}

export const writeDay = (disk: Disk, day: Sealed<DayRecord>): Promise<void> =>
  new Low<Sealed<DayRecord> | null>(
    safeFile(disk, { name: dayFile(day.data.day, day.checksum), parse: parseDay }),
    day,
  ).write()

/** `copy.2026-11-23T17:31:00Z.json`: a whole journal, put aside for people and never read again. */
export const writeCopy = (disk: Disk, journal: Sealed<Journal>): Promise<void> =>
  new Low<Sealed<Journal> | null>(
    safeFile<Journal>(disk, { name: `copy.${iso(journal.data.to ?? 0)}.json`, parse: () => null }),
    journal,
  ).write()
