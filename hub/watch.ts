import type { Clock } from '../shared/runtime/clock.ts'
import { OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import { createHeap } from './heap.ts'

/** Sleeps until the earliest deadline: while nothing is due nothing is evaluated, however long the history. */
export interface Watch<K> {
  /** The deadline of `key` may have moved, earlier or later. */
  expect(key: K, at: Seconds): void
  /** The earliest deadline that has not been seen to; one that lies in the past is overdue. */
  earliest(): Seconds
  stop(): void
}

/**
 * `due` is called for each key whose deadline has come and says its next one (`OPEN`: none). Deadlines usually move
 * later with every beat: a key keeps its place in the queue and is asked again only when that place is reached.
 */
export function createWatch<K>(clock: Clock, due: (key: K, now: Seconds) => Promise<Seconds>): Watch<K> {
  const queue = createHeap<{ readonly at: Seconds; readonly key: K }>()
  const queued = new Map<K, Seconds>()
  const wanted = new Map<K, Seconds>()
  const underWay = new Set<{ readonly at: Seconds }>()
  let cancel = () => {}
  let wakeAt = OPEN
  let stopped = false

  function enqueue(key: K, at: Seconds): void {
    queued.set(key, at)
    queue.push({ at, key })
    if (at < wakeAt) sleepUntil(at)
  }

  function sleepUntil(at: Seconds): void {
    cancel()
    wakeAt = at
    if (at !== OPEN && !stopped) cancel = clock.after(Math.min(Math.max(0, at * 1000 - clock.now()), DAY_MS), wake)
  }

  function wake(): void {
    const now = toSeconds(clock.now())
    wakeAt = OPEN
    for (let first = queue.first(); first && first.at <= now; first = queue.first()) {
      const { at, key } = first
      queue.pop()
      if (queued.get(key) !== at) continue
      queued.delete(key)
      const deadline = wanted.get(key) ?? OPEN
      if (deadline > now) {
        if (deadline !== OPEN) enqueue(key, deadline)
        continue
      }
      wanted.delete(key)
      see(key, deadline, now)
    }
    sleepUntil(queue.first()?.at ?? OPEN)
  }

  function see(key: K, deadline: Seconds, now: Seconds): void {
    const seen = { at: deadline }
    underWay.add(seen)
    void due(key, now).then((next) => {
      underWay.delete(seen)
      expect(key, Math.max(next, now + 1))
    })
  }

  function expect(key: K, at: Seconds): void {
    if (at === OPEN) wanted.delete(key)
    else wanted.set(key, at)
    if (at < (queued.get(key) ?? OPEN)) enqueue(key, at)
  }

  function earliest(): Seconds {
    let first = OPEN
    for (const at of wanted.values()) first = Math.min(first, at)
    for (const { at } of underWay) first = Math.min(first, at)
    return first
  }

  function stop(): void {
    stopped = true
    cancel()
  }

  return { expect, earliest, stop }
}

/** Timers overflow past 24.8 days; waking early costs one look. */
const DAY_MS = 86_400_000
