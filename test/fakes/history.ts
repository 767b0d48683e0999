import { openReadStore } from '../../hub/adapters/sqlite/read-store.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { createHistory } from '../../hub/history.ts'
import type { History } from '../../hub/ports/history.ts'
import type { Batch } from '../../hub/ports/log.ts'
import { createProjection } from '../../hub/projections/projection.ts'
import { createReadModel } from '../../hub/projections/read-model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import { createMemoryLog } from './memory-log.ts'

/** The past as these batches made it: the real rows and views, with nothing on disk. `read` is told of each batch that is taken from the log. */
export function historyOf(
  batches: readonly Batch[],
  clock: Clock,
  read: (position: number) => void = () => {},
): History {
  const store = openReadStore(':memory:', 'memory')
  const projection = createProjection(store)
  for (const batch of batches) projection.apply([batch])
  const log = createMemoryLog(batches)
  const events = {
    at: (position: number, signal: AbortSignal) => {
      read(position)
      return log.at(position, signal)
    },
  }
  const present = async () => {
    const now = toSeconds(clock.now())
    const nothing = { massSilences: [], groupExcuses: [], heard: new Map() }
    return { now, hearsUntil: now, policy: DEFAULT_POLICY, ...nothing }
  }
  return createHistory({ events, store, model: createReadModel(store), present })
}
