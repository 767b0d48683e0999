import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { openSqliteLog } from '../../hub/adapters/sqlite/log.ts'
import { decodeEvents, encodeEvents } from '../../hub/core/stored-event.ts'
import { dataFolder } from '../../hub/data-folder.ts'
import type { EventLog } from '../../hub/ports.ts'
import { type HubSettings, hubExample, hubSettings } from '../../hub/settings.ts'
import { Fault } from '../../shared/fault.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { describeProblem, readSettings } from '../../shared/runtime/settings.ts'

export type HubData = {
  readonly settings: HubSettings
  readonly folder: ReturnType<typeof dataFolder>
  readonly log: EventLog
}

/** Opens the data of the hub that this file configures, whether that hub runs or not, for as long as `work` takes. */
export async function withHubData<T>(configFile: string, work: (data: HubData) => Promise<T>): Promise<T> {
  const read = readSettings(configFile, hubSettings, hubExample)
  if (!read.ok) throw new Fault('invalid', read.problems.map(describeProblem).join('\n'))
  const folder = dataFolder(read.settings.dataDir)
  mkdirSync(folder.dir, { recursive: true, mode: 0o700 })
  const log = openSqliteLog({
    file: folder.events,
    clock: systemClock,
    codec: { encode: encodeEvents, decode: decodeEvents },
    newId: randomUUID,
  })
  try {
    return await work({ settings: read.settings, folder, log })
  } finally {
    log.close()
  }
}
