import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'

/** So many packets at once, then so many a second; below zero it is a debt that time pays off. */
export type Bucket = { readonly tokens: number; readonly atMs: number }
export type Rate = { readonly burst: number; readonly perSecond: number }

/** How long the packets of a vessel have to wait; null when it is longer than anybody waits. A debt outlives the connection. */
export function createFloodBound(rate: Rate & { readonly patienceMs: number }, clock: Clock) {
  const buckets = new Map<VesselId, Bucket>()
  return (vessel: VesselId, packets: number): number | null => {
    const { bucket, waitMs } = take(buckets.get(vessel), packets, clock.monotonic(), rate)
    if (waitMs > rate.patienceMs) return null
    buckets.set(vessel, bucket)
    return waitMs
  }
}

/** What is left after taking `count`, and how long to wait until it is paid. */
export function take(bucket: Bucket | undefined, count: number, nowMs: number, { burst, perSecond }: Rate) {
  const before = bucket ?? { tokens: burst, atMs: nowMs }
  const refilled = Math.min(burst, before.tokens + (Math.max(0, nowMs - before.atMs) / 1000) * perSecond)
  const tokens = refilled - count
  return { bucket: { tokens, atMs: nowMs }, waitMs: tokens >= 0 ? 0 : Math.ceil((-tokens / perSecond) * 1000) }
}
