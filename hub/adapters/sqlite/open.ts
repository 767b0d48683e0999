import { renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../../shared/fault.ts'
import { sqliteFault } from './fault.ts'

export type Layout = {
  /** What the file is, for people. */
  readonly what: string
  /** Tells our files from any other SQLite file. */
  readonly applicationId: number
  readonly version: number
  /** Makes an empty file into this version. */
  readonly create: (db: DatabaseSync) => void
  /** FULL: on disk when a commit returns. NORMAL: a power cut may take the last ones, never the file. */
  readonly synchronous: 'FULL' | 'NORMAL'
}

/** How long opening may wait for another process, and how long any later statement may block the event loop. */
const OPENING_MS = 5_000
const BLOCKING_MS = 5

/** The file with this layout, made when it is not there. */
export function openDatabase(file: string, layout: Layout): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file, { timeout: OPENING_MS })
    refuseForeign(db, file, layout)
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${layout.synchronous}`)
    transaction(db, (open) => {
      refuseForeign(open, file, layout)
      if (pragma(open, 'user_version') === 0) {
        layout.create(open)
        open.exec(`PRAGMA application_id = ${layout.applicationId}; PRAGMA user_version = ${layout.version}`)
      }
    })
    db.exec(`PRAGMA busy_timeout = ${BLOCKING_MS}`)
    return db
  } catch (error) {
    db?.close()
    throw sqliteFault(error, file)
  }
}

/**
 * The same for a file without which a hub can go on: a damaged one is put aside under the name that `renewed` is told, and
 * begun anew. For the hub alone, as nobody else may hold it open.
 */
export function openOrRenew(file: string, layout: Layout, renewed: (aside: string) => void): DatabaseSync {
  try {
    const db = openDatabase(file, layout)
    if (isWhole(db, file)) return db
    db.close()
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'corrupt')) throw error
  }
  const aside = `${file}.damaged`
  renameSync(file, aside)
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  renewed(aside)
  return openDatabase(file, layout)
}

/** All of it is read: such a file is small. */
function isWhole(db: DatabaseSync, file: string): boolean {
  try {
    return db.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok'
  } catch (error) {
    db.close()
    throw sqliteFault(error, file)
  }
}

/** All of `work` or nothing. The write lock is taken first, so that what is read inside still holds when it is written. */
export function transaction<T>(db: DatabaseSync, work: (db: DatabaseSync) => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work(db)
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function refuseForeign(db: DatabaseSync, file: string, { what, applicationId, version }: Layout): void {
  const found = pragma(db, 'user_version')
  const owner = pragma(db, 'application_id')
  const empty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (empty && found === 0 && owner === 0) return
  if (owner !== applicationId)
    throw new Fault('invalid', `${file} holds no ${what} of watchkeeper`, {
      hint: 'give the hub a data folder of its own',
    })
  if (found > version)
    throw new Fault(
      'newer-version',
      `the ${what} in ${file} has version ${found}; this watchkeeper reads up to version ${version}`,
      {
        hint: 'run the newer watchkeeper, or restore a backup made before the update',
      },
    )
}

const pragma = (db: DatabaseSync, name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name])
