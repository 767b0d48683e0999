import type { EventLog } from './ports/log.ts'
import type { ReadStore } from './ports/read-store.ts'
import { inGroups } from './project.ts'
import { createProjection } from './projections/projection.ts'

/** Feeds an empty store all that the log holds by now, telling which share of it is done. Answers how many batches. */
export async function rebuild(log: EventLog, store: ReadStore, told: (share: number) => void): Promise<number> {
  const head = await log.head()
  const projection = createProjection(store)
  const ending = new AbortController()
  let batches = 0
  for await (const group of inGroups(log.follow(0, ending.signal))) {
    projection.apply(group.batches)
    batches += group.batches.length
    told(Math.min(1, group.reached / head))
    if (group.caughtUp) break
  }
  ending.abort()
  return batches
}
