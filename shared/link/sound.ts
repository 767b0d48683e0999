import assert from 'node:assert/strict'
import { OPEN, type Seconds } from '../time.ts'
import type { AgentState } from './agent-state.ts'
import { sameList } from './journal.ts'

/** What holds after every step, whatever the inputs were. */
export function assertSound(before: AgentState, after: AgentState): void {
  assert(after.told === null || after.told <= after.low, 'what changed is untold')
  assert(after.session === before.session || after.session > before.session, 'a later session is a greater one')
  assert(after.session !== before.session || after.seq >= before.seq, 'numbers rise within a session')
  if (after.journal.components === before.journal.components) return
  const { to } = after.journal
  for (const { id, timeline, removed } of after.journal.components) {
    let end: Seconds = -OPEN
    for (const piece of timeline) {
      assert(piece.from >= end && piece.from < piece.to, `${id}: pieces are sorted and disjoint`)
      end = piece.to
    }
    assert(!removed || end < OPEN, `${id}: what is removed is no longer claimed`)
    assert(
      (timeline.at(-1)?.from ?? -OPEN) < (to ?? -OPEN) || timeline.length === 0,
      `${id}: nothing begins at or after ${to}`,
    )
  }
  const sameSession = after.session === before.session
  assert(!sameSession || sameList(before.journal.components, after.journal.components), 'a session has one list')
}
