import type { Clock } from '../../shared/runtime/clock.ts'

export type LeapingClock = Clock & {
  /** Moves on to this time at once; what was due on the way happens now. Never back. */
  leapTo(nowMs: number): void
}

/** A clock that runs as the given one does, but begins in the past and can be moved on: this is how the demo has a yesterday. */
export function createLeapingClock(real: Clock, startMs: number): LeapingClock {
  let aheadMs = startMs - real.now()
  let leaptMs = 0
  const waiting = new Set<Waiting>()
  const monotonic = () => real.monotonic() + leaptMs

  return {
    now: () => real.now() + aheadMs,
    monotonic,
    after(ms, then) {
      const timer: Waiting = { due: monotonic() + ms, fire: () => {}, cancel: () => {} }
      timer.fire = () => {
        timer.cancel()
        waiting.delete(timer)
        then()
      }
      timer.cancel = real.after(ms, timer.fire)
      waiting.add(timer)
      return () => {
        timer.cancel()
        waiting.delete(timer)
      }
    },
    leapTo(nowMs) {
      const leapMs = nowMs - (real.now() + aheadMs)
      if (leapMs <= 0) return
      aheadMs += leapMs
      leaptMs += leapMs
      const passed = [...waiting].sort((a, b) => a.due - b.due)
      for (const timer of passed) {
        if (!waiting.has(timer)) continue
        timer.cancel()
        if (timer.due <= monotonic()) timer.fire()
        else timer.cancel = real.after(timer.due - monotonic(), timer.fire)
      }
    },
  }
}

type Waiting = { readonly due: number; fire: () => void; cancel: () => void }
