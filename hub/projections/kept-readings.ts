import type { Timeline } from '../../shared/timeline.ts'
import type { VesselRow } from '../ports/read-store.ts'
import type { Reading } from './component.ts'
import { listeningUntil, type Present, watermarkOf, windowEndOf } from './present.ts'

type Kept = { readonly on: readonly unknown[]; readonly readings: readonly Reading[] }

/** What was read of each vessel for the fleet, until anything of it changes: its row, or what its windows are reckoned on. */
export function createKeptReadings() {
  const kept = new WeakMap<VesselRow, Kept>()
  return {
    of(
      row: VesselRow,
      listening: Timeline<true>,
      present: Present,
      read: () => readonly Reading[],
    ): readonly Reading[] {
      const windowEnd = windowEndOf({ row, listening: listeningUntil(listening, present) }, present)
      const heardUntil = Math.min(present.hearsUntil, windowEnd)
      const on = [windowEnd, watermarkOf(row, present), listening, heardUntil, present.policy]
      const before = kept.get(row)
      if (before?.on.every((one, nth) => one === on[nth])) return before.readings
      const readings = read()
      kept.set(row, { on, readings })
      return readings
    },
  }
}
