import { type Context, Hono } from 'hono'
import { Fault } from '../../../shared/fault.ts'
import { isVesselId } from '../../../shared/model.ts'
import { type NoteTried, notesMain, notesSection } from '../../../web/pages/vessel/notes.ts'
import type { Annotate } from '../../ports/deeds.ts'
import type { Views } from '../../ports/views.ts'
import { byOf } from '../door/door.ts'
import { fieldsOf, isOfHtmx } from '../form.ts'
import type { Frame } from '../frame.ts'
import { openAlerts } from '../pictures.ts'
import { createNoteDeeds, type Outcome } from './deeds.ts'

type NotesOptions = { readonly views: Views; readonly annotate: Annotate; readonly frame: Frame }

/**
 * What the forms on a vessel's page do with its notes. A form without script comes back to the page (303), one of htmx gets the
 * notes as they are then. Refused: 422, and the form says at which field; not possible as things are: 409, and why.
 */
export function createNotes({ views, annotate, frame }: NotesOptions): Hono {
  const deeds = createNoteDeeds(annotate)
  const notes = new Hono()

  notes.post('/vessels/:vessel/notes', async (c) => {
    const fields = await fieldsOf(c)
    return answered(c, await deeds.write(c.req.param('vessel'), fields, byOf(c)), fields.text ?? '')
  })
  notes.post('/vessels/:vessel/notes/:note/remove', async (c) =>
    answered(c, await deeds.remove(c.req.param('vessel'), c.req.param('note'), byOf(c)), null),
  )

  /** `text` is what was to be written; null when something was to be removed. */
  async function answered(c: Context, outcome: Outcome, text: string | null): Promise<Response> {
    const id = c.req.param('vessel') ?? ''
    const vessel = outcome.kind !== 'missing' && isVesselId(id) ? await views.vessel(id) : null
    if (vessel === null) throw new Fault('not-found', 'No vessel of this id is known.')
    if (!('words' in outcome))
      return isOfHtmx(c) ? c.html(notesSection(vessel, true).toString()) : c.redirect(`/vessels/${id}#notes`, 303)
    const status = outcome.kind === 'wrong' ? 422 : 409
    const tried: NoteTried = { text, words: outcome.words }
    if (isOfHtmx(c)) return c.html(notesSection(vessel, true, tried).toString(), status)
    const main = notesMain(vessel, tried)
    return c.html(frame(c, { title: 'Not done', main, stream: null, open: await openAlerts(views) }), status)
  }
  return notes
}
