import type { Clock } from '../../../shared/runtime/clock.ts'

/** What is asked for within one turn of the event loop is committed in one go: a sync of the disk is what costs. */
export type GroupCommit<T, R> = {
  /** Settles after the commit. An abort before it takes the item out, so that it is not committed. */
  add(item: T, signal: AbortSignal): Promise<R>
  /** Refuses what waits and whatever comes later. */
  close(reason: unknown): void
}

export type GroupOptions<T, R> = {
  readonly clock: Clock
  /** Commits all of them and answers in their order, or throws and has committed none. */
  readonly commit: (items: readonly T[]) => readonly R[]
  readonly weigh: (item: T) => number
  /** A group is closed before it gets heavier than this: a commit blocks the loop. */
  readonly mostWeight: number
  /** Whether it is worth asking again soon. */
  readonly isBusy: (error: unknown) => boolean
}

const RETRY_AFTER_MS = 50
const GIVE_UP_AFTER_MS = 10_000

type Waiting<T, R> = {
  readonly item: T
  readonly since: number
  readonly answer: (result: R) => void
  readonly fail: (reason: unknown) => void
}

export function groupCommit<T, R>(options: GroupOptions<T, R>): GroupCommit<T, R> {
  const { clock, commit, isBusy } = options
  const queue: Waiting<T, R>[] = []
  let closed: { reason: unknown } | null = null
  let cancelRetry: (() => void) | null = null
  let scheduled = false

  function schedule(): void {
    if (scheduled || cancelRetry || queue.length === 0) return
    scheduled = true
    setImmediate(flush)
  }

  function flush(): void {
    scheduled = false
    const group = nextGroup(queue, options)
    const oldest = group[0]
    if (oldest === undefined) return
    try {
      const results = commit(group.map(({ item }) => item))
      queue.splice(0, group.length)
      group.forEach(({ answer }, at) => {
        answer(results[at] as R)
      })
    } catch (error) {
      if (isBusy(error) && clock.monotonic() - oldest.since < GIVE_UP_AFTER_MS) {
        cancelRetry = clock.after(RETRY_AFTER_MS, () => {
          cancelRetry = null
          schedule()
        })
      } else {
        queue.splice(0, group.length)
        for (const { fail } of group) fail(error)
      }
    }
    schedule()
  }

  return {
    add: (item, signal) =>
      new Promise<R>((resolve, reject) => {
        if (closed) return reject(closed.reason)
        if (signal.aborted) return reject(signal.reason)
        const leave = () => {
          queue.splice(queue.indexOf(waiting), 1)
          reject(signal.reason)
        }
        const waiting: Waiting<T, R> = {
          item,
          since: clock.monotonic(),
          answer: (result) => {
            signal.removeEventListener('abort', leave)
            resolve(result)
          },
          fail: (reason) => {
            signal.removeEventListener('abort', leave)
            reject(reason)
          },
        }
        signal.addEventListener('abort', leave, { once: true })
        queue.push(waiting)
        schedule()
      }),
    close: (reason) => {
      closed = { reason }
      cancelRetry?.()
      for (const { fail } of queue.splice(0)) fail(reason)
    },
  }
}

function nextGroup<T, R>(queue: readonly Waiting<T, R>[], { weigh, mostWeight }: GroupOptions<T, R>): Waiting<T, R>[] {
  const group: Waiting<T, R>[] = []
  let weight = 0
  for (const waiting of queue) {
    weight += weigh(waiting.item)
    if (group.length > 0 && weight > mostWeight) break
    group.push(waiting)
  }
  return group
}
