import { type Combination, combined } from '../../shared/combination.ts'
import type { Reading } from '../../shared/link/reading.ts'
import type { ComponentId } from '../../shared/model.ts'
import { sampled } from '../../shared/sampling.ts'
import type { Seconds, Span } from '../../shared/time.ts'
import type { Chance } from './chance.ts'
import type { ComponentTruth, Point } from './oracle.ts'
import type { Timers } from './timers.ts'

/** The vessel's own database, and the pings that fill it: late, in bursts, overwritten, with gaps, and pruned. */
export type Database = {
  readonly truth: () => readonly ComponentTruth[]
  /** What points that were written since then have a say in. */
  writtenSince(id: ComponentId, since: number): readonly Span[]
  read(components: readonly ComponentId[], window: Span): Reading
  /** For so long points are collected elsewhere and written afterwards, with their own times. */
  buffer(seconds: number): void
  /** Everything older is dropped. */
  prune(before: Seconds): void
  /** Nothing turns any more, and nothing comes late. */
  calm(): void
}

export type Component = {
  readonly id: ComponentId
  readonly combination: Combination
  readonly checks: readonly { readonly intervalS: number; readonly holdForS: number }[]
}

export type Manners = {
  /** Per point: that it comes up to `lateUpToS` later than it should. */
  readonly late: number
  readonly lateUpToS: number
  /** Per point: that it is overwritten later with the opposite. */
  readonly overwritten: number
  /** Of a turn: that no points come for a while. */
  readonly gaps: number
  /** Mean time between turns of a check. */
  readonly turnEveryS: number
  /** Since the begin: before and after nothing turns, and everything is up. */
  readonly turnsWithinS: Span
}

type Series = {
  readonly holdForS: number
  points: Point[]
  /** Each point as it came to stay. */
  readonly written: { readonly at: Seconds; readonly when: number }[]
  prunedBefore: Seconds
  up: boolean
  goneUntil: number
}

export function createDatabase(
  components: readonly Component[],
  manners: Manners,
  wall: () => Seconds,
  timers: Timers,
  chance: Chance,
): Database {
  let bufferedUntil = 0
  let calm = false
  const begin = timers.now()
  const turns = (at: number) => at - begin >= manners.turnsWithinS.from && at - begin < manners.turnsWithinS.to
  const series = new Map(
    components.map(({ id, checks }) => [
      id,
      checks.map(({ holdForS }): Series => {
        return { holdForS, points: [], written: [], prunedBefore: 0, up: true, goneUntil: 0 }
      }),
    ]),
  )

  function ping(one: Series, intervalS: number): void {
    timers.after(intervalS * (0.9 + 0.2 * chance.next()), () => ping(one, intervalS))
    if (calm || !turns(timers.now())) one.up = true
    else if (chance.happens(intervalS / manners.turnEveryS)) turn(one, intervalS)
    if (timers.now() < one.goneUntil && !calm) return
    const point: Point = { at: wall(), up: one.up }
    const usual = Math.min(20, intervalS / 3) * chance.next()
    if (calm) return void timers.after(usual / 10, () => put(one, point))
    const late = chance.happens(manners.late) ? chance.span(60, manners.lateUpToS) : usual
    timers.after(Math.max(late, bufferedUntil - timers.now()), () => put(one, point))
    if (!chance.happens(manners.overwritten)) return
    timers.after(chance.span(60, manners.lateUpToS), () => put(one, { ...point, up: !point.up }))
  }

  function turn(one: Series, intervalS: number): void {
    if (chance.happens(manners.gaps)) one.goneUntil = timers.now() + chance.span(intervalS, 40 * intervalS)
    else one.up = !one.up
  }

  for (const { id, checks } of components) {
    series.get(id)?.forEach((one, i) => {
      put(one, { at: wall() - (checks[i]?.intervalS ?? 0), up: true })
      ping(one, checks[i]?.intervalS ?? 60)
    })
  }

  return {
    truth: () =>
      components.map(({ id, combination }) => ({
        id,
        combination,
        checks: (series.get(id) ?? []).map(({ holdForS, points }) => ({ holdForS, points })),
      })),
    writtenSince(id, since) {
      const spans = (series.get(id) ?? []).flatMap(({ written, holdForS }) =>
        written.filter(({ when }) => when >= since).map(({ at }) => ({ from: at, to: at + holdForS })),
      )
      return union(spans)
    },
    read(ids, window) {
      const asked = components.filter(({ id }) => ids.includes(id))
      const timelines = asked.map(({ id, combination }) => {
        const checks = (series.get(id) ?? []).map((one) => {
          const seen = slice(one, window.from - one.holdForS, window.to)
          return sampled(seen, window, one.holdForS)
        })
        return [id, combined(checks, window, combination)] as const
      })
      return { window, timelines: new Map(timelines), speaksFrom: new Map(asked.flatMap(({ id }) => oldest(id))) }
    },
    buffer(seconds) {
      bufferedUntil = timers.now() + seconds
    },
    prune(before) {
      for (const one of [...series.values()].flat()) one.prunedBefore = Math.max(one.prunedBefore, before)
    },
    calm() {
      calm = true
    },
  }

  /** A point comes to stay: the last one written for a second. */
  function put({ points, written }: Series, point: Point): void {
    const at = firstFrom(points, point.at)
    const present = points[at]?.at === point.at
    points.splice(at, present ? 1 : 0, point)
    written.push({ at: point.at, when: timers.now() })
  }

  function oldest(id: ComponentId): [ComponentId, Seconds][] {
    const begins = (series.get(id) ?? []).map((one) => {
      const first = one.points[firstFrom(one.points, one.prunedBefore)]
      return first === undefined ? Infinity : first.at + one.holdForS
    })
    const latest = Math.max(...begins)
    return latest === Infinity ? [] : [[id, latest]]
  }
}

const slice = ({ points, prunedBefore }: Series, from: Seconds, to: Seconds): Point[] =>
  points.slice(firstFrom(points, Math.max(from, prunedBefore)), firstFrom(points, to))

function union(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else merged.push(span)
  }
  return merged
}

function firstFrom(points: readonly Point[], at: Seconds): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle] as Point).at < at) low = middle + 1
    else high = middle
  }
  return low
}
