import * as v from 'valibot'
import { isVesselId, type VesselId } from '../../../shared/model.ts'
import { MOST_LETTERS } from '../../../web/pages/vessel/notes.ts'
import type { By } from '../../core/by.ts'
import { MOST_NOTES, type NoteAnswer, type NoteCommand } from '../../core/notes/note-command.ts'
import type { Annotate } from '../../ports/deeds.ts'

/** What came of it: `wrong` is said at the field. */
export type Outcome =
  | { readonly kind: 'done' | 'missing' }
  | { readonly kind: 'wrong' | 'conflict'; readonly words: string }

/** A line break is one letter, as in the field that counts them. */
const textSchema = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) => text.replaceAll(/\r\n?/g, '\n')),
  v.trim(),
  v.minLength(1, 'write what others should know'),
  v.maxLength(MOST_LETTERS, `takes at most ${MOST_LETTERS} characters`),
)

/** What forms and programs ask about notes; whose vessel it is stands in the address. */
export type NoteDeeds = {
  write(vessel: string, fields: Readonly<Record<string, string>>, by: By): Promise<Outcome>
  remove(vessel: string, note: string, by: By): Promise<Outcome>
}

export const createNoteDeeds = (annotate: Annotate): NoteDeeds => ({
  async write(vessel, fields, by) {
    const text = v.safeParse(textSchema, fields.text)
    if (!isVesselId(vessel)) return { kind: 'missing' }
    if (!text.success) return { kind: 'wrong', words: text.issues[0].message }
    return done(annotate, vessel, { type: 'write-note', text: text.output, by })
  },
  remove: async (vessel, note, by) =>
    isVesselId(vessel) ? done(annotate, vessel, { type: 'remove-note', note, by }) : { kind: 'missing' },
})

const done = async (annotate: Annotate, vessel: VesselId, command: NoteCommand): Promise<Outcome> =>
  OUTCOMES[await annotate(vessel, command)]

const OUTCOMES: Readonly<Record<NoteAnswer, Outcome>> = {
  done: { kind: 'done' },
  'no-vessel': { kind: 'missing' },
  gone: { kind: 'conflict', words: 'Somebody has removed this note meanwhile.' },
  full: { kind: 'conflict', words: `${MOST_NOTES} notes stand already: remove one that does not hold any more.` },
}
