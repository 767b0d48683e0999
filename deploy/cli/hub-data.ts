import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { openSqliteLog } from '../../hub/adapters/sqlite/log.ts'
import { decodeEvents, encodeEvents } from '../../hub/core/stored/stored-event.ts'
import { dataFolder } from '../../hub/data-folder.ts'
import type { EventLog } from '../../hub/ports/log.ts'
import { type HubSettings, hubExample, hubSettings } from '../../hub/settings/settings.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { settingsFrom } from './settings.ts'

export type HubPlace = { readonly settings: HubSettings; readonly folder: ReturnType<typeof dataFolder> }

export type HubData = HubPlace & { readonly log: EventLog }

/** Where the hub that this file configures keeps its data; nothing is opened or made. */
export function placeOf(configFile: string): HubPlace {
  const settings = settingsFrom(configFile, hubSettings, hubExample)
  return { settings, folder: dataFolder(settings.dataDir) }
}

/** Opens the data of the hub that this file configures, whether that hub runs or not, for as long as `work` takes. */
export async function withHubData<T>(configFile: string, work: (data: HubData) => Promise<T>): Promise<T> {
  const { settings, folder } = placeOf(configFile)
  mkdirSync(folder.dir, { recursive: true, mode: 0o700 })
  const log = openSqliteLog({
    file: folder.events,
    clock: systemClock,
    codec: { encode: encodeEvents, decode: decodeEvents },
    newId: randomUUID,
  })
  try {
    return await work({ settings, folder, log })
  } finally {
    log.close()
  }
}
