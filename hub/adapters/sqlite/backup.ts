import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup } from 'node:sqlite'
import { Fault } from '../../../shared/fault.ts'
import { logLayout } from './batches.ts'
import { sqliteFault } from './fault.ts'
import { openDatabase } from './open.ts'
import { type ChainReport, verifyLog } from './verify.ts'

/** A copy of the log as it stands now, checked, while the hub goes on. */
export async function backupLog(file: string, copy: string): Promise<ChainReport> {
  if (existsSync(copy)) throw new Fault('conflict', `${copy} is there already`, { hint: 'name another file' })
  if (!existsSync(file)) throw new Fault('not-found', `there is no event log at ${file}`)
  const aside = `${copy}.unfinished`
  const db = openDatabase(file, logLayout(noId))
  try {
    await backup(db, aside)
  } catch (error) {
    throw sqliteFault(error, aside)
  } finally {
    db.close()
  }
  const report = whole(aside)
  putInPlace(aside, copy)
  return report
}

/**
 * The log as the backup has it; the one that was there is kept aside. The caller holds the lock of the hub. The log gets a new
 * name, so that whatever was computed from the old one is computed anew.
 */
export function restoreLog(
  copy: string,
  file: string,
  newId: () => string,
): { report: ChainReport; keptAs: string | null } {
  const aside = `${file}.restoring`
  if (!existsSync(copy)) throw new Fault('not-found', `there is no backup at ${copy}`)
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${aside}${suffix}`, { force: true })
  copyFileSync(copy, aside)
  const report = whole(aside)
  const db = openDatabase(aside, logLayout(noId))
  db.prepare('UPDATE log SET id = ?').run(newId())
  db.close()
  const keptAs = existsSync(file) ? keep(file) : null
  putInPlace(aside, file)
  return { report, keptAs }
}

function whole(copy: string): ChainReport {
  const report = verifyLog(copy)
  const [first] = report.broken
  if (!first) return report
  throw new Fault('corrupt', `${copy}: batch ${first.position} of ${first.stream} ${first.reason}`, {
    hint: 'watchkeeper verify says all that is wrong; use an older backup',
  })
}

/** A copy, so that at no moment there is no log: a hub that is started then would begin an empty one. */
function keep(file: string): string {
  let number = 1
  while (existsSync(`${file}.replaced-${number}`)) number++
  const kept = `${file}.replaced-${number}`
  copyFileSync(file, kept)
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${kept}${suffix}`)
  }
  return kept
}

/** On disk under its name when it returns. */
function putInPlace(aside: string, file: string): void {
  sync(aside)
  renameSync(aside, file)
  sync(dirname(file))
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

const noId = () => {
  throw new Fault('corrupt', 'the event log is empty')
}
