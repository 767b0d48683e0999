/** One figure: of what, how much in which unit, and what the product must reach. */
export type Figure = { readonly what: string; readonly value: string; readonly target?: string }

/** Each column as wide as its longest entry. */
export function tableOf(figures: readonly Figure[]): readonly string[] {
  const width = (column: keyof Figure) => Math.max(0, ...figures.map((figure) => figure[column]?.length ?? 0))
  const [what, value] = [width('what'), width('value')]
  return figures.map((figure) =>
    `  ${figure.what.padEnd(what)}  ${figure.value.padEnd(value)}  ${figure.target ?? ''}`.trimEnd(),
  )
}

/** Sorted ascending; `share` of them are at or below it. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
