import type { EventLog } from './ports/log.ts'
import type { ReadStore } from './ports/read-store.ts'
import { createProjection } from './projections/projection.ts'

/** Feeds an empty store all that the log holds by now, telling which share of it is done. Answers how many batches. */
export async function rebuild(log: EventLog, store: ReadStore, told: (share: number) => void): Promise<number> {
  const head = await log.head()
  const projection = createProjection(store)
  const ending = new AbortController()
  let batches = 0
  for await (const item of log.follow(0, ending.signal)) {
    if ('caughtUp' in item) break
    projection.apply(item)
    batches++
    told(Math.min(1, item.position / head))
  }
  ending.abort()
  return batches
}
