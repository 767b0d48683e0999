import type { VesselId } from '../shared/model.ts'
import type { Log } from '../shared/runtime/log.ts'
import { warningsOf } from './core/presence/warnings.ts'
import type { Vessel } from './core/vessel.ts'

/** Says once per vessel what its settings and the hub's make wrong together; again when it was right in between. */
export function createWarn(log: Log, silentAfterS: number): (vessel: VesselId, state: Vessel) => void {
  const warned = new Set<VesselId>()
  return (vessel, { copy }) => {
    const warnings = copy.current === null ? [] : warningsOf(copy.current.about, silentAfterS)
    if (warnings.length === 0) warned.delete(vessel)
    else if (!warned.has(vessel)) {
      warned.add(vessel)
      for (const { code, words } of warnings) log.warn({ vessel, code }, words)
    }
  }
}
