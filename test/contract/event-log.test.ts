import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openSqliteLog } from '../../hub/adapters/sqlite/log.ts'
import { decodeEvents, encodeEvents } from '../../hub/core/stored/stored-event.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { givenFolder } from '../given-folder.ts'
import { eventLogContract } from './event-log.ts'

eventLogContract('the memory log', async () => {
  const log = createMemoryLog()
  return () => log
})

eventLogContract('the SQLite log', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  return () => {
    const log = openSqliteLog({
      file,
      clock: systemClock,
      codec: { encode: encodeEvents, decode: decodeEvents },
      newId: randomUUID,
    })
    atEnd(t, () => log.close())
    return log
  }
})
