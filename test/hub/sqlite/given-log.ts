import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { openSqliteLog, type SqliteLog } from '../../../hub/adapters/sqlite/log.ts'
import { decodeEvents, encodeEvents } from '../../../hub/core/stored/stored-event.ts'
import { type Clock, systemClock } from '../../../shared/runtime/clock.ts'
import { atEnd } from '../../at-end.ts'

export const openLog = (file: string, clock: Clock = systemClock): SqliteLog =>
  openSqliteLog({ file, clock, codec: { encode: encodeEvents, decode: decodeEvents }, newId: randomUUID })

/** Closed after the test, if not before. */
export function givenLog(t: TestContext, file: string, clock?: Clock): SqliteLog {
  const log = openLog(file, clock)
  let open = true
  const close = () => {
    if (open) log.close()
    open = false
  }
  atEnd(t, close)
  return { ...log, close }
}
