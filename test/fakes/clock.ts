import type { Clock } from '../../shared/runtime/clock.ts'

export interface VirtualClock extends Clock {
  /** Moves time on, firing every timer on its way at its own instant and letting promises settle after each. */
  advance(ms: number): Promise<void>
  /** The wall jumps; the monotonic and the timers do not. */
  jump(ms: number): void
  /** How long until the next timer is due; null while none waits. */
  nextInMs(): number | null
  /** Timers that wait. */
  pending(): number
}

/** A clock that stands still until a test moves it. */
export function virtualClock(startMs: number): VirtualClock {
  let elapsed = 0
  let wall = startMs
  let timers: { at: number; order: number; then: () => void }[] = []
  let order = 0
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

  return {
    now: () => wall + elapsed,
    monotonic: () => elapsed,
    after(ms, then) {
      const timer = { at: elapsed + Math.max(0, ms), order: order++, then }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    async advance(ms) {
      const until = elapsed + ms
      await settle()
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]
        if (!next) break
        timers = timers.filter((other) => other !== next)
        elapsed = Math.max(elapsed, next.at)
        next.then()
        await settle()
      }
      elapsed = until
      await settle()
    },
    jump(ms) {
      wall += ms
    },
    nextInMs: () => (timers.length === 0 ? null : Math.max(0, Math.min(...timers.map(({ at }) => at)) - elapsed)),
    pending: () => timers.length,
  }
}
