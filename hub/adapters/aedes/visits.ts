import type { Socket } from 'node:net'
import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { LinkListener } from '../../ports/link.ts'
import { createGate } from './gate.ts'
import type { LinkLimits } from './limits.ts'
import type { Refusals } from './refusals.ts'
import { closeVisit, newVisit, takeTraffic, type Visit } from './visit.ts'

export type VisitOptions = {
  readonly limits: LinkLimits
  readonly clock: Clock
  readonly refusals: Refusals
  readonly listener: LinkListener
}

/** Who is connected. The newest connection of a vessel wins, so that no ship is locked out behind its own half-open socket. */
export function createVisits({ limits, clock, refusals, listener }: VisitOptions) {
  const gate = createGate(limits, clock)
  const all = new Set<Visit>()
  const vessels = new Map<VesselId, Visit>()
  let arrivals = 0

  function arrive(raw: Socket): Visit {
    const from = `${raw.remoteAddress} ${raw.remotePort}`
    const stranger = gate.enter(raw.remoteAddress ?? '', (what) => {
      refusals.count('crowd', null, { from, what })
      raw.destroy()
    })
    const visit = newVisit(raw, from, stranger, arrivals++)
    all.add(visit)
    raw.on('error', () => raw.destroy())
    raw.once('close', () => leave(visit))
    return visit
  }

  /** False when the vessel has come again meanwhile. */
  function admitted(visit: Visit, vessel: VesselId): boolean {
    const before = vessels.get(vessel)
    if (visit.raw.destroyed || (before && before.order > visit.order)) return false
    visit.vessel = vessel
    visit.stranger.leave()
    vessels.set(vessel, visit)
    if (before) closeVisit(before)
    return true
  }

  function announce(visit: Visit): void {
    if (visit.vessel === null || vessels.get(visit.vessel) !== visit) return
    visit.announced = true
    listener.connected(visit.vessel, visit.from)
  }

  function reportTraffic(visit: Visit): void {
    if (visit.vessel === null) return
    const bytes = takeTraffic(visit)
    if (bytes.up > 0 || bytes.down > 0) listener.traffic(visit.vessel, bytes)
  }

  function leave(visit: Visit): void {
    all.delete(visit)
    visit.stranger.leave()
    reportTraffic(visit)
    visit.stream?.destroy()
    if (visit.vessel === null || vessels.get(visit.vessel) !== visit) return
    vessels.delete(visit.vessel)
    if (visit.announced) listener.disconnected(visit.vessel)
  }

  return { arrive, admitted, announce, reportTraffic, all, of: (vessel: VesselId) => vessels.get(vessel) }
}

export type Visits = ReturnType<typeof createVisits>
