import * as v from 'valibot'

const unitS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `300s`, `15m`, `3d` in whole seconds; null when it is not written so. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+)(s|m|h|d)$/.exec(text)
  return match ? Number(match[1]) * (unitS[match[2] as string] as number) : null
}

/** Longer than anything that is waited for: a slip of the unit, not a wish. */
const YEAR_S = 366 * 86_400

/** A duration from `leastS` to `mostS`, as whole seconds. */
export const duration = (leastS = 1, mostS = YEAR_S) =>
  v.pipe(
    v.string('must be a duration such as 300s, 15m, 12h or 3d'),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const seconds = parseDuration(dataset.value)
      if (seconds === null) addIssue({ message: 'must be a duration such as 300s, 15m, 12h or 3d' })
      else if (seconds < leastS) addIssue({ message: `must be at least ${leastS}s` })
      else if (seconds > mostS) addIssue({ message: `must be at most ${asWritten(mostS)}` })
      else return seconds
      return NEVER
    }),
  )

/** In the largest unit that says it whole. */
const asWritten = (seconds: number): string => {
  const [unit = 's', inS = 1] = Object.entries(unitS).findLast(([, one]) => seconds % one === 0) ?? []
  return `${seconds / inS}${unit}`
}
