import { type Combination, combined } from '../../shared/combination.ts'
import type { ComponentId, StateCode } from '../../shared/model.ts'
import { type Sample, sampled } from '../../shared/sampling.ts'
import type { Seconds, Span } from '../../shared/time.ts'
import { clip, join, type Timeline } from '../../shared/timeline.ts'
import { type Check, settleS } from './check.ts'

export type MeasuredComponent = {
  readonly id: ComponentId
  readonly combination: Combination
  readonly checks: readonly Check[]
}

/** Something of each check, in the order of `checksOf`. */
export type PerCheck<T> = readonly T[]

export const checksOf = (components: readonly MeasuredComponent[]): PerCheck<Check> =>
  components.flatMap(({ checks }) => checks)

/** What belongs to each component, out of what belongs to all checks. */
export function byComponent<T>(
  components: readonly MeasuredComponent[],
  values: PerCheck<T>,
): readonly (readonly [MeasuredComponent, readonly T[]])[] {
  let next = 0
  return components.map((component) => {
    const begin = next
    next += component.checks.length
    return [component, values.slice(begin, next)]
  })
}

/** How far before a span its samples have to be read: what was measured there may still hold. */
export const longestHoldS = (components: readonly MeasuredComponent[]): number =>
  Math.max(0, ...checksOf(components).map(({ holdForS }) => holdForS))

/** Each component's timeline over the whole span. */
export const timelinesOf = (
  components: readonly MeasuredComponent[],
  samples: PerCheck<readonly Sample[]>,
  span: Span,
): ReadonlyMap<ComponentId, Timeline<StateCode>> =>
  new Map(
    byComponent(components, samples).map(([{ id, checks, combination }, own]) => {
      const timelines = checks.map(({ holdForS }, index) => sampled(own[index] ?? [], span, holdForS))
      return [id, combined(timelines, span, combination)]
    }),
  )

/** The timelines of slices, in any order, as those of the window. */
export function joined(
  slices: readonly ReadonlyMap<ComponentId, Timeline<StateCode>>[],
  window: Span,
): ReadonlyMap<ComponentId, Timeline<StateCode>> {
  const ids = new Set(slices.flatMap((slice) => [...slice.keys()]))
  const all = (id: ComponentId) => slices.flatMap((slice) => slice.get(id) ?? []).toSorted((a, b) => a.from - b.from)
  return new Map([...ids].map((id) => [id, clip(join(all(id)), window)]))
}

/**
 * Up to when all checks are complete: each to its newest sample, or until a missing one would have been seen by now.
 * Before that a gap at the end is only a sample on its way.
 */
export const completeTo = (checks: PerCheck<Check>, samples: PerCheck<readonly Sample[]>, now: Seconds): Seconds =>
  Math.min(now, ...checks.map((check, index) => Math.max((samples[index]?.at(-1)?.at ?? -1) + 1, now - settleS(check))))

/** Which checks have no sample that is as new as it should be. */
export const quietChecks = (
  checks: PerCheck<Check>,
  samples: PerCheck<readonly Sample[]>,
  now: Seconds,
): readonly number[] => {
  const late = (check: Check, index: number) =>
    (samples[index]?.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < now - settleS(check)
  return checks.flatMap((check, index) => (late(check, index) ? [index] : []))
}

/**
 * From when on the database can speak for each component: its oldest point and what that point may hide, of several
 * checks the latest. Absent without a point.
 */
export function speaksFrom(
  components: readonly MeasuredComponent[],
  oldest: PerCheck<Seconds | null>,
): ReadonlyMap<ComponentId, Seconds> {
  const froms = new Map<ComponentId, Seconds>()
  for (const [{ id, checks }, times] of byComponent(components, oldest)) {
    const own = times.flatMap((at, index) => (at === null ? [] : [at + (checks[index]?.holdForS ?? 0)]))
    if (own.length > 0) froms.set(id, Math.max(...own))
  }
  return froms
}
