import type { DatabaseSync } from 'node:sqlite'
import * as v from 'valibot'
import type { Appended, Position, Version } from '../../ports/log.ts'
import { NOTHING_BEFORE, positionAfter, type Sealed, seal } from './chain.ts'
import { sqliteFault } from './fault.ts'
import { type Layout, transaction } from './open.ts'

export type StoredBatch = Sealed & { readonly position: Position; readonly hash: Uint8Array }

/** The log's table: what it can be asked, and nothing asynchronous. */
export type Batches = {
  readonly logId: string
  /** All of them in one transaction, each judged by what stands before it. */
  append(items: readonly Sealed[]): readonly Appended[]
  head(stream?: string): Position
  at(position: Position): StoredBatch | undefined
  /** The next ones, as many as fit a page; none at the end. */
  page(after: Position): readonly StoredBatch[]
  streamPage(stream: string, after: Version): readonly StoredBatch[]
}

/** What is decoded in one go; between two pages the event loop has its turn. */
const PAGE_BYTES = 256 * 1024

export function openBatches(db: DatabaseSync, file: string): Batches {
  const ask = {
    logId: db.prepare('SELECT id FROM log'),
    successor: db.prepare('SELECT * FROM batch WHERE stream = ? AND previous = ?'),
    last: db.prepare('SELECT * FROM batch WHERE stream = ? ORDER BY position DESC LIMIT 1'),
    head: db.prepare('SELECT * FROM batch ORDER BY position DESC LIMIT 1'),
    at: db.prepare('SELECT * FROM batch WHERE position = ?'),
    page: db.prepare('SELECT * FROM batch WHERE position > ? ORDER BY position'),
    streamPage: db.prepare('SELECT * FROM batch WHERE stream = ? AND position > ? ORDER BY position'),
    insert: db.prepare(
      'INSERT INTO batch (position, stream, previous, id, at, events, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
  }
  const last = (stream: string) => optional(ask.last.get(stream))
  const head = (stream?: string) => (stream === undefined ? optional(ask.head.get()) : last(stream))?.position ?? 0

  function append(item: Sealed): Appended {
    const { stream, previous, id, at, events } = item
    const successor = optional(ask.successor.get(stream, previous))
    if (successor)
      return successor.id === id
        ? { kind: 'stored', position: successor.position, repeated: true }
        : { kind: 'conflict' }
    const before = last(stream)
    if ((before?.position ?? 0) !== previous) return { kind: 'conflict' }
    const hash = seal(before?.hash ?? NOTHING_BEFORE, item)
    const position = positionAfter(head(), hash)
    ask.insert.run(position, stream, previous, id, at, events, hash)
    return { kind: 'stored', position, repeated: false }
  }

  const say = <T>(answer: () => T): T => {
    try {
      return answer()
    } catch (error) {
      throw sqliteFault(error, file)
    }
  }

  return {
    logId: say(() => v.parse(v.object({ id: v.string() }), ask.logId.get()).id),
    append: (items) => transaction(db, () => items.map(append)),
    head: (stream) => say(() => head(stream)),
    at: (position) => say(() => optional(ask.at.get(position))),
    page: (after) => say(() => collect(ask.page.iterate(after))),
    streamPage: (stream, after) => say(() => collect(ask.streamPage.iterate(stream, after))),
  }
}

function collect(rows: Iterable<unknown>): StoredBatch[] {
  const page: StoredBatch[] = []
  let bytes = 0
  for (const row of rows) {
    const batch = v.parse(rowSchema, row)
    page.push(batch)
    bytes += batch.events.length
    if (bytes >= PAGE_BYTES) break
  }
  return page
}

const optional = (row: unknown): StoredBatch | undefined => v.parse(v.optional(rowSchema), row)

const rowSchema = v.object({
  position: v.number(),
  stream: v.string(),
  previous: v.number(),
  id: v.string(),
  at: v.number(),
  events: v.string(),
  hash: v.instance(Uint8Array),
})

export const logLayout = (newId: () => string): Layout => ({
  what: 'event log',
  applicationId: 0x776b6c67,
  version: 1,
  synchronous: 'FULL',
  create: (db) => {
    db.exec(`
      CREATE TABLE log (id TEXT NOT NULL) STRICT;
      CREATE TABLE batch (
        position INTEGER PRIMARY KEY,
        stream TEXT NOT NULL,
        previous INTEGER NOT NULL,
        id TEXT NOT NULL,
        at INTEGER NOT NULL,
        events TEXT NOT NULL,
        hash BLOB NOT NULL,
        UNIQUE (stream, previous)
      ) STRICT;
      CREATE INDEX batch_by_stream ON batch (stream, position);
    `)
    db.prepare('INSERT INTO log (id) VALUES (?)').run(newId())
  },
})
