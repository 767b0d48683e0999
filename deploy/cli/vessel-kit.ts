import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../shared/fault.ts'
import type { VesselId } from '../../shared/model.ts'
import { writeWhole } from '../../shared/runtime/secret.ts'

/** What has to be brought on board. `ca` is null when the hub shows a certificate that everybody trusts. */
export type VesselKit = {
  readonly vessel: VesselId
  readonly credential: string
  readonly url: string
  readonly ca: string | null
}

const CREDENTIAL = 'credential'

/** Before anything is changed: a kit that is there already may be the only copy of a credential. */
export function refuseOccupied(dir: string): void {
  if (!existsSync(join(dir, CREDENTIAL))) return
  throw new Fault('invalid', `${dir} already holds a vessel's kit`, { hint: 'name another folder, or move it away' })
}

/** Writes the kit: agent.yaml, ca.pem, credential. An agent.yaml that is there already stays. */
export function writeKit(dir: string, kit: VesselKit): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeWhole(join(dir, CREDENTIAL), `${kit.credential}\n`)
  if (kit.ca !== null) writeWhole(join(dir, 'ca.pem'), kit.ca, 0o644)
  const settings = join(dir, 'agent.yaml')
  if (!existsSync(settings)) writeWhole(settings, agentSettings(kit), 0o644)
}

/** Ready but for what only the vessel knows: where its database is, and what is measured there. */
export const agentSettings = ({ vessel, url, ca }: Omit<VesselKit, 'credential'>): string => `vessel: ${vessel}
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
