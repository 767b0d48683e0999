import type { Alert } from '../../shared/api/alert.ts'
import type { Vessel } from '../../shared/api/vessel.ts'
import { downS, excusedS, sumsOf, uptime } from '../../shared/availability.ts'
import { DAY_S, dayOf, HOUR_S, iso, isoDay, type Seconds } from '../../shared/time.ts'
import { overlay } from '../../shared/timeline.ts'
import { isConfigured } from '../core/components/component.ts'
import { excusedOf } from '../core/excuses/excuse.ts'
import { warningsOf } from '../core/presence/warnings.ts'
import type { IncidentRow } from '../ports/history-store.ts'
import type { VesselRow } from '../ports/read-store.ts'
import type { Bytes } from '../ports/register.ts'
import { type Reading, upSinceOf } from './component.ts'
import { figuresTogether, type ThreeFigures, windowFigures } from './figures.ts'
import { reachS, readingsOf, vesselLine } from './fleet.ts'
import type { Holding } from './holding.ts'
import { noteView } from './note-view.ts'
import { type Present, windowEndOf } from './present.ts'
import { upAgain } from './recovery.ts'
import { troubleWords } from './trouble.ts'

/** What only the running hub knows of a vessel's line. */
export type Line = {
  readonly connected: boolean
  /** Of the UTC days of the last thirteen months, oldest first. */
  readonly bytesByDay: readonly (Bytes & { readonly day: number })[]
  readonly payloadFaults: readonly { readonly kind: string; readonly count: number; readonly lastAt: Seconds }[]
}

const NINETY_DAYS_S = 90 * DAY_S

/** How far the figures of a vessel's page look back from a window's end. */
export const vesselReachS = (present: Present): number => Math.max(NINETY_DAYS_S, reachS(present))

/** What of a vessel stands in the lists: its alerts, and its incidents that go on. */
export type Standing = { readonly alerts: readonly Alert[]; readonly incidents: readonly IncidentRow[] }

/** One vessel as of now. The holding reaches back over `vesselReachS`. */
export function vesselView(holding: Holding, present: Present, line: Line, { alerts, incidents }: Standing): Vessel {
  const { row } = holding
  const { profile, about } = row
  const windowEnd = windowEndOf(holding, present)
  const readings = readingsOf(holding, row.components, present, vesselReachS(present))
  const configured = readings.filter(({ component }) => isConfigured(component))
  const claimed = readings.filter(({ component }) => component.claimed !== null)
  const today = line.bytesByDay.find(({ day }) => day === dayOf(present.now))
  const { components, note: _, ...common } = vesselLine(row, configured, present)
  return {
    at: iso(present.now),
    ...common,
    imo: profile.imo,
    provider: profile.link,
    zone: profile.zone,
    contact: profile.contact,
    uptime: claimed.length === 0 ? null : wholeVessel(row, claimed, windowEnd),
    components: components.map((component) => {
      const reading = claimed.find((one) => one.component.id === component.id)
      const incident = incidents.find((one) => one.component === component.id)
      return {
        ...component,
        outage: incident === undefined ? null : outageOf(incident, reading, present),
        uptime: reading ? windowsOf(reading.figures, row, windowEnd) : null,
        downtimes: reading ? downtimesOf(reading.figures, windowEnd) : [],
        days: reading ? daysOf(reading.figures, windowEnd) : [],
      }
    }),
    link: {
      connected: line.connected,
      session: sessionOf(row),
      bytesToday: today ? { up: today.up, down: today.down } : { up: 0, down: 0 },
      bytesByDay: line.bytesByDay
        .filter(({ day }) => day > dayOf(present.now) - DAYS_SHOWN)
        .map(({ day, up, down }) => ({ day: isoDay(day), up, down })),
      bytesByMonth: monthsOf(line.bytesByDay),
      clockOffsetS: present.heard.get(row.id)?.offsetS ?? null,
    },
    agent: about && {
      version: about.version,
      heartbeatS: about.heartbeatS,
      trouble: about.trouble === null ? null : { code: about.trouble, words: troubleWords(about.trouble) },
    },
    configuration: { desired: 0, reported: about?.revision ?? null, refused: about?.refused ?? null },
    warnings: about === null ? [] : [...warningsOf(about, present.policy.silentAfterS)],
    contested: contestedOf(row, present.now),
    payloadFaults: line.payloadFaults.map(({ kind, count, lastAt }) => ({ kind, count, lastAt: iso(lastAt) })),
    notes: row.notes.map(noteView),
    alerts: [...alerts],
  }
}

const outageOf = ({ id, began }: IncidentRow, reading: Reading | undefined, { policy }: Present) => ({
  incident: id,
  began: iso(began),
  recovery: upAgain(reading === undefined ? null : upSinceOf(reading), policy.incident.resolveAfterS),
})

const DAYS_SHOWN = 30

function monthsOf(days: Line['bytesByDay']): Vessel['link']['bytesByMonth'] {
  const months = new Map<string, { up: number; down: number }>()
  for (const { day, up, down } of days) {
    const month = isoDay(day).slice(0, 7)
    const sum = months.get(month) ?? { up: 0, down: 0 }
    months.set(month, { up: sum.up + up, down: sum.down + down })
  }
  return [...months].map(([month, sum]) => ({ month, ...sum }))
}

/** The boot of the agent and the chance that tells its sessions apart. */
const sessionOf = ({ seen }: VesselRow): string | null =>
  seen === null ? null : `${Math.floor(seen.session / 65_536)}-${(seen.session % 65_536).toString(16).padStart(4, '0')}`

/** It is named again every hour while it lasts. */
const CONTESTED_S = 2 * HOUR_S

const contestedOf = ({ contested }: VesselRow, now: Seconds): Vessel['contested'] =>
  contested && now < contested.at + CONTESTED_S
    ? { namedAt: iso(contested.at), instances: contested.instances.map((one) => one.toString(16).padStart(8, '0')) }
    : null

/** Components that were removed count for as long as they served. */
function wholeVessel(row: VesselRow, readings: readonly { figures: ThreeFigures }[], windowEnd: Seconds) {
  const span = { from: windowEnd - NINETY_DAYS_S, to: windowEnd }
  return windowsOf(
    figuresTogether(
      readings.map(({ figures }) => figures),
      excusedOf(row.excuses, null),
      span,
    ),
    row,
    windowEnd,
  )
}

const MOST_DOWNTIMES = 100

/** Stretches that count as down, whether measured or by silence. */
function downtimesOf({ best }: ThreeFigures, windowEnd: Seconds): Vessel['components'][number]['downtimes'] {
  const span = { from: windowEnd - 30 * DAY_S, to: windowEnd }
  const isDown = overlay(best, [], span, (state) => (state === 'down' || state === 'silent' ? true : undefined))
  return isDown
    .slice(-MOST_DOWNTIMES)
    .toReversed()
    .map(({ from, to }) => {
      const sums = sumsOf(best, { from, to })
      return { from: iso(from), to: to === windowEnd ? null : iso(to), downS: downS(sums), silentS: sums.silent }
    })
}

/** Ninety UTC days up to that of the window's end. */
function daysOf({ best }: ThreeFigures, windowEnd: Seconds): Vessel['components'][number]['days'] {
  const last = dayOf(windowEnd - 1)
  return Array.from({ length: 90 }, (_, at) => last - 89 + at).map((day) => {
    const from = Math.max(day * DAY_S, windowEnd - NINETY_DAYS_S)
    const sums = sumsOf(best, { from, to: Math.min((day + 1) * DAY_S, windowEnd) })
    return {
      day: isoDay(day),
      uptime: uptime(sums),
      upS: sums.up,
      downS: downS(sums),
      silentS: sums.silent,
      unknownS: sums.unknown,
      excusedS: excusedS(sums),
      outOfServiceS: sums['out-of-service'],
    }
  })
}

function windowsOf(figures: ThreeFigures, { excuses }: VesselRow, to: Seconds): NonNullable<Vessel['uptime']> {
  const over = (days: number) => windowFigures(figures, excuses, { from: to - days * DAY_S, to })
  return { '24h': over(1), '7d': over(7), '30d': over(30), '90d': over(90) }
}
