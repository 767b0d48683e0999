import type { Seconds, Span } from './time.ts'

/** One state over `[from, to)`; `to` may be `OPEN`. */
export type Piece<S> = Span & { readonly state: S }

/**
 * A step function of time: pieces sorted, disjoint, never empty, touching pieces of equal state joined.
 * Where there is no piece, nothing is said. States are compared by `===`.
 */
export type Timeline<S> = readonly Piece<S>[]

/** What is said within `[from, to)`, cut to it. */
export function clip<S>(timeline: Timeline<S>, { from, to }: Span): Timeline<S> {
  const clipped: Piece<S>[] = []
  for (const piece of timeline) {
    if (piece.to <= from) continue
    if (piece.from >= to) break
    const inside = piece.from >= from && piece.to <= to
    clipped.push(inside ? piece : { from: Math.max(piece.from, from), to: Math.min(piece.to, to), state: piece.state })
  }
  return clipped
}

/** What is said before `at`. */
export const cut = <S>(timeline: Timeline<S>, at: Seconds): Timeline<S> => clip(timeline, { from: -Infinity, to: at })

/** The timeline with all that it said of `[from, to)` replaced by what `told` says of it; a hole in `told` makes a hole. */
export function replace<S>(timeline: Timeline<S>, { from, to }: Span, told: Timeline<S>): Timeline<S> {
  if (from >= to) return timeline
  return join([...cut(timeline, from), ...clip(told, { from, to }), ...clip(timeline, { from: to, to: Infinity })])
}

/** Sorted, disjoint pieces with touching equals made one and empty ones dropped. */
export function join<S>(pieces: Iterable<Piece<S>>): Timeline<S> {
  const joined: Piece<S>[] = []
  for (const piece of pieces) {
    if (piece.from >= piece.to) continue
    const last = joined.at(-1)
    if (last && last.to === piece.from && last.state === piece.state) {
      joined[joined.length - 1] = { from: last.from, to: piece.to, state: last.state }
    } else joined.push(piece)
  }
  return joined
}

/**
 * Several timelines as one, instant by instant over `[from, to)`: `f` gets the state of each (`undefined` in a hole)
 * and says the state of the result (`undefined` makes a hole).
 */
export function combine<S, R>(
  timelines: readonly Timeline<S>[],
  { from, to }: Span,
  f: (states: readonly (S | undefined)[]) => R | undefined,
): Timeline<R> {
  const edges = new Set<Seconds>([from, to])
  for (const timeline of timelines) {
    for (const piece of clip(timeline, { from, to })) edges.add(piece.from).add(piece.to)
  }
  const times = [...edges].sort((a, b) => a - b)
  const cursors = timelines.map(() => 0)
  const pieces: Piece<R>[] = []
  for (let i = 0; i + 1 < times.length; i++) {
    const start = times[i] as Seconds
    const states = timelines.map((timeline, k) => {
      let at = cursors[k] as number
      while (at < timeline.length && (timeline[at] as Piece<S>).to <= start) at++
      cursors[k] = at
      const piece = timeline[at]
      return piece && piece.from <= start ? piece.state : undefined
    })
    const state = f(states)
    if (state !== undefined) pieces.push({ from: start, to: times[i + 1] as Seconds, state })
  }
  return join(pieces)
}

/** The state at one instant; `undefined` where nothing is said. */
export function stateAt<S>(timeline: Timeline<S>, at: Seconds): S | undefined {
  let low = 0
  let high = timeline.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((timeline[middle] as Piece<S>).to <= at) low = middle + 1
    else high = middle
  }
  const piece = timeline[low]
  return piece && piece.from <= at ? piece.state : undefined
}

/** The stretches of which anything is said, touching ones as one. */
export const covered = <S>(timeline: Timeline<S>): Timeline<true> =>
  join(timeline.map(({ from, to }) => ({ from, to, state: true as const })))

/** Seconds within `[from, to)` in states that `counts` accepts. */
export function total<S>(timeline: Timeline<S>, span: Span, counts: (state: S) => boolean): number {
  let sum = 0
  for (const piece of clip(timeline, span)) if (counts(piece.state)) sum += piece.to - piece.from
  return sum
}
