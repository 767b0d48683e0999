/** The arithmetic of the domain done second by second, so plainly that it can be read as its definition. */

type At<T> = (second: number) => T
type Sampled = { readonly at: number; readonly up: boolean }
type Verdict = 'up' | 'down' | 'unknown'

/** The state of every second of `[from, to)`. */
export const seconds = <T>(from: number, to: number, at: At<T>): T[] =>
  Array.from({ length: to - from }, (_, offset) => at(from + offset))

/** A step function given as pieces, asked for one second. */
export const pieces =
  <T>(given: readonly { from: number; to: number; state: T }[]): At<T | undefined> =>
  (second) =>
    given.find(({ from, to }) => from <= second && second < to)?.state

/** A check: the newest second at or before this one that has samples speaks, if it is not older than `holdForS`. */
export const check =
  (samples: readonly Sampled[], holdForS: number): At<Verdict> =>
  (second) => {
    for (let age = 0; age < holdForS; age++) {
      const here = samples.filter(({ at }) => at === second - age)
      if (here.length > 0) return here.every(({ up }) => up) ? 'up' : 'down'
    }
    return 'unknown'
  }

export const any = (checks: readonly Verdict[]): Verdict =>
  checks.some((c) => c === 'up') ? 'up' : checks.every((c) => c === 'down') ? 'down' : 'unknown'

export const all = (checks: readonly Verdict[]): Verdict =>
  checks.some((c) => c === 'down') ? 'down' : checks.every((c) => c === 'up') ? 'up' : 'unknown'
