import type { Seconds } from '../../shared/time.ts'

export type TriesRule = { readonly most: number; readonly withinS: number }

/** Bounded: who makes up keys pushes out the oldest, not the hub. */
const MOST_KEYS = 10_000

/** Counts what failed by a key. Once there are too many within the time, the key waits as long again. */
export function createTries({ most, withinS }: TriesRule) {
  const failures = new Map<string, { count: number; until: Seconds }>()

  return {
    /** Until when the key has to wait; null while it need not. */
    waitsUntil(key: string, now: Seconds): Seconds | null {
      const tried = failures.get(key)
      return tried !== undefined && tried.count >= most && tried.until > now ? tried.until : null
    },
    /** Until when the key has to wait, if this one was too many. */
    failed(key: string, now: Seconds): Seconds | null {
      const before = failures.get(key)
      const count = before !== undefined && before.until > now ? before.count + 1 : 1
      const until = count === 1 || count >= most ? now + withinS : (before?.until ?? now)
      failures.delete(key)
      failures.set(key, { count, until })
      for (const oldest of failures.keys()) {
        if (failures.size <= MOST_KEYS) break
        failures.delete(oldest)
      }
      return count >= most ? until : null
    },
    forgive(key: string): void {
      failures.delete(key)
    },
  }
}
