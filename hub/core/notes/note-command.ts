import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import { dated } from '../dated.ts'
import type { Decision } from '../decision.ts'
import type { Note, NoteEvent, NoteId } from './note.ts'

/** What a person asks about the notes of a vessel. */
export type NoteCommand = { readonly by: By } & (
  | { readonly type: 'write-note'; readonly text: string }
  | { readonly type: 'remove-note'; readonly note: NoteId }
)

/** `gone`: it does not stand any more. `full`: so many stand that nobody reads them. */
export type NoteAnswer = 'done' | 'no-vessel' | 'gone' | 'full'

/** So many may stand. */
export const MOST_NOTES = 20

type Known = { readonly isVessel: boolean; readonly notes: readonly Note[] }

/** Somebody's last word sent twice is said once. */
export function decideNote(
  { isVessel, notes }: Known,
  command: NoteCommand,
  now: Seconds,
): Decision<NoteEvent, NoteAnswer> {
  if (!isVessel) return { events: [], answer: 'no-vessel' }
  const when = { ...dated(now), by: command.by }
  if (command.type === 'remove-note') {
    const note = notes.find(({ id }) => id === command.note)
    if (note === undefined) return { events: [], answer: 'gone' }
    return { events: [{ type: 'note-removed', ...when, note: note.id, text: note.text }], answer: 'done' }
  }
  const { text, by } = command
  const [last] = notes
  if (last !== undefined && last.text === text && isSame(last.by, by)) return { events: [], answer: 'done' }
  if (notes.length >= MOST_NOTES) return { events: [], answer: 'full' }
  return { events: [{ type: 'note-written', ...when, note: newNoteId(notes, now), text }], answer: 'done' }
}

const isSame = (a: By, b: By): boolean => JSON.stringify(a) === JSON.stringify(b)

function newNoteId(notes: readonly Note[], now: Seconds): NoteId {
  const base = `note-${now.toString(36)}`
  const taken = new Set(notes.map(({ id }) => id))
  const ids = [base, ...notes.map((_, at) => `${base}-${at + 2}`)]
  return ids.find((id) => !taken.has(id)) ?? base
}
