/** Something that changes by itself, as parts with a key each, and as the whole that holds them all. */
export type Picture<T> = { readonly parts: ReadonlyMap<string, T>; readonly whole: T }

/** What a reader has missed: single parts, or the whole when it knows too little. `mark` is what it has seen then. */
export type News<T> = { readonly mark: string } & (
  | { readonly kind: 'whole'; readonly whole: T }
  | { readonly kind: 'parts'; readonly parts: readonly T[] }
)

/**
 * The newest picture and which of its parts is how new. A reader is nothing but the mark it has seen, so one that
 * reads slowly skips what is outdated. Marks of another `life` mean nothing here and get the whole.
 */
export interface Versions<T> {
  /** True when anything differs from before. */
  take(picture: Picture<T>): boolean
  /** Null when there is nothing new. */
  since(mark: string | null): News<T> | null
  /** Null before the first picture. */
  newest(): { readonly whole: T; readonly mark: string } | null
}

export function createVersions<T>(life: string, textOf: (part: T) => string): Versions<T> {
  const parts = new Map<string, { text: string; part: T; version: number }>()
  let version = 0
  /** When parts were last added or removed: who has seen less needs the whole. */
  let reshaped = 0
  let whole: T | null = null

  return {
    take(picture) {
      const next = version + 1
      const sameKeys = picture.parts.size === parts.size && [...picture.parts.keys()].every((key) => parts.has(key))
      let changed = whole === null || !sameKeys
      if (changed) reshaped = next
      for (const key of parts.keys()) if (!picture.parts.has(key)) parts.delete(key)
      for (const [key, part] of picture.parts) {
        const text = textOf(part)
        if (parts.get(key)?.text === text) continue
        parts.set(key, { text, part, version: next })
        changed = true
      }
      whole = picture.whole
      if (changed) version = next
      return changed
    },
    since(mark) {
      if (whole === null || mark === `${life}.${version}`) return null
      const now = `${life}.${version}`
      const seen = mark?.startsWith(`${life}.`) ? Number(mark.slice(life.length + 1)) : 0
      if (!(seen >= reshaped)) return { kind: 'whole', mark: now, whole }
      const missed = [...parts.values()].filter((part) => part.version > seen).map(({ part }) => part)
      return { kind: 'parts', mark: now, parts: missed }
    },
    newest: () => (whole === null ? null : { whole, mark: `${life}.${version}` }),
  }
}
