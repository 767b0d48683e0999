import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../shared/fault.ts'
import type { Start } from '../shared/link/agent.ts'
import type { Journal } from '../shared/link/journal.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { readSecret } from '../shared/runtime/secret.ts'
import type { Seconds } from '../shared/time.ts'
import { createInfluxSource, type InfluxSettings } from './adapters/influx/source.ts'
import { nodeDisk } from './adapters/lowdb/disk.ts'
import { createJournalStore } from './adapters/lowdb/journal-store.ts'
import { createMqttUplink } from './adapters/mqtt/uplink.ts'
import { type CollectListener, createCollector } from './collect.ts'
import type { JournalStore, SampleSource, Uplink, UplinkListener } from './ports.ts'
import type { AgentSettings } from './settings.ts'
import { createStanding, type Standing } from './standing.ts'
import { createStatusServer } from './status/server.ts'
import { createTell, type Tell } from './tell.ts'

export type Agent = {
  start(): Promise<void>
  stop(): Promise<void>
  /** Where the crew page listens; null while it does not. */
  address(): { readonly host: string; readonly port: number } | null
}

export type AgentParts = {
  readonly settings: AgentSettings
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  readonly log: Log
  readonly version: string
  /** A clock before this is plainly wrong. */
  readonly builtAt: Seconds
  /** In place of the disk, the database and the line that the settings name. */
  readonly edges?: AgentEdges
}

export type AgentEdges = { readonly store: JournalStore; readonly source: SampleSource; readonly uplink: Uplink }

/** The agent of one vessel: its database -> collect -> tell -> shore, and the crew page beside it. */
export async function createAgent(parts: AgentParts): Promise<Agent> {
  const { settings, clock, log, version } = parts
  const { store, source, uplink } = parts.edges ?? edgesOf(parts)
  const { journal, losses, missing } = await store.load()
  for (const loss of losses) log.warn({ loss }, 'a part of the journal was lost; it is read again from the database')
  const standing = createStanding({ settings, version, losses, clock })
  const tell = createTell({ begin: begin(journal, parts), store, uplink, clock, log })
  const collector = createCollector({
    ...parts,
    source,
    components: measured(settings),
    listener: taken(standing, tell),
    keeper: { ready: tell.ready, stand: tell.begin },
  })
  const status = createStatusServer({
    listen: settings.status.listen,
    view: () => standing.view(tell),
    clock,
    log,
  })

  return {
    async start() {
      await status.start()
      uplink.start(heard(standing, tell))
      const stand = tell.begin()
      collector.start(stand === null ? null : { ...stand, missing })
      log.info({ vessel: settings.vessel, crewPage: status.address() }, 'watching')
    },
    async stop() {
      await collector.stop()
      await tell.stop()
      await uplink.stop()
      await status.stop()
    },
    address: () => status.address(),
  }
}

/** What the database says goes into the journal, and onto the crew page. */
const taken = (standing: Standing, tell: Tell): CollectListener => ({
  onRead(reading) {
    standing.read()
    tell.input({ kind: 'read', reading })
  },
  onWidened: (reading) => tell.input({ kind: 'backfilled', reading }),
  onFailed(fault) {
    standing.failed(fault)
    tell.input({ kind: 'read-failed', trouble: fault.code })
  },
  onFindings(findings) {
    standing.found(findings)
    tell.input({ kind: 'found', finding: findings[0]?.fault.code ?? null })
  },
})

/** What comes from shore, and how the line to it stands. */
const heard = (standing: Standing, tell: Tell): UplinkListener => ({
  connected() {
    standing.connected()
    tell.input({ kind: 'connected' })
  },
  disconnected(reason) {
    standing.disconnected(reason)
    tell.input({ kind: 'disconnected' })
  },
  acked: (payload) => tell.acked(payload),
  clockFault: (wrong) => standing.clockFault(wrong),
})

const begin = (journal: Journal | null, { settings, random, version }: AgentParts): Start => ({
  journal,
  configured: settings.components.map(({ id, checks }) => ({
    id,
    holdForS: Math.max(...checks.map(({ holdForS }) => holdForS)),
  })),
  about: { version, revision: 0, refused: null },
  options: {
    heartbeatS: settings.heartbeat,
    minIntervalS: settings.minInterval,
    ackTimeoutS: settings.ackTimeout,
  },
  random: Math.floor(random() * 2 ** 32),
})

const measured = ({ components }: AgentSettings) =>
  components.map(({ id, combine, checks }) => ({ id, combination: combine, checks }))

const edgesOf = (parts: AgentParts): AgentEdges => ({
  store: createJournalStore(nodeDisk(join(parts.settings.dataDir, 'journal'))),
  source: createInfluxSource(influxOf(parts.settings), parts.clock),
  uplink: uplinkOf(parts),
})

const uplinkOf = ({ settings, clock, random, log, builtAt }: AgentParts): Uplink =>
  createMqttUplink({
    vessel: settings.vessel,
    credential: secretOf(settings.hub.credentialFile, 'the credential that `watchkeeper vessel add` makes on shore'),
    urls: settings.hub.urls,
    trust: {
      ca: settings.hub.caFile === undefined ? null : textOf(settings.hub.caFile),
      keyExchange: settings.hub.keyExchange === 'hybrid' ? 'X25519MLKEM768:X25519' : 'X25519',
      builtAt,
    },
    heartbeatS: settings.heartbeat,
    ackTimeoutS: settings.ackTimeout,
    clock,
    random,
    log,
  })

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Fault('invalid', `${file}, which hub.caFile in agent.yaml names, cannot be read`, { cause })
  }
}

function secretOf(file: string, whence: string): string {
  const secret = readSecret(file)?.toString().trim()
  if (secret) return secret
  throw new Fault('invalid', `${file} is missing or empty`, {
    hint: `put ${whence} there, readable by its owner alone`,
  })
}

function influxOf({ influx }: AgentSettings): InfluxSettings {
  const { passwordFile, tokenFile } = influx
  const file = passwordFile ?? tokenFile
  return {
    url: influx.url,
    database: influx.database,
    retentionPolicy: influx.retentionPolicy ?? null,
    username: influx.username ?? (tokenFile === undefined ? null : 'token'),
    password: file === undefined ? null : secretOf(file, 'the password or token of InfluxDB'),
  }
}
