import { OPEN, type Seconds } from '../../shared/time.ts'
import type { Batch, Position } from '../ports/log.ts'
import type { ReadStore } from '../ports/read-store.ts'
import { forget } from './forget.ts'
import { historyRows } from './history/rows.ts'
import { rowsOf, vesselOf } from './rows.ts'

/** Follows the log batch by batch: the same batches always make the same rows, so that a store made anew equals one that grew. */
export function createProjection(store: ReadStore): {
  position(): Position
  /** All of them or none. */
  apply(batches: readonly Batch[]): void
} {
  function apply(batch: Batch): void {
    const id = vesselOf(batch.stream)
    const held = id === null ? undefined : store.vessel(id)
    const { row, changes } = held ? forget(store, held, learnedAt(batch)) : { row: undefined, changes: [] }
    const before = { vessel: () => row, listeningSince: () => listeningSince(store), alert: store.alert }
    store.write(batch.position, [...changes, ...rowsOf(batch, before), ...historyRows(batch, store)])
  }
  return {
    position: () => store.position(),
    apply: (batches) => store.together(() => batches.forEach(apply)),
  }
}

const learnedAt = ({ events }: Batch): Seconds => Math.max(...events.map((event) => event.learnedAt))

function listeningSince(store: ReadStore): Seconds | null {
  const last = store.listening().at(-1)
  return last?.to === OPEN ? last.from : null
}
