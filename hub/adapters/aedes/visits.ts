import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Client } from 'aedes'
import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { LinkListener } from '../../ports.ts'
import { createGate, type Stranger } from './gate.ts'
import type { LinkLimits } from './limits.ts'
import type { Refusals } from './refusals.ts'

/** One connection, from its first packet of TCP to its end. */
export type Visit = {
  readonly from: string
  readonly raw: Socket
  readonly stranger: Stranger
  /** Null until it has shown the vessel's credential. */
  vessel: VesselId | null
  stream: Duplex | null
  client: Client | null
  /** CONNACK has gone out, and the hub knows. */
  announced: boolean
  told: { up: number; down: number }
}

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

  const close = (visit: Visit) => (visit.stream ? visit.stream.destroy() : visit.raw.destroy())

  function arrive(raw: Socket): Visit {
    const from = `${raw.remoteAddress} ${raw.remotePort}`
    const stranger = gate.enter(raw.remoteAddress ?? '', (what) => {
      refusals.count('crowd', null, { from, what })
      raw.destroy()
    })
    const told = { up: 0, down: 0 }
    const visit: Visit = { from, raw, stranger, vessel: null, stream: null, client: null, announced: false, told }
    all.add(visit)
    raw.on('error', () => raw.destroy())
    raw.once('close', () => leave(visit))
    return visit
  }

  function admitted(visit: Visit, vessel: VesselId): void {
    const before = vessels.get(vessel)
    visit.vessel = vessel
    visit.stranger.leave()
    vessels.set(vessel, visit)
    if (before) close(before)
  }

  function announce(visit: Visit): void {
    if (visit.vessel === null || vessels.get(visit.vessel) !== visit) return
    visit.announced = true
    listener.connected(visit.vessel, visit.from)
  }

  function reportTraffic(visit: Visit): void {
    const { vessel, raw, told } = visit
    if (vessel === null) return
    const [up, down] = [raw.bytesRead - told.up, raw.bytesWritten - told.down]
    if (up === 0 && down === 0) return
    visit.told = { up: raw.bytesRead, down: raw.bytesWritten }
    listener.traffic(vessel, { up, down })
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

  return {
    arrive,
    admitted,
    announce,
    reportTraffic,
    close,
    all,
    of: (vessel: VesselId) => vessels.get(vessel),
  }
}

export type Visits = ReturnType<typeof createVisits>
