import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../shared/fault.ts'
import type { VesselId } from '../../shared/model.ts'
import { writeWhole } from '../../shared/runtime/secret.ts'

/** What has to be brought on board. `ca` is null when the hub shows a certificate that everybody trusts. */
export type VesselKit = {
  readonly vessel: VesselId
  /** As people call it. */
  readonly name: string
  readonly url: string
  readonly ca: string | null
}

const CREDENTIAL = 'credential'

/**
 * Makes the folder of the kit, with ca.pem. Before anything is changed: a folder that cannot be written, or that holds a
 * kit already, maybe the only copy of a credential, is refused in time.
 */
export function prepareKit(dir: string, { ca }: VesselKit): void {
  if (existsSync(join(dir, CREDENTIAL)))
    throw new Fault('invalid', `${dir} already holds a vessel's kit`, { hint: 'name another folder, or move it away' })
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    if (ca !== null) writeWhole(join(dir, 'ca.pem'), ca, 0o644)
    accessSync(dir, constants.W_OK)
  } catch (cause) {
    throw unwritable(dir, cause, 'nothing was changed; name a folder that you may write')
  }
}

/** Once it opens the door: agent.yaml unless there is one, and the credential as the last file. */
export function completeKit(dir: string, kit: VesselKit, credential: string): void {
  const file = join(dir, CREDENTIAL)
  const settings = join(dir, 'agent.yaml')
  try {
    if (!existsSync(settings)) writeWhole(settings, agentSettings(kit), 0o644)
    writeWhole(file, `${credential}\n`)
  } catch (cause) {
    throw unwritable(dir, cause, `keep the credential that stands on stdout as ${file}: there is no other copy`)
  }
}

const unwritable = (dir: string, cause: unknown, hint: string): Fault =>
  new Fault('invalid', `${dir} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
    hint,
    cause,
  })

/** Ready but for what only the vessel knows: where its database is, and what is measured there. */
export const agentSettings = ({ vessel, name, url, ca }: VesselKit): string => `vessel: ${vessel}
name: ${JSON.stringify(name)} # as the crew page calls it
hub:
  urls: [${url}]
  credentialFile: /etc/watchkeeper/credential
${ca === null ? '' : '  caFile: /etc/watchkeeper/ca.pem\n'}influx:
  dialect: influxql
  url: http://127.0.0.1:8086 # the vessel's own InfluxDB
  database: telegraf
components: # what is measured: change the addresses to those on board
  - id: access-point
    checks: [{ preset: telegraf-ping, tags: { url: 192.168.10.1 }, interval: 10s }]
  - id: dashboard
    checks: [{ preset: telegraf-ping, tags: { url: 192.168.10.2 }, interval: 10s }]
  - id: server
    checks: [{ preset: telegraf-ping, tags: { url: 192.168.10.3 }, interval: 10s }]
dataDir: /var/lib/watchkeeper
`
