import type { Clock } from '../../../shared/runtime/clock.ts'

/** Wakes whoever waits for something new: at once when this process tells, else to look again after a while. */
export type News = {
  /** How often something was told; to be read before looking. */
  count(): number
  tell(): void
  /** Settles at once when something was told since `known`. */
  since(known: number, signal: AbortSignal): Promise<void>
}

export function createNews(clock: Clock, lookAgainMs: number): News {
  let count = 0
  const waiting = new Set<() => void>()
  return {
    count: () => count,
    tell() {
      count++
      for (const wake of [...waiting]) wake()
    },
    since: (known, signal) =>
      new Promise((resolve) => {
        if (count !== known || signal.aborted) return resolve()
        const wake = () => {
          waiting.delete(wake)
          cancel()
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const cancel = clock.after(lookAgainMs, wake)
        waiting.add(wake)
        signal.addEventListener('abort', wake, { once: true })
      }),
  }
}
