import { isUnknown, type Known, type Layers } from './layers.ts'
import type { Seconds, Span } from './time.ts'
import { clip, combine, overlay, type Timeline } from './timeline.ts'

/** How an instant enters the figures. What lies under an excuse stays visible. */
export const COUNTED = [
  'up',
  'down',
  'silent',
  'unknown',
  'excused-up',
  'excused-down',
  'excused-unknown',
  'out-of-service',
] as const
export type Counted = (typeof COUNTED)[number]

/** The seconds of a window by how they enter; they add up to the window, and days add up to a month. */
export type Sums = Readonly<Record<Counted, Seconds>>

export const NOTHING: Sums = {
  up: 0,
  down: 0,
  silent: 0,
  unknown: 0,
  'excused-up': 0,
  'excused-down': 0,
  'excused-unknown': 0,
  'out-of-service': 0,
}

/** Out of service and excused time is taken out of what is known before anything is counted. */
export function counted(known: Timeline<Known>, { inService, excused }: Layers, span: Span): Timeline<Counted> {
  const entering = overlay(known, excused, span, (state, excuse): Counted => {
    const bare = state === undefined || isUnknown(state) ? 'unknown' : state === 'up' ? 'up' : 'down'
    if (excuse !== undefined) return `excused-${bare}`
    return state === 'silent' ? 'silent' : bare
  })
  return overlay(entering, inService, span, (state, serves) => (serves ? state : 'out-of-service'))
}

/**
 * The vessel is up when all its components are. An instant is excused when the vessel is, or every component that is
 * not up then; components out of service have no say. `components` are counted with excuses of their own and of the vessel.
 */
export function countedTogether(
  components: readonly Timeline<Counted>[],
  vesselExcused: Timeline<string>,
  span: Span,
): Timeline<Counted> {
  const together = combine(components, span, worstOf)
  return overlay(together, vesselExcused, span, (state = 'out-of-service', excuse): Counted => {
    if (excuse === undefined) return state
    if (state === 'up' || state === 'down' || state === 'unknown') return `excused-${state}`
    return state === 'silent' ? 'excused-down' : state
  })
}

/** The seconds within the span, which the timeline tiles. */
export function sumsOf(timeline: Timeline<Counted>, span: Span): Sums {
  const sums = { ...NOTHING }
  for (const { from, to, state } of clip(timeline, span)) sums[state] += to - from
  return sums
}

export const plus = (a: Sums, b: Sums): Sums => {
  const sums: Record<Counted, Seconds> = { ...a }
  for (const entering of COUNTED) sums[entering] += b[entering]
  return sums
}

export const downS = (sums: Sums): Seconds => sums.down + sums.silent
export const countedS = (sums: Sums): Seconds => sums.up + downS(sums) + sums.unknown
export const excusedS = (sums: Sums): Seconds => sums['excused-up'] + sums['excused-down'] + sums['excused-unknown']

/** A share in per cent; exactly 100 only when it is the whole, null of nothing. */
const percent = (part: Seconds, whole: Seconds): number | null => (whole === 0 ? null : (100 * part) / whole)

export const uptime = (sums: Sums): number | null => percent(sums.up, sums.up + downS(sums))
export const coverage = (sums: Sums): number | null => percent(sums.up + downS(sums), countedS(sums))

/** The uptime if all that is unknown had been down, and if it had been up. */
export const lowest = (sums: Sums): number | null => percent(sums.up, countedS(sums))
export const highest = (sums: Sums): number | null => percent(sums.up + sums.unknown, countedS(sums))

/** What decides about the vessel when a component in service has it, the gravest first. */
const DECIDING: readonly Counted[] = ['down', 'silent', 'unknown', 'excused-down', 'excused-unknown']

function worstOf(states: readonly (Counted | undefined)[]): Counted {
  const serving = new Set<Counted | undefined>(
    states.filter((state) => state !== undefined && state !== 'out-of-service'),
  )
  return serving.size === 0 ? 'out-of-service' : (DECIDING.find((state) => serving.has(state)) ?? 'up')
}
