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
  if (from >= to) return clipped
  for (let at = firstEndingAfter(timeline, from); at < timeline.length; at++) {
    const piece = timeline[at]
    if (piece === undefined || piece.from >= to) break
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
 * Several timelines as one, instant by instant over `span`: `f` gets the state of each (`undefined` in a hole)
 * and says the state of the result (`undefined` makes a hole).
 */
export function combine<S, R>(
  timelines: readonly Timeline<S>[],
  span: Span,
  f: (states: readonly (S | undefined)[]) => R | undefined,
): Timeline<R> {
  const states = timelines.map((): S | undefined => undefined)
  const turns = timelines.flatMap((timeline, k) =>
    turnsOf(timeline, span, (state) => {
      states[k] = state
    }),
  )
  return sweep(turns, span, () => f(states))
}

/** Two timelines of different kinds as one, like `combine`. */
export function overlay<A, B, R>(
  a: Timeline<A>,
  b: Timeline<B>,
  span: Span,
  f: (a: A | undefined, b: B | undefined) => R | undefined,
): Timeline<R> {
  const [first, ...more] = clip(b, span)
  // Most of the time nothing turns in the second one: then the first is only said in other words.
  if (first === undefined) return retold(a, span, (state) => f(state, undefined))
  if (more.length === 0 && first.from === span.from && first.to === span.to) {
    return retold(a, span, (state) => f(state, first.state))
  }
  let stateOfA: A | undefined
  let stateOfB: B | undefined
  const turns = [
    ...turnsOf(a, span, (state) => {
      stateOfA = state
    }),
    ...turnsOf(b, span, (state) => {
      stateOfB = state
    }),
  ]
  return sweep(turns, span, () => f(stateOfA, stateOfB))
}

/** The same stretches with other states. */
export const map = <S, R>(timeline: Timeline<S>, f: (state: S) => R): Timeline<R> =>
  join(timeline.map(({ from, to, state }) => ({ from, to, state: f(state) })))

/** The piece that holds at one instant; `undefined` where nothing is said. */
export function pieceAt<S>(timeline: Timeline<S>, at: Seconds): Piece<S> | undefined {
  const piece = timeline[firstEndingAfter(timeline, at)]
  return piece && piece.from <= at ? piece : undefined
}

/** The state at one instant; `undefined` where nothing is said. */
export const stateAt = <S>(timeline: Timeline<S>, at: Seconds): S | undefined => pieceAt(timeline, at)?.state

/** The first second of `span` at which the two do not say the same; null when they agree. */
export const firstDifference = <S>(a: Timeline<S>, b: Timeline<S>, span: Span): Seconds | null =>
  overlay(a, b, span, (one, other) => (one === other ? undefined : true))[0]?.from ?? null

/** The stretches of which anything is said, touching ones as one. */
export const covered = <S>(timeline: Timeline<S>): Timeline<true> => map(timeline, () => true as const)

/** Seconds within `[from, to)` in states that `counts` accepts. */
export function total<S>(timeline: Timeline<S>, span: Span, counts: (state: S) => boolean): number {
  let sum = 0
  for (const piece of clip(timeline, span)) if (counts(piece.state)) sum += piece.to - piece.from
  return sum
}

/** One timeline in other words over the span, its holes (`undefined`) as well. */
function retold<S, R>(timeline: Timeline<S>, span: Span, f: (state: S | undefined) => R | undefined): Timeline<R> {
  const pieces: Piece<R>[] = []
  let since = span.from
  const say = (to: Seconds, said: S | undefined) => {
    if (to <= since) return
    const state = f(said)
    if (state !== undefined) pieces.push({ from: since, to, state })
    since = to
  }
  for (const { from, to, state } of clip(timeline, span)) {
    say(from, undefined)
    say(to, state)
  }
  say(span.to, undefined)
  return join(pieces)
}

type Turn = { readonly at: Seconds; readonly turn: () => void }

/** Where one timeline turns within the span: into a state at its begin, into nothing at its end. */
const turnsOf = <S>(timeline: Timeline<S>, span: Span, set: (state: S | undefined) => void): Turn[] =>
  clip(timeline, span).flatMap(({ from, to, state }) => [
    { at: from, turn: () => set(state) },
    { at: to, turn: () => set(undefined) },
  ])

/** Walks the turns in order of time (the sort is stable: an end comes before the begin that touches it). */
function sweep<R>(turns: Turn[], span: Span, now: () => R | undefined): Timeline<R> {
  const pieces: Piece<R>[] = []
  let since = span.from
  const until = (at: Seconds) => {
    if (at <= since) return
    const state = now()
    if (state !== undefined) pieces.push({ from: since, to: at, state })
    since = at
  }
  for (const { at, turn } of turns.sort((a, b) => a.at - b.at)) {
    until(at)
    turn()
  }
  until(span.to)
  return join(pieces)
}

/** The index of the first piece that ends after `at`. */
function firstEndingAfter<S>(timeline: Timeline<S>, at: Seconds): number {
  let low = 0
  let high = timeline.length
  while (low < high) {
    const middle = (low + high) >> 1
    const piece = timeline[middle]
    if (piece && piece.to <= at) low = middle + 1
    else high = middle
  }
  return low
}
