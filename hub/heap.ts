/** Gives the earliest first; of those at one time any. */
export interface Heap<T> {
  first(): T | undefined
  push(item: T): void
  /** Takes the first one out. */
  pop(): T | undefined
}

export function createHeap<T extends { readonly at: number }>(): Heap<T> {
  const items: T[] = []
  const at = (index: number): number => items[index]?.at ?? Number.POSITIVE_INFINITY

  function swap(a: number, b: number): void {
    const [one, other] = [items[a], items[b]]
    if (one === undefined || other === undefined) return
    items[a] = other
    items[b] = one
  }

  function rise(from: number): void {
    for (let index = from, above = (index - 1) >> 1; index > 0 && at(above) > at(index); above = (index - 1) >> 1) {
      swap(index, above)
      index = above
    }
  }

  function sink(): void {
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2]
      const earlier = at(right) < at(left) ? right : left
      if (earlier >= items.length || at(earlier) >= at(index)) return
      swap(index, earlier)
      index = earlier
    }
  }

  return {
    first: () => items[0],
    push(item) {
      items.push(item)
      rise(items.length - 1)
    },
    pop() {
      swap(0, items.length - 1)
      const first = items.pop()
      sink()
      return first
    },
  }
}
