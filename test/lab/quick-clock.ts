import type { Clock } from '../../shared/runtime/clock.ts'

/** One virtual time for several processes: from `virtualMs` at the real `realMs` it runs `speed` times as fast. */
export type Pace = { readonly speed: number; readonly virtualMs: number; readonly realMs: number }

export const quickClock = ({ speed, virtualMs, realMs }: Pace): Clock => ({
  now: () => virtualMs + (Date.now() - realMs) * speed,
  monotonic: () => performance.now() * speed,
  after(ms, then) {
    const timer = setTimeout(then, ms / speed)
    return () => clearTimeout(timer)
  },
})
