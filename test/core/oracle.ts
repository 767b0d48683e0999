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

/** What is held of a component, asked for one second. `null` is a code for unknown, `undefined` a hole. */
export type World = {
  readonly measured: At<'up' | 'down' | null | undefined>
  readonly watermark: number
  readonly silent: At<boolean>
  readonly listening: At<boolean>
  readonly excused: At<boolean>
  readonly inService: At<boolean>
}

export type Reading = At<Verdict>

export const measured =
  (world: World): Reading =>
  (second) =>
    second < world.watermark ? (world.measured(second) ?? 'unknown') : 'unknown'

export const bestKnowledge =
  (world: World): Reading =>
  (second) => {
    const verdict = measured(world)(second)
    return verdict === 'unknown' && inSilence(world, second) ? 'down' : verdict
  }

export const observed =
  (world: World): Reading =>
  (second) =>
    inSilence(world, second) ? 'down' : measured(world)(second)

const inSilence = (world: World, second: number) => world.silent(second) && world.listening(second)

/** Up, down, unknown, excused and out-of-service seconds of `[from, to)`. */
export function count(world: World, verdict: Reading, from: number, to: number) {
  const sums = { up: 0, down: 0, unknown: 0, excused: 0, outOfService: 0 }
  for (let second = from; second < to; second++) {
    if (!world.inService(second)) sums.outOfService++
    else if (world.excused(second)) sums.excused++
    else sums[verdict(second)]++
  }
  return sums
}

/** A vessel's seconds: up when all its components are; excused when it is, or all of them that are not up. */
export function countVessel(components: readonly World[], vesselExcused: At<boolean>, from: number, to: number) {
  const sums = { up: 0, down: 0, unknown: 0, excused: 0, outOfService: 0 }
  for (let second = from; second < to; second++) {
    const serving = components.filter((component) => component.inService(second))
    const notUp = serving.filter((component) => bestKnowledge(component)(second) !== 'up')
    const blamed = notUp.filter((component) => !component.excused(second))
    if (serving.length === 0) sums.outOfService++
    else if (vesselExcused(second)) sums.excused++
    else if (notUp.length === 0) sums.up++
    else if (blamed.length === 0) sums.excused++
    else sums[all(blamed.map((component) => bestKnowledge(component)(second)))]++
  }
  return sums
}

/** How long the present spell of not being up lasts at the end of `[from, to)`; null when there is none. */
export function downtime(verdict: Reading, from: number, to: number): number | null {
  let age: number | null = null
  for (let second = from; second < to; second++) {
    const now = verdict(second)
    if (now === 'up') age = null
    else if (age !== null) age++
    else if (now === 'down') age = 1
  }
  return age
}
