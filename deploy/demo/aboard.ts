import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { type Agent, createAgent } from '../../agent/agent.ts'
import { agentSettings } from '../../agent/settings.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { writeWhole } from '../../shared/runtime/secret.ts'
import type { Seconds } from '../../shared/time.ts'
import type { DemoVessel } from './fleet.ts'
import { createInflux, type DemoInflux } from './influx.ts'
import { createLink, type DemoLink, type Endpoint } from './link.ts'
import { HISTORY_S, truth } from './story.ts'
import { INTERVAL_S, seriesOf, TARGETS } from './telegraf.ts'

/** One vessel of the demo: a real agent, and around it a simulated database and link. */
export type Aboard = {
  readonly vessel: DemoVessel
  readonly influx: DemoInflux
  readonly link: DemoLink
  /** With its link pulled, if it is to begin so. */
  start(options?: { readonly cut: boolean }): Promise<void>
  stop(): Promise<void>
  isStarted(): boolean
  /** Null while the agent does not run. */
  crewPage(): string | null
}

export type AboardParts = {
  /** Of this vessel. */
  readonly folder: string
  /** When the demo was first started. */
  readonly begin: Seconds
  readonly shore: Endpoint
  readonly caFile: string
  readonly credential: string
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  readonly version: string
}

/** Quicker than at sea, so that something is to be seen: a heartbeat every 15 s instead of every 300 s. */
export const HEARTBEAT_S = 15
export const ACK_TIMEOUT_S = 30

export function createAboard(vessel: DemoVessel, parts: AboardParts): Aboard {
  const { begin, clock, log, random, version } = parts
  const influx = createInflux(
    {
      name: 'telegraf',
      since: begin - HISTORY_S,
      series: seriesOf(vessel.id, (component, window) => truth(vessel, component, begin, window)),
    },
    clock,
  )
  const link = createLink(parts.shore)
  let agent: Agent | null = null

  return {
    vessel,
    influx,
    link,
    async start(options) {
      const [{ url }, { port }] = await Promise.all([influx.start(), link.start()])
      if (options?.cut) await link.cut()
      const settings = settingsOf(vessel, parts, { url, port })
      agent = await createAgent({ settings, clock, random, log, version, builtAt: begin - HISTORY_S })
      await agent.start()
    },
    async stop() {
      await agent?.stop()
      agent = null
      await Promise.all([influx.stop(), link.stop()])
    },
    isStarted: () => agent !== null,
    crewPage() {
      const at = agent?.address()
      return at ? `http://${at.host}:${at.port}/` : null
    },
  }
}

/** What agent.yaml would say, by its own schema. */
function settingsOf(
  vessel: DemoVessel,
  { folder, caFile, credential }: AboardParts,
  at: { url: string; port: number },
) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const credentialFile = join(folder, 'credential')
  writeWhole(credentialFile, `${credential}\n`)
  return v.parse(agentSettings, {
    vessel: vessel.id,
    name: vessel.name,
    hub: { urls: [`mqtts://127.0.0.1:${at.port}`], credentialFile, caFile },
    influx: { url: at.url, database: 'telegraf' },
    components: Object.entries(TARGETS).map(([id, { name, measurement, tag, target }]) => ({
      id,
      name,
      checks: [
        {
          preset: measurement === 'ping' ? 'telegraf-ping' : measurement,
          tags: { [tag]: target },
          interval: `${INTERVAL_S}s`,
        },
      ],
    })),
    heartbeat: `${HEARTBEAT_S}s`,
    minInterval: '5s',
    ackTimeout: `${ACK_TIMEOUT_S}s`,
    status: { listen: '127.0.0.1:0' },
    dataDir: folder,
  })
}
