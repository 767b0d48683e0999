import { Fault } from '../shared/fault.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Batch, EventLog, Position } from './ports/log.ts'

/** What follows the log and remembers how far it has come. */
export interface Projection {
  /** 0 when it was made with another log. */
  position(): Position
  /** All of them or none. */
  apply(batches: readonly Batch[]): void
}

export interface Project {
  /** Settles when the projection has passed `position`, or cannot go on for now: old rows are better than none. */
  passed(position: Position): Promise<void>
  position(): Position
  /** Settles when the signal has ended it; what no waiting can mend rejects it, which ends the process. */
  readonly done: Promise<void>
}

export type ProjectParts = {
  readonly log: EventLog
  readonly projection: Projection
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly applied: (batch: Batch) => void
  /** It cannot write (no room, say) and tries again soon. */
  readonly failed: (error: Fault) => void
}

const RETRY_MS = 5_000

/** Feeds the projection every batch, each once and in order; `applied` is told after each. */
export function createProject({ log, projection, clock, signal, ...parts }: ProjectParts): Project {
  let reached = projection.position()
  let stalled = false
  let waiting: { position: Position; resolve: () => void }[] = []

  function release(): void {
    for (const waiter of waiting) if (stalled || waiter.position <= reached) waiter.resolve()
    waiting = stalled ? [] : waiting.filter((waiter) => waiter.position > reached)
  }

  function reach(position: Position): void {
    reached = Math.max(reached, position)
    stalled = false
    release()
  }

  async function follow(): Promise<void> {
    for await (const { batches, reached } of inGroups(log.follow(projection.position(), signal))) {
      if (batches.length > 0) projection.apply(batches)
      reach(reached)
      for (const batch of batches) parts.applied(batch)
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await follow()
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof Fault) || error.code !== 'unavailable') throw error
        stalled = true
        release()
        parts.failed(error)
        await pause(clock, RETRY_MS, signal)
      }
    }
  }

  return {
    done: run(),
    position: () => reached,
    passed: (position) =>
      stalled || position <= reached
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ position, resolve })),
  }
}

/** A group blocks the loop while it is applied. */
const MOST_TOGETHER = 200

/** What is there already is taken together: each group has a cost of its own. */
export async function* inGroups(
  items: AsyncIterable<Batch | { readonly caughtUp: Position }>,
): AsyncGenerator<{ readonly batches: readonly Batch[]; readonly reached: Position; readonly caughtUp: boolean }> {
  let batches: Batch[] = []
  for await (const item of items) {
    const caughtUp = 'caughtUp' in item
    if (!caughtUp) batches.push(item)
    if (!caughtUp && batches.length < MOST_TOGETHER) continue
    yield { batches, reached: caughtUp ? item.caughtUp : item.position, caughtUp }
    batches = []
  }
}

const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.after(ms, resolve)
    signal.addEventListener('abort', () => {
      cancel()
      resolve()
    })
  })
