import type { Clock } from '../../../shared/runtime/clock.ts'
import { createVersions, type News, type Picture } from './versions.ts'

/** One picture for many readers, drawn once for all of them, and only while somebody looks. */
export interface Board<T> {
  /** Drawn anew; throws what drawing threw. */
  look(): Promise<{ readonly whole: T; readonly mark: string }>
  /** What a reader has missed; null for nothing. */
  since(mark: string | null): News<T> | null
  /** Keeps the picture fresh and calls `wake` whenever there may be something new. The answer ends it. */
  watch(wake: () => void): () => void
  watchers(): number
  /** False while it cannot be drawn: what readers hold is then old. */
  fresh(): boolean
}

const GATHER_MS = 200
/** News is gathered for this many times as long as drawing took, so that a large fleet does not keep the hub drawing. */
const REST = 4
const REDRAW_MS = 10_000

type BoardOptions<T> = {
  readonly name: string
  readonly draw: () => Promise<Picture<T>>
  /** Two parts with the same text are the same. */
  readonly textOf: (part: T) => string
  /** News that concerns this board. */
  readonly changed: (listener: () => void) => () => void
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

export function createBoard<T>(options: BoardOptions<T>): Board<T> {
  const versions = createVersions<T>(`${options.name}.${options.clock.now().toString(36)}`, options.textOf)
  const wakes = new Set<() => void>()
  let failure: { readonly error: unknown } | null = null
  let running: Promise<void> = Promise.resolve()
  let queued: Promise<void> | null = null
  let tookMs = 0
  let stop = (): void => {}

  const drawOnce = async (): Promise<void> => {
    queued = null
    const beganMs = options.clock.monotonic()
    try {
      const changed = versions.take(await options.draw())
      failure = null
      if (changed) for (const wake of wakes) wake()
    } catch (error) {
      failure = { error }
      options.failed(error)
    }
    tookMs = options.clock.monotonic() - beganMs
  }

  /** Everyone who asks before the next drawing begins shares it. */
  const redraw = (): Promise<void> => {
    if (queued === null) {
      queued = running.then(drawOnce)
      running = queued
    }
    return queued
  }

  return {
    async look() {
      await redraw()
      const newest = versions.newest()
      if (failure !== null || newest === null) throw failure?.error
      return newest
    },
    since: (mark) => versions.since(mark),
    watch(wake) {
      wakes.add(wake)
      if (wakes.size === 1)
        stop = keepFresh(
          options,
          () => void redraw(),
          () => Math.max(GATHER_MS, REST * tookMs),
        )
      return () => {
        if (wakes.delete(wake) && wakes.size === 0) stop()
      }
    },
    watchers: () => wakes.size,
    fresh: () => failure === null,
  }
}

/** Redraws now, soon after news, and regularly, because ages and sliding figures change without any. */
function keepFresh<T>({ changed, clock }: BoardOptions<T>, redraw: () => void, gatherMs: () => number): () => void {
  let cancelGathering: (() => void) | null = null
  let cancelNext = (): void => {}
  const again = (): void => {
    cancelNext = clock.after(REDRAW_MS, () => {
      redraw()
      again()
    })
  }
  const unsubscribe = changed(() => {
    cancelGathering ??= clock.after(gatherMs(), () => {
      cancelGathering = null
      redraw()
    })
  })
  again()
  redraw()
  return () => {
    unsubscribe()
    cancelNext()
    cancelGathering?.()
  }
}
