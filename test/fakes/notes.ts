import type { Note } from '../../hub/core/notes/note.ts'
import { evolveNotes } from '../../hub/core/notes/note.ts'
import { decideNote } from '../../hub/core/notes/note-command.ts'
import type { Annotate } from '../../hub/ports/deeds.ts'
import { noteView } from '../../hub/projections/note-view.ts'
import type { Note as View } from '../../shared/api/note.ts'
import type { VesselId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'

/** The notes of a fleet, decided by the real decider. */
export function fakeNotes(isVessel: (id: VesselId) => boolean, now: Seconds) {
  const standing = new Map<VesselId, readonly Note[]>()
  const annotate: Annotate = async (vessel, command) => {
    const notes = standing.get(vessel) ?? []
    const { events, answer } = decideNote({ isVessel: isVessel(vessel), notes }, command, now)
    standing.set(vessel, events.reduce(evolveNotes, notes))
    return answer
  }
  return { annotate, of: (vessel: VesselId): View[] => (standing.get(vessel) ?? []).map(noteView) }
}
