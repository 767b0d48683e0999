import { setImmediate as nextTurn } from 'node:timers/promises'
import { Fault } from '../../../shared/fault.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Appended, Batch, EventLog, Position, Version } from '../../ports/log.ts'
import { type Batches, logLayout, openBatches, type StoredBatch } from './batches.ts'
import type { Sealed } from './chain.ts'
import { isBusy, sqliteFault } from './fault.ts'
import { groupCommit } from './group-commit.ts'
import { createNews, type News } from './news.ts'
import { openDatabase } from './open.ts'

/** Whoever follows it is at its end when it is closed. */
export type SqliteLog = EventLog & { close(): void }

export type SqliteLogOptions = {
  readonly file: string
  readonly clock: Clock
  readonly codec: EventCodec
  /** Names a log that is made here. */
  readonly newId: () => string
}

/** Between events and the text that is stored; `place` says where the text stands. */
export type EventCodec = {
  readonly encode: (events: Batch['events']) => string
  readonly decode: (text: string, place: string) => Batch['events']
}

const MOST_BATCH_BYTES = 512 * 1024
const MOST_EVENTS_A_COMMIT = 200
/** How soon `follow` sees what another process has appended. */
const LOOK_AGAIN_MS = 500

/** The event log in one SQLite file. Other processes may append beside this one. */
export function openSqliteLog({ file, clock, codec, newId }: SqliteLogOptions): SqliteLog {
  const db = openDatabase(file, logLayout(newId))
  const batches = openBatches(db, file)
  const news = createNews(clock, LOOK_AGAIN_MS)
  const closing = new AbortController()
  const decode = (stored: StoredBatch) => toBatch(stored, file, codec)
  const appends = groupCommit<Sealed & { readonly count: number }, Appended>({
    clock,
    commit: (items) => {
      const answers = batches.append(items)
      news.tell()
      return answers
    },
    weigh: ({ count }) => count,
    mostWeight: MOST_EVENTS_A_COMMIT,
    isBusy,
  })

  async function append(...[stream, expected, batch, signal]: Parameters<EventLog['append']>): Promise<Appended> {
    const events = codec.encode(batch.events)
    const bytes = Buffer.byteLength(events)
    if (bytes > MOST_BATCH_BYTES)
      throw new Fault('too-large', `a batch of ${stream} has ${bytes} bytes; at most ${MOST_BATCH_BYTES} can be stored`)
    const item = { stream, previous: expected, id: batch.id, at: batch.at, events, count: batch.events.length }
    try {
      return await appends.add(item, signal)
    } catch (error) {
      throw sqliteFault(error, file)
    }
  }

  return {
    id: batches.logId,
    append,
    read: (stream, after, signal) => read((from) => batches.streamPage(stream, from), decode, after, signal),
    at: async (position, signal) => {
      signal.throwIfAborted()
      const stored = batches.at(position)
      return stored ? decode(stored) : null
    },
    follow: (after, signal) => follow(batches, news, decode, after, AbortSignal.any([signal, closing.signal])),
    head: async (stream) => batches.head(stream),
    close: () => {
      closing.abort()
      appends.close(new Fault('unavailable', `${file} is closed`))
      db.close()
    },
  }
}

async function* read(
  pageAfter: (after: Version) => readonly StoredBatch[],
  decode: (stored: StoredBatch) => Batch,
  after: Version,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  for (let from = after; ; await nextTurn()) {
    signal.throwIfAborted()
    const page = pageAfter(from)
    if (page.length === 0) return
    for (const stored of page) {
      yield decode(stored)
      signal.throwIfAborted()
      from = stored.position
    }
  }
}

async function* follow(
  batches: Batches,
  news: News,
  decode: (stored: StoredBatch) => Batch,
  after: Position,
  signal: AbortSignal,
): AsyncGenerator<Batch | { caughtUp: Position }> {
  let position = after
  let told: Position | null = null
  while (!signal.aborted) {
    const known = news.count()
    const page = batches.page(position)
    for (const stored of page) {
      yield decode(stored)
      if (signal.aborted) return
      position = stored.position
    }
    if (page.length > 0) await nextTurn()
    else {
      if (told !== position) yield { caughtUp: position }
      told = position
      await news.since(known, signal)
    }
  }
}

const toBatch = (stored: StoredBatch, file: string, codec: EventCodec): Batch => ({
  stream: stored.stream,
  position: stored.position,
  previous: stored.previous,
  id: stored.id,
  at: stored.at,
  events: codec.decode(stored.events, `${file}: batch ${stored.position} of ${stored.stream}`),
})
