/**
 * The truth of a vessel over days, and what must follow from it, reckoned from the bare spells without a line of the
 * product's arithmetic.
 */
export type Spell = { readonly from: number; readonly to: number }

export type ComponentLife = {
  readonly id: string
  readonly down: readonly Spell[]
  /** No samples come, whatever it does. */
  readonly gaps: readonly Spell[]
}

export type VesselLife = {
  readonly id: string
  readonly begin: number
  readonly components: readonly ComponentLife[]
  /** Without a link. */
  readonly offline: readonly Spell[]
}

export type State = 'up' | 'down' | 'unknown'

export const isWithin = (spells: readonly Spell[], at: number): boolean =>
  spells.some(({ from, to }) => from <= at && at < to)

export const touches = (spells: readonly Spell[], { from, to }: Spell): boolean =>
  spells.some((one) => one.from < to && one.to > from)

export function stateOf({ down, gaps }: ComponentLife, at: number): State {
  if (isWithin(gaps, at)) return 'unknown'
  return isWithin(down, at) ? 'down' : 'up'
}

/** Where the state may turn, in order. */
export function turnsOf({ down, gaps }: ComponentLife): readonly number[] {
  const edges = [...down, ...gaps].flatMap(({ from, to }) => [from, to])
  return [...new Set(edges)].filter(Number.isFinite).sort((a, b) => a - b)
}

/** The same for all of the span. */
export const isSteady = (life: ComponentLife, { from, to }: Spell): boolean =>
  !turnsOf(life).some((at) => at > from && at < to && stateOf(life, at) !== stateOf(life, from))

/** From a first second that is down to where so long of unbroken up begins; open ones end with `end`. */
export function countedOutages(life: ComponentLife, resolveAfterS: number, { from, to: end }: Spell): readonly Spell[] {
  const edges = [from, ...turnsOf(life).filter((at) => at > from && at < end), end]
  const found: Spell[] = []
  let began: number | null = null
  let upSince: number | null = null
  for (const [i, at] of edges.entries()) {
    const state = i === edges.length - 1 ? null : stateOf(life, at)
    if (upSince !== null && at - upSince >= resolveAfterS && began !== null) {
      found.push({ from: began, to: upSince })
      began = null
    }
    if (state === 'up') upSince ??= at
    else upSince = null
    if (state === 'down') began ??= at
  }
  return began === null ? found : [...found, { from: began, to: Infinity }]
}

/** Without a break for so long, within the span. */
export function wasUpFor(life: ComponentLife, seconds: number, { from, to }: Spell): boolean {
  const edges = [from, ...turnsOf(life).filter((at) => at > from && at < to), to]
  let upSince: number | null = null
  return edges.some((at, i) => {
    const isLong = upSince !== null && at - upSince >= seconds
    upSince = i < edges.length - 1 && stateOf(life, at) === 'up' ? (upSince ?? at) : null
    return isLong
  })
}
