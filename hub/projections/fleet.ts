import type { Fleet, FleetComponent, FleetVessel, Presence } from '../../shared/api/fleet.ts'
import type { State } from '../../shared/model.ts'
import { worst } from '../../shared/spells.ts'
import { DAY_S, iso, type Seconds } from '../../shared/time.ts'
import { isOutOfService } from '../core/components/service.ts'
import { excuseAt } from '../core/excuses/excuse.ts'
import type { ComponentRow, VesselRow } from '../ports/read-store.ts'
import { componentView, type Reading, readingOf } from './component.ts'
import { figuresOf } from './figures.ts'
import { type Holding, layersOf } from './holding.ts'
import { noteView } from './note-view.ts'
import { lastHeardOf, type Present, watermarkOf, windowEndOf } from './present.ts'

/** The whole fleet as of now, in the order of the vessels' names. */
export function fleetView(read: readonly ReadVessel[], present: Present): Fleet {
  const vessels = read
    .map(({ row, readings }) => vesselLine(row, readings, present))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1))
  const counts: Record<State, number> = { silent: 0, down: 0, unknown: 0, maintenance: 0, up: 0 }
  for (const { state } of vessels) counts[state]++
  return { at: iso(present.now), counts, vessels }
}

/** Of its components those that are configured. */
export type ReadVessel = { readonly row: VesselRow; readonly readings: readonly Reading[] }

/** How far the figures of the fleet page look back from a window's end. */
export const reachS = ({ policy }: Present): number => Math.max(DAY_S, policy.sla.windowS)

/** Components as of now, with figures over `overS`. */
export function readingsOf(
  holding: Holding,
  components: readonly ComponentRow[],
  present: Present,
  overS: number,
): readonly Reading[] {
  const windowEnd = windowEndOf(holding, present)
  const watermark = watermarkOf(holding.row, present)
  const span = { from: windowEnd - overS, to: windowEnd }
  return components.map((component) => {
    const layers = layersOf(holding, component, watermark)
    const figures = figuresOf(layers, span)
    return readingOf({ vessel: holding.row, component, layers, windowEnd, figures }, present.policy)
  })
}

/** What the fleet page and the vessel's own have in common. */
export function vesselLine(row: VesselRow, readings: readonly Reading[], present: Present): FleetVessel {
  const components = readings.map((reading) => componentView(reading, present))
  const watermark = watermarkOf(row, present)
  const lastHeard = lastHeardOf(row, present)
  const [newest] = row.notes
  return {
    id: row.id,
    name: row.profile.name,
    group: row.profile.group,
    state: vesselState(row, components, present.now),
    presence: presenceView(row),
    lastHeard: lastHeard === null ? null : iso(lastHeard),
    watermark: watermark === null ? null : iso(watermark),
    note: newest === undefined ? null : noteView(newest),
    components,
  }
}

/** What is expected of no part of the vessel hides its silence, as silence hides what was measured before it. */
function vesselState(row: VesselRow, components: readonly FleetComponent[], now: Seconds): State {
  if (isOutOfService(row.profile, now) || excuseAt(row.excuses, null, now) !== undefined) return 'maintenance'
  return row.presence.kind === 'silent' ? 'silent' : worst(components.map(({ state }) => state))
}

function presenceView({ presence }: VesselRow): Presence {
  switch (presence.kind) {
    case 'never-heard':
    case 'heard':
      return { kind: presence.kind }
    case 'silent':
      return { kind: 'silent', since: iso(presence.since) }
    case 'settling':
      return { kind: 'settling', since: iso(presence.since), heardAt: iso(presence.heardAt) }
  }
}
