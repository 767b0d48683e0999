/** Everyone who asks before the next turn begins shares it; turns never overlap. */
export function sharedTurn<T>(take: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let queued: Promise<T> | null = null
  return () => {
    if (queued === null) {
      queued = running.then(() => {
        queued = null
        return take()
      })
      running = queued.catch(() => {})
    }
    return queued
  }
}
