import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NoteEvent } from '../../../hub/core/notes/note.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { auditEntry } from '../../../hub/projections/history/audit-view.ts'
import { iso } from '../../../shared/time.ts'
import { AURORA, added, followed, LINE, modelOf, present, written } from './given.ts'

const T = 1_795_564_800

const note = (type: NoteEvent['type'], id: string, text: string, at: number): NoteEvent => ({
  type,
  at,
  learnedAt: at,
  note: id,
  text,
  by: { kind: 'user', name: 'ada' },
})

test('the rows have the notes that stand, the newest first, and the fleet the newest; the audit has them all', (t) => {
  const log = written()
  log.append(AURORA, added(T, { name: 'Aurora' }))
  log.append(AURORA, note('note-written', 'note-1', 'call the agent', T + 1))
  log.append(
    AURORA,
    note('note-written', 'note-2', 'sails on Monday', T + 2),
    note('note-written', 'note-3', 'oops', T + 3),
  )
  log.append(AURORA, note('note-removed', 'note-3', 'oops', T + 4))
  const model = modelOf(t, log.batches)
  const now = present(T + 10)
  const by = { kind: 'user', name: 'ada' }
  assert.deepEqual(model.vessel(AURORA, now, LINE)?.notes, [
    { id: 'note-2', text: 'sails on Monday', by, at: iso(T + 2) },
    { id: 'note-1', text: 'call the agent', by, at: iso(T + 1) },
  ])
  assert.equal(model.fleet(now).vessels[0]?.note?.text, 'sails on Monday')

  const store = followed(t, log.batches)
  const removed = log.batches.at(-1) ?? assert.fail('no batch')
  const entry = auditEntry(removed, 0, store, DEFAULT_POLICY)
  assert.deepEqual([entry?.subject, entry?.what, entry?.by], ['note', 'Note removed: “oops”', by])
})
