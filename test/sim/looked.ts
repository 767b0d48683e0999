import type { JournalComponent } from '../../shared/link/journal.ts'
import type { Seconds } from '../../shared/time.ts'

/** When the database was looked at for what a timeline says: last as far back as readings go, and up to when at all. */
export type Looked = { readonly wholeAt: number; readonly readTo: Seconds }

export type Look = { readonly at: number; readonly to: Seconds; readonly whole: boolean }

export type Looks = {
  of(component: JournalComponent): Looked
  /** What came of the components; `look`: of a reading that was taken in. */
  became(before: readonly JournalComponent[], after: readonly JournalComponent[], look: Look | null): void
}

const NEVER: Looked = { wholeAt: -Infinity, readTo: -Infinity }

/** Kept with the very timelines that came out of it, so that an old journal brings back what it had seen. */
export function createLooks(): Looks {
  const looks = new WeakMap<JournalComponent['timeline'], Looked>()
  const of = ({ timeline }: JournalComponent) => looks.get(timeline) ?? NEVER
  return {
    of,
    became(before, after, look) {
      if (before === after && look === null) return
      for (const component of after) {
        const earlier = before.find(({ id }) => id === component.id)
        const { wholeAt, readTo } = earlier ? of(earlier) : NEVER
        const first = earlier === undefined || earlier.timeline.length === 0
        const seen = look !== null && !component.removed
        looks.set(component.timeline, {
          wholeAt: seen && (look.whole || first) ? look.at : wholeAt,
          readTo: seen ? look.to : readTo,
        })
      }
    },
  }
}
