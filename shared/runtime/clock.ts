/** Time as it is handed in: the wall for dates, the monotonic for durations, and timers that belong to the same clock. */
export interface Clock {
  /** Milliseconds since the epoch. May jump. */
  now(): number
  /** Milliseconds since some start. Never goes back. */
  monotonic(): number
  /** Calls `then` once after `ms`; the answer cancels it. */
  after(ms: number, then: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}
