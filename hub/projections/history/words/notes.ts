import type { NoteEvent } from '../../../core/notes/note.ts'
import type { Words } from './words.ts'

export const noteWords: Words<NoteEvent['type']> = {
  'note-written': ({ text }) => `Note: “${text}”`,
  'note-removed': ({ text }) => `Note removed: “${text}”`,
}
