import { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../../shared/fault.ts'
import { isBusy, sqliteFault } from './fault.ts'

/**
 * One hub per data folder. The lock is the operating system's, on an empty database that is never written: it is free again
 * the moment its owner is gone, however it went. Commands that append beside a hub do not take it.
 */
export function lockHub(file: string): { release(): void } {
  const db = openUnlocked(file)
  try {
    // Nothing is ever written, so the lock takes no room on a disk that may be full.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (!isBusy(error)) throw sqliteFault(error, file)
    throw new Fault('conflict', `another hub is running on this data folder (${file} is locked)`, {
      hint: 'stop it first, or give this one a dataDir of its own',
      cause: error,
    })
  }
  return { release: () => db.close() }
}

function openUnlocked(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 })
  } catch (error) {
    throw sqliteFault(error, file)
  }
}
