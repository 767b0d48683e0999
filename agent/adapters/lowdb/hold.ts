import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../../shared/fault.ts'
import type { Log } from '../../../shared/runtime/log.ts'

/** Result code of SQLite: somebody else has it. */
const BUSY = 5

/**
 * One agent per data folder: two would take each other's sessions for ever. The lock is the operating system's, on an
 * empty database that is never written: it is free again the moment its owner is gone, however it went. A disk that
 * gives none keeps no agent from its work.
 */
export function holdFolder(folder: string, log: Log): { release(): void } {
  const file = join(folder, 'agent.lock')
  let db: DatabaseSync | null = null
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    db = new DatabaseSync(file, { timeout: 0 })
    // Nothing is ever written, so the lock takes no room on a disk that may be full.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    if (isBusy(error)) {
      throw new Fault('conflict', `Another agent runs on this data folder (${file} is locked).`, {
        hint: 'Stop it first, or give this one a dataDir of its own. Look for it by `ps ax | grep watchkeeper`.',
        cause: error,
      })
    }
    log.warn({ file, why: String(error) }, 'whether another agent runs on this data folder cannot be seen')
    return { release() {} }
  }
  const held = db
  return { release: () => held.close() }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === BUSY
