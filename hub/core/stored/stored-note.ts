import { by, kind, text } from './parts.ts'

const entries = { note: text, text, by }

/** The kinds of event about the notes of a vessel, as they are stored. */
export const noteKinds = [kind('note-written', entries), kind('note-removed', entries)] as const
