import * as v from 'valibot'
import type { By } from '../by.ts'

const seconds = v.pipe(v.number(), v.integer())
const kind = <T extends string>(type: T, by: v.GenericSchema<unknown, By>) =>
  v.object({ type: v.literal(type), at: seconds, learnedAt: seconds, note: v.string(), text: v.string(), by })

/** The kinds of event about the notes of a vessel, as they are stored. */
export const noteKinds = (by: v.GenericSchema<unknown, By>) =>
  [kind('note-written', by), kind('note-removed', by)] as const
