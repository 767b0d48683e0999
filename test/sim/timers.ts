/** Virtual time: true seconds that pass only from one thing to the next. */
export type Timers = {
  now(): number
  /** Answers how to call it off. */
  after(seconds: number, then: () => void): () => void
  runUntil(end: number): void
}

type Due = { readonly at: number; readonly order: number; readonly then: () => void; off: boolean }

export function timersFrom(begin: number): Timers {
  let now = begin
  let order = 0
  const heap: Due[] = []
  const before = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order)

  function push(due: Due): void {
    let at = heap.push(due) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above] as Due
      if (!before(due, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = due
  }

  function pop(): Due | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child++
      if (!before(heap[child] as Due, last)) break
      heap[at] = heap[child] as Due
      at = child
    }
    heap[at] = last
    return first
  }

  return {
    now: () => now,
    after(seconds, then) {
      const due: Due = { at: now + Math.max(0, seconds), order: order++, then, off: false }
      push(due)
      return () => {
        due.off = true
      }
    },
    runUntil(end) {
      while (heap[0] !== undefined && heap[0].at <= end) {
        const due = pop() as Due
        now = due.at
        if (!due.off) due.then()
      }
      now = end
    },
  }
}
