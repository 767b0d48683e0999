import type { Batch, EventLog, Position } from './ports.ts'

/** What follows the log and remembers how far it has come. */
export interface Projection {
  /** 0 when it was made with another log. */
  position(): Position
  apply(batch: Batch): void
}

export interface Project {
  /** Settles when the projection has passed `position`: a page that must see its own change waits for it. */
  passed(position: Position): Promise<void>
  position(): Position
  /** Settles when the signal has ended it; a projection that fails rejects it, which ends the process. */
  readonly done: Promise<void>
}

/** Feeds the projection every batch, each once and in order; `applied` is told after each, `caughtUp` when there is no more for now. */
export function createProject(options: {
  readonly log: EventLog
  readonly projection: Projection
  readonly signal: AbortSignal
  readonly applied: (batch: Batch) => void
}): Project {
  const { log, projection, signal } = options
  let reached = projection.position()
  let waiting: { position: Position; resolve: () => void }[] = []

  function reach(position: Position): void {
    reached = Math.max(reached, position)
    for (const waiter of waiting) if (waiter.position <= reached) waiter.resolve()
    waiting = waiting.filter((waiter) => waiter.position > reached)
  }

  async function run(): Promise<void> {
    for await (const item of log.follow(reached, signal)) {
      if ('caughtUp' in item) reach(item.caughtUp)
      else {
        projection.apply(item)
        reach(item.position)
        options.applied(item)
      }
    }
  }

  const done = run().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })

  return {
    done,
    position: () => reached,
    passed: (position) =>
      position <= reached ? Promise.resolve() : new Promise((resolve) => waiting.push({ position, resolve })),
  }
}
