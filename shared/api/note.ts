import * as v from 'valibot'
import { by, described, instant } from './schema.ts'

/** What somebody on shore wants others to know of a vessel. */
export const note = v.strictObject({
  id: v.string(),
  text: described(v.string(), 'as the person wrote it, line breaks and all'),
  by,
  at: instant,
})

/** Those of a vessel that stand. */
export const notes = v.strictObject({ notes: described(v.array(note), 'that stand, the newest first') })

export type Note = v.InferOutput<typeof note>

export type Notes = v.InferOutput<typeof notes>
