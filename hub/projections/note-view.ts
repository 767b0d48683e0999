import type { Note as View } from '../../shared/api/note.ts'
import { iso } from '../../shared/time.ts'
import type { Note } from '../core/notes/note.ts'
import { byView } from './by.ts'

export const noteView = ({ id, text, at, by }: Note): View => ({ id, text, by: byView(by), at: iso(at) })
