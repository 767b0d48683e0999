import { HOUR_S, type Seconds, type Span } from '../../shared/time.ts'

/** What each hour held when it was last read, all checks as one text. */
export type Prints = ReadonlyMap<Seconds, string>

export const hourOf = (at: Seconds): Seconds => Math.floor(at / HOUR_S) * HOUR_S

/** Per check the prints of the same hours, as one text for each hour. */
export function printsOf(checks: readonly (readonly { readonly hour: Seconds; readonly print: string }[])[]): Prints {
  const prints = new Map<Seconds, string>()
  for (const check of checks) {
    for (const { hour, print } of check) prints.set(hour, `${prints.get(hour) ?? ''}${print} `)
  }
  return prints
}

/**
 * What has to be read again: the hours whose print is another than the known one, each as far as its samples hold, and
 * `recent`; touching ones as one, newest first.
 */
export function toReadAgain(known: Prints, seen: Prints, recent: Span, holdS: number): readonly Span[] {
  const changed = [...seen].filter(([hour, print]) => known.get(hour) !== print).map(([hour]) => hour)
  const spans = [...changed.map((hour) => ({ from: hour, to: Math.min(hour + HOUR_S + holdS, recent.to) })), recent]
  return union(spans).toReversed()
}

/** The prints of the hours that lie in the span. */
export const within = (prints: Prints, { from, to }: Span): Prints =>
  new Map([...prints].filter(([hour]) => hour >= from && hour + HOUR_S <= to))

export const pruned = (prints: Prints, before: Seconds): Prints =>
  new Map([...prints].filter(([hour]) => hour >= before))

function union(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else merged.push(span)
  }
  return merged
}

/** The span in slices of at most `sliceS`, newest first. */
export function slices({ from, to }: Span, sliceS: number): readonly Span[] {
  const cut: Span[] = []
  for (let end = to; end > from; end -= sliceS) cut.push({ from: Math.max(from, end - sliceS), to: end })
  return cut
}
