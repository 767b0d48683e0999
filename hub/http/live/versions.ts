/** Something that changes by itself, as parts with a key each, and as the whole that holds them all. */
export type Picture<T> = { readonly parts: ReadonlyMap<string, T>; readonly whole: T }

/** What a reader has missed: single parts, or the whole when it knows too little. `mark` is what it has seen then. */
export type News<T> = { readonly mark: string } & (
  | { readonly kind: 'whole'; readonly whole: T }
  | { readonly kind: 'parts'; readonly parts: readonly T[] }
)

/**
 * The newest picture and which of its parts is how new. A reader is nothing but the mark it has seen, so one that
 * reads slowly skips what is outdated.
 */
export interface Versions<T> {
  /** True when anything differs from before. */
  take(picture: Picture<T>): boolean
  /** The version that a mark stands for; 0, who is given the whole, for one that means nothing here or not any more. */
  seenBy(mark: string | null): number
  /** Null when there is nothing new. */
  since(seen: number): News<T> | null
  /** Null before the first picture. */
  newest(): { readonly whole: T; readonly mark: string } | null
}

type Part<T> = { readonly text: string; readonly part: T; readonly version: number }

export function createVersions<T>(life: string, textOf: (part: T) => string): Versions<T> {
  let parts: ReadonlyMap<string, Part<T>> = new Map()
  let version = 0
  /** When parts were last added, removed or put in another order: who has seen less needs the whole. */
  let reshaped = 0
  let whole: T | null = null
  const mark = () => `${life}.${version}`

  return {
    take(picture) {
      const next = version + 1
      const before = parts
      parts = new Map(
        [...picture.parts].map(([key, part]) => {
          const text = textOf(part)
          const known = before.get(key)
          return [key, known?.text === text ? known : { text, part, version: next }]
        }),
      )
      const isReshaped = whole === null || !sameOrder([...before.keys()], [...parts.keys()])
      const changed = isReshaped || [...parts.values()].some((part) => part.version === next)
      if (isReshaped) reshaped = next
      if (changed) version = next
      whole = picture.whole
      return changed
    },
    seenBy(mark) {
      const seen = mark?.startsWith(`${life}.`) ? Number(mark.slice(life.length + 1)) : 0
      return Number.isInteger(seen) && seen >= reshaped && seen <= version ? seen : 0
    },
    since(seen) {
      if (whole === null || seen === version) return null
      if (seen < reshaped) return { kind: 'whole', mark: mark(), whole }
      const missed = [...parts.values()].filter((part) => part.version > seen).map(({ part }) => part)
      return { kind: 'parts', mark: mark(), parts: missed }
    },
    newest: () => (whole === null ? null : { whole, mark: mark() }),
  }
}

const sameOrder = (before: readonly string[], now: readonly string[]): boolean =>
  before.length === now.length && before.every((key, at) => key === now[at])
