import type { Batch, EventLog, Position } from '../../hub/ports/log.ts'
import { Fault } from '../../shared/fault.ts'

/** The event log's contract with nothing on disk. `batches` is all that was stored; a log made from it is its restored backup. */
export function createMemoryLog(
  from: readonly Batch[] = [],
  id = 'memory',
): EventLog & { batches(): readonly Batch[] } {
  const stored: Batch[] = []
  const streams = new Map<string, Batch[]>()
  const successors = new Map<string, Batch>()
  const heads = new Map<string, Position>()
  let wake = Promise.withResolvers<void>()

  const store = (batch: Batch): void => {
    stored.push(batch)
    const stream = streams.get(batch.stream) ?? []
    stream.push(batch)
    streams.set(batch.stream, stream)
    successors.set(`${batch.stream} ${batch.previous}`, batch)
    heads.set(batch.stream, batch.position)
  }
  const head = (stream?: string) => (stream === undefined ? stored.at(-1)?.position : heads.get(stream)) ?? 0
  from.forEach(store)

  return {
    id,
    batches: () => [...stored],
    async append(stream, previous, batch, signal) {
      if (Buffer.byteLength(JSON.stringify(batch.events)) > 512 * 1024)
        throw new Fault('too-large', `a batch of ${stream} is over 512 KiB`)
      signal.throwIfAborted()
      const successor = successors.get(`${stream} ${previous}`)
      if (successor?.id === batch.id) return { kind: 'stored', position: successor.position, repeated: true }
      if (successor || head(stream) !== previous) return { kind: 'conflict' }
      const position = head() + 1 + (stored.length % 3)
      store({ ...batch, stream, position, previous })
      wake.resolve()
      wake = Promise.withResolvers()
      return { kind: 'stored', position, repeated: false }
    },
    async *read(stream, after, signal) {
      signal.throwIfAborted()
      for (const batch of (streams.get(stream) ?? []).filter((one) => one.position > after)) {
        yield batch
        signal.throwIfAborted()
      }
    },
    async at(position, signal) {
      signal.throwIfAborted()
      return stored.find((batch) => batch.position === position) ?? null
    },
    async *follow(after, signal) {
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      let position = after
      let next = stored.findIndex((batch) => batch.position > after)
      if (next < 0) next = stored.length
      while (!signal.aborted) {
        const news = wake.promise
        for (let batch = stored[next]; batch !== undefined; batch = stored[next]) {
          yield batch
          if (signal.aborted) return
          position = batch.position
          next++
        }
        yield { caughtUp: position }
        await Promise.race([news, aborted])
      }
    },
    head: async (stream) => head(stream),
  }
}
