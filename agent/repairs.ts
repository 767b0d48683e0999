import type { Clock } from '../shared/runtime/clock.ts'
import { HOUR_S, MINUTE_S } from '../shared/time.ts'

const REPAIR_EVERY_MS = 15 * MINUTE_S * 1000
const REPAIR_S = 26 * HOUR_S
const WIDE_REPAIR_EVERY_MS = 24 * HOUR_S * 1000
const WIDE_REPAIR_S = 72 * HOUR_S
const CLOCK_STEP_MS = 5000

/** When the past has to be looked at again, and how far back. */
export type Repairs = {
  /** Something was unusual: at the next chance, and far back. */
  wanted(): void
  /** How far back to look now, in seconds; null when it is not time yet. */
  dueS(): number | null
  /** What was due has been looked at. */
  done(repairS: number | null): void
}

export function createRepairs(clock: Clock): Repairs {
  const skewMs = () => clock.now() - clock.monotonic()
  let lastMs = Number.NEGATIVE_INFINITY
  let lastWideMs = clock.monotonic()
  let lastSkewMs = skewMs()
  const wanted = (): void => {
    lastMs = Number.NEGATIVE_INFINITY
    lastWideMs = Number.NEGATIVE_INFINITY
  }
  return {
    wanted,
    dueS() {
      if (Math.abs(skewMs() - lastSkewMs) > CLOCK_STEP_MS) wanted()
      lastSkewMs = skewMs()
      if (clock.monotonic() - lastMs < REPAIR_EVERY_MS) return null
      return clock.monotonic() - lastWideMs < WIDE_REPAIR_EVERY_MS ? REPAIR_S : WIDE_REPAIR_S
    },
    done(repairS) {
      if (repairS === null) return
      lastMs = clock.monotonic()
      if (repairS === WIDE_REPAIR_S) lastWideMs = lastMs
    },
  }
}
