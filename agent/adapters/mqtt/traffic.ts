import { dayOf, toSeconds } from '../../../shared/time.ts'
import type { Traffic } from '../../ports.ts'

const DAYS_KEPT = 8

export type TrafficMeter = {
  add(up: number, down: number): void
  days(): readonly Traffic[]
}

/** Bytes by UTC day, the latest first. */
export function createTrafficMeter(nowMs: () => number): TrafficMeter {
  let days: Traffic[] = []
  return {
    add(up, down) {
      if (up + down === 0) return
      const day = dayOf(toSeconds(nowMs()))
      const known = days.find((other) => other.day === day) ?? { day, up: 0, down: 0 }
      const others = days.filter((other) => other.day !== day)
      days = [{ day, up: known.up + up, down: known.down + down }, ...others]
        .sort((a, b) => b.day - a.day)
        .slice(0, DAYS_KEPT)
    },
    days: () => days,
  }
}
