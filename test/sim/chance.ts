/** Seeded chance: the same seed throws the same dice, whatever machine it runs on. */
export type Chance = {
  /** In `[0, 1)`. */
  next(): number
  /** A whole number in `[least, most]`. */
  int(least: number, most: number): number
  happens(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** Mostly short, sometimes long: from `least` to `most`, even over the orders of magnitude. */
  span(least: number, most: number): number
  /** Dice of its own, so that what one part throws does not move what another gets. */
  fork(): Chance
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    int,
    happens: (probability) => next() < probability,
    pick: (from) => {
      const picked = from[int(0, from.length - 1)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    span: (least, most) => Math.round(least * (most / least) ** next()),
    fork: () => chanceOf(int(0, 0xffff_ffff)),
  }
}
