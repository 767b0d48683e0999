import type { FleetComponent, UnknownCause } from '../../shared/api/fleet.ts'
import { type Counted, coverage, uptime } from '../../shared/availability.ts'
import { bestKnowledge, isUnknown, type Known, type Layers, type Unknown } from '../../shared/layers.ts'
import { type Measured, UP } from '../../shared/model.ts'
import { judge, type SlaPolicy, targetFor } from '../../shared/sla.ts'
import { downtimeS, stateOf, threeValued } from '../../shared/spells.ts'
import { DAY_S, HOUR_S, iso, type Seconds } from '../../shared/time.ts'
import { clip, covered, pieceAt, stateAt, type Timeline } from '../../shared/timeline.ts'
import { nameOf } from '../core/components/component-name.ts'
import { isOutOfService } from '../core/components/service.ts'
import type { Policy } from '../core/policy.ts'
import type { ComponentRow, VesselRow } from '../ports/read-store.ts'
import { sumsIn, type ThreeFigures } from './figures.ts'
import type { Present } from './present.ts'

/** What bears on one component, and its figures. */
type Gathered = {
  readonly vessel: VesselRow
  readonly component: ComponentRow
  readonly layers: Layers
  /** Where every window of it ends. */
  readonly windowEnd: Seconds
  /** From there back at least over a day and the SLA's window. */
  readonly figures: ThreeFigures
}

/** One component over its windows: all of it that time alone does not change while they end where they do. */
export type Reading = Gathered & {
  readonly known: Timeline<Known>
  readonly verdicts: Timeline<Measured>
  readonly shown: Omit<FleetComponent, 'id' | 'name' | 'downtimeS' | keyof StateView>
}

type StateView = Pick<FleetComponent, 'state' | 'since' | 'cause'>

export function readingOf(gathered: Gathered, { sla }: Policy): Reading {
  const known = knownOf(gathered)
  return { ...gathered, known, verdicts: threeValued(known), shown: shownOf(gathered, sla) }
}

/** Since when it is up without a break; null while it is anything else. */
export function upSinceOf({ verdicts, windowEnd }: Reading): Seconds | null {
  const last = pieceAt(verdicts, windowEnd - 1)
  return last?.state === 'up' ? last.from : null
}

/** As of now. */
export const componentView = (reading: Reading, { now, policy }: Present): FleetComponent => ({
  id: reading.component.id,
  name: nameOf(reading.component.id, policy),
  ...stateView(reading, now),
  downtimeS: downtimeS(reading.verdicts, now),
  ...reading.shown,
})

function shownOf({ vessel, component, windowEnd, figures }: Gathered, sla: SlaPolicy): Reading['shown'] {
  const day = sumsIn(figures, { from: windowEnd - DAY_S, to: windowEnd })
  const slaTarget = targetFor(sla, { group: vessel.profile.group, vessel: vessel.id, component: component.id })
  const judged = sumsIn(figures, { from: windowEnd - sla.windowS, to: windowEnd }).best
  return {
    windowEnd: iso(windowEnd),
    uptime24h: uptime(day.best),
    measured24h: uptime(day.measured),
    observed24h: uptime(day.observed),
    coverage24h: coverage(day.best),
    hours: hoursOf(figures.best, windowEnd),
    slaTarget,
    ...judge(judged, slaTarget, sla),
  }
}

/** The worst first; what is not counted last. */
const LETTERS = 'dsnux'
const RANK: Readonly<Record<Counted, number>> = {
  down: 0,
  silent: 1,
  unknown: 2,
  up: 3,
  'excused-down': 4,
  'excused-unknown': 4,
  'excused-up': 4,
  'out-of-service': 4,
}

/** A letter for the worst of each clock hour, the last of them the one in which the window ends. */
function hoursOf(best: Timeline<Counted>, windowEnd: Seconds): string {
  const first = Math.floor((windowEnd - 1) / HOUR_S) - 23
  const ranks: number[] = Array(24).fill(RANK['out-of-service'])
  for (const { from, to, state } of clip(best, { from: first * HOUR_S, to: windowEnd })) {
    const end = Math.ceil(to / HOUR_S) - first
    for (let hour = Math.floor(from / HOUR_S) - first; hour < end; hour++)
      ranks[hour] = Math.min(ranks[hour] ?? RANK[state], RANK[state])
  }
  return ranks.map((rank) => LETTERS[rank]).join('')
}

/** Why something is not known: what the agent says of its trouble explains that it does not tell. */
export function causeOf(unknown: Unknown, { sampled }: ComponentRow, { about }: VesselRow): UnknownCause {
  const trouble = about?.trouble ?? null
  if (unknown === 'not-told' && trouble !== null) return trouble === 'clock' ? 'other' : 'database'
  const isBare = unknown === 'no-samples' || unknown === 'not-told' || unknown === 'not-configured'
  return isBare && !sampled ? 'no-samples-yet' : unknown
}

function stateView({ vessel, component, layers, windowEnd, known, verdicts }: Reading, now: Seconds): StateView {
  const excuse = pieceAt(covered(layers.excused), now)
  const silentSince = vessel.presence.kind === 'silent' ? vessel.presence.since : undefined
  const last = pieceAt(verdicts, windowEnd - 1)
  const latest = stateAt(known, windowEnd - 1) ?? 'not-told'
  const idle = isOutOfService(vessel.profile, now)
  const state = stateOf({
    excused: excuse !== undefined || idle,
    silent: silentSince !== undefined,
    measured: last?.state ?? 'unknown',
  })
  const lastSince = last?.state === 'unknown' && !component.sampled ? undefined : last?.from
  const since = excuse?.from ?? silentSince ?? lastSince
  return {
    state,
    since: since === undefined ? null : iso(since),
    cause: idle
      ? 'out-of-service'
      : state === 'unknown' && isUnknown(latest)
        ? causeOf(latest, component, vessel)
        : null,
  }
}

/** Best knowledge up to the window's end, back to where the component was last up before it: far enough for the age of its state. */
function knownOf({ layers, windowEnd }: Gathered): Timeline<Known> {
  const first = layers.measured[0]
  const begins = [windowEnd, first?.from ?? windowEnd]
  if (first?.state !== UP) begins.push(layers.silence[0]?.from ?? windowEnd)
  return bestKnowledge(layers, { from: Math.min(...begins), to: windowEnd })
}
