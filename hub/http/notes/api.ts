import { type Context, Hono } from 'hono'
import type { Notes } from '../../../shared/api/note.ts'
import { isVesselId } from '../../../shared/model.ts'
import type { Annotate } from '../../ports/deeds.ts'
import type { Views } from '../../ports/views.ts'
import { problem, unknownVessel } from '../answer.ts'
import { byOf } from '../door/door.ts'
import { jsonFields } from '../json-fields.ts'
import { createNoteDeeds, type Outcome } from './deeds.ts'

/** `/api/v1/vessels/:id/notes`: those that stand; what is written and removed answers with them as they are then. */
export function createNotesApi({ views, annotate }: { readonly views: Views; readonly annotate: Annotate }): Hono {
  const deeds = createNoteDeeds(annotate)
  const api = new Hono()

  api.get('/vessels/:id/notes', (c) => listed(c))
  api.post('/vessels/:id/notes', async (c) =>
    answered(c, await deeds.write(c.req.param('id'), await jsonFields(c), byOf(c))),
  )
  api.post('/vessels/:id/notes/:note/remove', async (c) =>
    answered(c, await deeds.remove(c.req.param('id'), c.req.param('note'), byOf(c))),
  )

  async function listed(c: Context): Promise<Response> {
    const id = c.req.param('id') ?? ''
    const vessel = isVesselId(id) ? await views.vessel(id) : null
    return vessel === null ? unknownVessel(c) : c.json({ notes: vessel.notes } satisfies Notes)
  }

  async function answered(c: Context, outcome: Outcome): Promise<Response> {
    switch (outcome.kind) {
      case 'done':
        return listed(c)
      case 'missing':
        return unknownVessel(c)
      case 'wrong': {
        const errors = [{ parameter: 'text', detail: outcome.words }]
        return problem(c, { status: 400, detail: 'Some fields cannot be used.', errors })
      }
      case 'conflict':
        return problem(c, { status: 409, detail: outcome.words })
    }
  }
  return api
}
