import { isVesselId, type VesselId } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { Cursor, Place } from '../../ports/history-store.ts'
import type { ReadStore } from '../../ports/read-store.ts'

/** The first `size` of the rows, and where the next page begins; null when there is none. */
export function pageOf<T>(
  rows: Iterable<T>,
  size: number,
  cursorOf: (row: T) => string,
): { readonly rows: readonly T[]; readonly next: string | null } {
  const page: T[] = []
  for (const row of rows) {
    const last = page.at(-1)
    if (page.length === size) return { rows: page, next: last === undefined ? null : cursorOf(last) }
    page.push(row)
  }
  return { rows: page, next: null }
}

/** Which vessels are meant; null: all. */
export function vesselsMeant(
  store: Pick<ReadStore, 'vessels'>,
  { vessel, group }: { readonly vessel: VesselId | null; readonly group: string | null },
): readonly VesselId[] | null {
  if (group === null) return vessel === null ? null : [vessel]
  const inGroup = store.vessels().filter(({ profile }) => profile.group === group)
  return inGroup.map(({ id }) => id).filter((id) => vessel === null || id === vessel)
}

/** A cursor as the addresses carry it. */
export const writeCursor = ({ at, vessel, id }: Cursor): string => `${at}~${vessel}~${id}`

/** Null for what is none. */
export function readCursor(text: string): Cursor | null {
  const [at, vessel = '', id = ''] = text.split('~')
  const seconds: Seconds = /^-?\d{1,12}$/.test(at ?? '') ? Number(at) : Number.NaN
  return Number.isInteger(seconds) && isVesselId(vessel) && id !== '' ? { at: seconds, vessel, id } : null
}

/** A place in the log as the addresses carry it. */
export const writePlace = ({ position, index }: Place): string => `${position}.${index}`

/** Null for what is none. */
export function readPlace(text: string): Place | null {
  const [, position, index] = /^(\d{1,15})\.(\d{1,6})$/.exec(text) ?? []
  return position === undefined || index === undefined ? null : { position: Number(position), index: Number(index) }
}
