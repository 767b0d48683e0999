import type { Fleet, FleetVessel } from '../../../shared/api/fleet.ts'
import type { State } from '../../../shared/model.ts'
import { secondsOf } from '../../format.ts'

/** Which vessels a fleet page shows and how, as its address says it; null and empty for all. */
export type FleetChoice = {
  readonly state: State | 'below' | null
  /** A part of the name. */
  readonly q: string
  readonly group: string | null
  readonly by: 'group' | null
  readonly page: number
  /** To be read from across the room: larger, and with nothing to press. */
  readonly wall: boolean
}

export const WHOLE_FLEET: FleetChoice = { state: null, q: '', group: null, by: null, page: 1, wall: false }

/** The address of the page with this choice. */
export function fleetAddress({ state, q, group, by, page, wall }: FleetChoice): string {
  const chosen = Object.entries({ state, q, group, by, page: page > 1 ? String(page) : '' }).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[name, value] as [string, string]],
  )
  const query = [...(wall ? ['wall'] : []), ...(chosen.length > 0 ? [new URLSearchParams(chosen).toString()] : [])]
  return query.length === 0 ? '/' : `/?${query.join('&')}`
}

/** Up to here the whole fleet stands on one page; on a wall nobody scrolls. */
const MOST_AT_ONCE = 199
const MOST_ON_WALL = 120
const PAGE = 100

/** So often a wall turns to its next page: in the same moment wherever it hangs. */
export const TURN_S = 20

export type Chosen = {
  /** Those in question: the counts and the list of what needs attention are about them. */
  readonly among: Fleet
  /** How many of them have the chosen state. */
  readonly fitting: number
  /** Those on this page, in their fixed order. */
  readonly shown: readonly FleetVessel[]
  readonly page: number
  /** The first and the last vessel of each page; a single one for a fleet that fits. */
  readonly pages: readonly { readonly first: string; readonly last: string }[]
}

export function choose(fleet: Fleet, choice: FleetChoice): Chosen {
  const among = narrowed(fleet, choice)
  const fitting = among.vessels.filter((vessel) => isIn(choice.state, vessel))
  const ordered = choice.by === 'group' ? fitting.toSorted(byGroup) : fitting
  const most = choice.wall ? MOST_ON_WALL : MOST_AT_ONCE
  const size = ordered.length <= most ? most : choice.wall ? evenly(ordered.length, most) : PAGE
  const pages = Array.from({ length: Math.max(1, Math.ceil(ordered.length / size)) }, (_, at) => ({
    first: ordered[at * size]?.name ?? '',
    last: ordered.slice(at * size, (at + 1) * size).at(-1)?.name ?? '',
  }))
  const page = choice.wall ? turned(choice.page, pages.length, fleet.at) : Math.min(choice.page, pages.length)
  return { among, fitting: ordered.length, shown: ordered.slice((page - 1) * size, page * size), page, pages }
}

/** So that no page is left almost empty. */
const evenly = (all: number, most: number): number => Math.ceil(all / Math.ceil(all / most))

/** A second wall beside it, with the second page in its address, is always one ahead. */
const turned = (first: number, pages: number, now: string): number =>
  ((first - 1 + Math.floor(secondsOf(now) / TURN_S)) % pages) + 1

/** Whether one of its components missed its SLA. */
export const belowTarget = ({ components }: FleetVessel): boolean => components.some(({ sla }) => sla === 'missed')

function narrowed(fleet: Fleet, { q, group }: FleetChoice): Fleet {
  if (q === '' && group === null) return fleet
  const sought = folded(q)
  const vessels = fleet.vessels.filter(
    (vessel) =>
      (group === null || vessel.group === group) &&
      (folded(vessel.name).includes(sought) || vessel.id.includes(sought)),
  )
  const counts = { silent: 0, down: 0, unknown: 0, maintenance: 0, up: 0 }
  for (const { state } of vessels) counts[state]++
  return { ...fleet, vessels, counts }
}

const isIn = (state: FleetChoice['state'], vessel: FleetVessel): boolean =>
  state === null || (state === 'below' ? belowTarget(vessel) : vessel.state === state)

/** As people type it: `Ålesund` is found by `alesund`. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Who is in no group comes last; within a group the order stays. */
const byGroup = (a: FleetVessel, b: FleetVessel): number =>
  a.group === b.group ? 0 : a.group === null ? 1 : b.group === null ? -1 : a.group < b.group ? -1 : 1
