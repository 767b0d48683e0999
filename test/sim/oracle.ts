import type { ComponentId, StateCode } from '../../shared/model.ts'

/**
 * The generated truth, judged second by second from the points themselves, without a line of the product's arithmetic.
 * (`no samples` is 0, up 1, down 2.)
 */
export type Point = { readonly at: number; readonly up: boolean }

/** All points of a check that ever came to stay, in order of time, one per second. */
export type CheckTruth = { readonly holdForS: number; readonly points: readonly Point[] }

export type ComponentTruth = {
  readonly id: ComponentId
  readonly combination: 'any' | 'all'
  readonly checks: readonly CheckTruth[]
}

/** What holds of a component in the second that begins at `at`. */
export function truthAt({ combination, checks }: ComponentTruth, at: number): StateCode {
  const states = checks.map((check) => checkAt(check, at))
  if (combination === 'any') {
    if (states.includes(1)) return 1
    return states.every((state) => state === 2) ? 2 : 0
  }
  if (states.includes(2)) return 2
  return states.every((state) => state === 1) ? 1 : 0
}

function checkAt({ points, holdForS }: CheckTruth, at: number): StateCode {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle] as Point).at <= at) low = middle + 1
    else high = middle
  }
  const point = points[low - 1]
  if (point === undefined || at >= point.at + holdForS) return 0
  return point.up ? 1 : 2
}

/** The seconds at which the truth can turn: between two of them it is the same. */
export function turningPoints({ checks }: ComponentTruth): number[] {
  return checks.flatMap(({ points, holdForS }) => points.flatMap(({ at }) => [at, at + holdForS]))
}

type Said = { readonly from: number; readonly to: number; readonly state: StateCode }

/**
 * The first second in `[from, to)` at which what is said is not what holds; null when all of it is. Both are judged at
 * every second at which one of them can turn, so that no second between can differ.
 */
export function firstLie(
  truth: (at: number) => StateCode,
  turns: readonly number[],
  said: readonly Said[],
  { from, to }: { readonly from: number; readonly to: number },
): { at: number; said: StateCode | null; holds: StateCode } | null {
  const suspects = [from, ...turns, ...said.flatMap((piece) => [piece.from, piece.to])]
  const inside = [...new Set(suspects.filter((at) => at >= from && at < to))].sort((a, b) => a - b)
  let next = 0
  for (const at of inside) {
    while (next < said.length && (said[next] as Said).to <= at) next++
    const piece = said[next]
    const state = piece !== undefined && piece.from <= at ? piece.state : null
    const holds = truth(at)
    if (state !== holds) return { at, said: state, holds }
  }
  return null
}

type Stretch = { readonly from: number; readonly to: number }

/**
 * The best that shore can know of a second: what was measured if it is up or down, else down where the vessel was silent
 * and shore could hear, else nothing.
 */
export function bestAt(
  said: readonly Said[],
  silent: readonly Stretch[],
  listened: readonly Stretch[],
  at: number,
): 'up' | 'down' | 'silent' | 'unknown' {
  const within = (stretch: Stretch) => stretch.from <= at && at < stretch.to
  const state = said.find(within)?.state
  if (state === 1) return 'up'
  if (state === 2) return 'down'
  return silent.some(within) && listened.some(within) ? 'silent' : 'unknown'
}
