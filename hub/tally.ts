import type { VesselId } from '../shared/model.ts'
import type { Seconds } from '../shared/time.ts'

/** Counts of what no event records: they begin anew with the process. */
export interface Tally {
  beat(): void
  beats(): number
  /** Counts a message that could not be read; true for the first of its vessel and kind. */
  fault(vessel: VesselId, kind: string, at: Seconds): boolean
  faults(vessel: VesselId): readonly PayloadFault[]
  allFaults(): readonly (PayloadFault & { readonly vessel: VesselId })[]
  /** Turned away at the edge: a fault of the vessel, or of somebody who never showed who he is. */
  refused(vessel: VesselId | null, kind: string, at: Seconds): void
  /** How many of each kind were turned away without showing who they are. */
  strangers(): ReadonlyMap<string, number>
}

export type PayloadFault = { readonly kind: string; readonly count: number; readonly lastAt: Seconds }

export function createTally(): Tally {
  let beats = 0
  const faults = new Map<VesselId, Map<string, PayloadFault>>()
  const strangers = new Map<string, number>()

  function fault(vessel: VesselId, kind: string, at: Seconds): boolean {
    const kinds = faults.get(vessel) ?? new Map<string, PayloadFault>()
    faults.set(vessel, kinds)
    const before = kinds.get(kind)
    kinds.set(kind, { kind, count: (before?.count ?? 0) + 1, lastAt: at })
    return before === undefined
  }

  return {
    beat() {
      beats++
    },
    beats: () => beats,
    fault,
    faults: (vessel) => [...(faults.get(vessel)?.values() ?? [])],
    allFaults: () =>
      [...faults].flatMap(([vessel, kinds]) => [...kinds.values()].map((fault) => ({ vessel, ...fault }))),
    refused(vessel, kind, at) {
      if (vessel !== null) fault(vessel, kind, at)
      else strangers.set(kind, (strangers.get(kind) ?? 0) + 1)
    },
    strangers: () => strangers,
  }
}
