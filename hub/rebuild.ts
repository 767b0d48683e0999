import type { Batch, EventLog, ReadStore } from './ports.ts'
import { createProject } from './project.ts'
import { createProjection } from './projections/projection.ts'

/** Feeds an empty store all that the log holds by now, telling which share of it is done. Answers how many batches. */
export async function rebuild(log: EventLog, store: ReadStore, told: (share: number) => void): Promise<number> {
  const head = await log.head()
  const ending = new AbortController()
  let batches = 0
  const applied = ({ position }: Batch) => {
    batches++
    told(Math.min(1, position / head))
  }
  const project = createProject({ log, projection: createProjection(store), signal: ending.signal, applied })
  await Promise.race([project.passed(head), project.done])
  ending.abort()
  await project.done
  return batches
}
