import type { Figures, FigureWindow, Vessel } from '../../shared/api.ts'
import { DAY_S, iso, type Seconds } from '../../shared/time.ts'
import type { VesselRow } from '../ports.ts'
import type { Reading } from './component.ts'
import { figuresTogether, type ThreeFigures, windowFigures } from './figures.ts'
import { readingsOf, reachS, vesselLine } from './fleet.ts'
import type { Holding } from './holding.ts'
import { type Present, windowEndOf } from './present.ts'

/** What only the running hub knows of a vessel's line. */
export type Line = {
  readonly connected: boolean
  readonly bytesToday: { readonly up: number; readonly down: number }
  readonly payloadFaults: readonly { readonly kind: string; readonly count: number; readonly lastAt: Seconds }[]
}

const NINETY_DAYS_S = 90 * DAY_S

/** How far the figures of a vessel's page look back from a window's end. */
export const vesselReachS = (present: Present): number => Math.max(NINETY_DAYS_S, reachS(present))

/** One vessel as of now. The holding reaches back over `vesselReachS`. */
export function vesselView(holding: Holding, present: Present, line: Line): Vessel {
  const { row } = holding
  const readings = readingsOf(holding, present, vesselReachS(present))
  const windowEnd = windowEndOf(holding, present)
  const { components, ...common } = vesselLine(holding, readings, present)
  const claimed = readings.filter(({ component }) => component.claimed !== null)
  const span = { from: windowEnd - NINETY_DAYS_S, to: windowEnd }
  const whole = figuresTogether(claimed.map(({ figures }) => figures), [], span)
  return {
    at: iso(present.now),
    ...common,
    imo: row.profile.imo,
    provider: row.profile.link,
    zone: row.profile.zone,
    contact: row.profile.contact,
    uptime: claimed.length === 0 ? null : windowsOf(whole, windowEnd),
    components: components.map((component, index) => ({ ...component, uptime: uptimeOf(readings[index]) })),
    link: {
      connected: line.connected,
      session: sessionOf(row, present),
      bytesToday: line.bytesToday,
      clockOffsetS: present.heard.get(row.id)?.offsetS ?? null,
    },
    agent: agentOf(row),
    configuration: { desired: 0, reported: row.about?.revision ?? null, refused: row.about?.refused ?? null },
    payloadFaults: line.payloadFaults.map(({ kind, count, lastAt }) => ({ kind, count, lastAt: iso(lastAt) })),
    alerts: [],
  }
}
