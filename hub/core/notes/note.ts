import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'

/** `note-<written, base 36>`. */
export type NoteId = string

/** What people on shore want each other to know of a vessel. It stands until somebody removes it. */
export type Note = { readonly id: NoteId; readonly text: string; readonly at: Seconds; readonly by: By }

/** What was removed says its words once more, so that whoever reads the audit need not look for them. */
export type NoteEvent = Dated & { readonly note: NoteId; readonly text: string; readonly by: By } & (
    | { readonly type: 'note-written' }
    | { readonly type: 'note-removed' }
  )

/** Those that stand, the newest first; a removed one is history, which the log keeps. */
export const evolveNotes = (notes: readonly Note[], { type, note: id, text, at, by }: NoteEvent): readonly Note[] =>
  type === 'note-written' ? [{ id, text, at, by }, ...notes] : notes.filter((one) => one.id !== id)
