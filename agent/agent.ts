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
import { holdFolder } from './adapters/lowdb/hold.ts'
import { createJournalStore } from './adapters/lowdb/journal-store.ts'
import { certificatesIn } from './adapters/mqtt/secure.ts'
import { createMqttUplink } from './adapters/mqtt/uplink.ts'
import { type CollectListener, createCollector } from './collect.ts'
import type { JournalStore, SampleSource, Uplink, UplinkListener } from './ports.ts'
import type { AgentSettings } from './settings.ts'
import { createStanding, type Standing } from './standing.ts'
import { patient } from './status/patient.ts'
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

type Outside = Omit<AgentParts, 'version' | 'edges'>

export type AgentEdges = { readonly store: JournalStore; readonly source: SampleSource; readonly uplink: Uplink }

/** The agent of one vessel: its database -> collect -> tell -> shore, and the crew page beside it. */
export async function createAgent(parts: AgentParts): Promise<Agent> {
  const { settings, clock, log, version } = parts
  const { store, source, uplink } = parts.edges ?? edgesOf(parts)
  const hold = parts.edges ? null : holdFolder(settings.dataDir, log)
  const { journal, losses, missing } = await store.load()
  for (const { message: loss } of losses)
    log.warn({ loss }, 'a part of the journal was lost; it is read again from the database')
  const standing = createStanding({ settings, version, losses, traffic: uplink.traffic, clock })
  const tell = createTell({ begin: begin(journal, parts), store, uplink, clock, log })
  const collector = createCollector({
    ...parts,
    source,
    components: measured(settings),
    listener: taken(standing, tell),
    keeper: { ready: tell.ready, stand: tell.begin },
  })
  const { vessel, status: page } = settings
  const view = () => standing.view(tell)
  const defaults = { language: page.language ?? null, shipTime: page.shipTime ?? null }
  const status = patient(createStatusServer({ listen: page.listen, view, defaults, clock, log }), {
    vessel,
    listen: page.listen,
    clock,
    log,
  })

  return {
    async start() {
      await status.start()
      tell.open()
      uplink.start(heard(standing, tell))
      const stand = tell.begin()
      collector.start(stand === null ? null : { ...stand, missing })
      log.info({ vessel, crewPage: status.address() }, 'watching')
    },
    async stop() {
      try {
        await collector.stop()
        await tell.stop()
        await uplink.stop()
        await status.stop()
      } finally {
        hold?.release()
      }
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
  disconnected(loss) {
    standing.disconnected(loss)
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

/** What the settings name, opened and not yet asked; a secret or certificate that cannot be used is a `Fault`. */
export const edgesOf = (parts: Outside): AgentEdges => ({
  store: createJournalStore(nodeDisk(join(parts.settings.dataDir, 'journal'))),
  source: createInfluxSource(influxOf(parts.settings), parts.clock),
  uplink: uplinkOf(parts),
})

const uplinkOf = ({ settings: { vessel, hub, ...pace }, clock, random, log, builtAt }: Outside): Uplink =>
  createMqttUplink({
    vessel,
    credential: secretOf(
      'hub.credentialFile',
      hub.credentialFile,
      'Put the credential there that `watchkeeper vessel add` makes on shore, readable by its owner alone: the user that runs the agent.',
    ),
    urls: hub.urls,
    trust: {
      ca: hub.caFile === undefined ? null : authorityOf(hub.caFile),
      keyExchange: hub.keyExchange === 'hybrid' ? 'X25519MLKEM768:X25519' : 'X25519',
      builtAt,
    },
    heartbeatS: pace.heartbeat,
    ackTimeoutS: pace.ackTimeout,
    clock,
    random,
    log,
  })

function influxOf({ influx }: AgentSettings): InfluxSettings {
  const { url, database, retentionPolicy, username, passwordFile, tokenFile } = influx
  const secret = (key: string, file: string) =>
    secretOf(
      key,
      file,
      'Put what InfluxDB on board asks for there, readable by its owner alone: the user that runs the agent.',
    )
  const access =
    tokenFile !== undefined
      ? { username: username ?? 'token', password: secret('influx.tokenFile', tokenFile) }
      : {
          username: username ?? null,
          password: passwordFile === undefined ? null : secret('influx.passwordFile', passwordFile),
        }
  return { url, database, retentionPolicy: retentionPolicy ?? null, ...access }
}

function secretOf(key: string, file: string, hint: string): string {
  const secret = read(key, file, hint, () => readSecret(file)?.toString().trim() ?? null)
  if (secret) return secret
  throw unusable(key, file, secret === null ? 'does not exist' : 'is empty', hint)
}

/** The certificates of the authority that the hub's own is to be issued by. */
function authorityOf(file: string): string {
  const hint = 'Put the ca.pem there that `watchkeeper vessel add --out` makes on shore.'
  const pem = read('hub.caFile', file, hint, () => readFileSync(file, 'utf8'))
  if (certificatesIn(pem).length === 0) throw unusable('hub.caFile', file, 'holds no certificate (PEM)', hint)
  return pem
}

/** What the settings name and this machine does not have is for the user to mend. */
function read<T>(key: string, file: string, hint: string, reading: () => T): T {
  try {
    return reading()
  } catch (cause) {
    if (cause instanceof Fault && cause.code === 'forbidden') {
      throw unusable(key, file, 'holds a secret that others on this machine can read', cause.hint ?? hint)
    }
    throw unusable(key, file, 'cannot be read by the user that runs the agent', hint)
  }
}

const unusable = (key: string, file: string, what: string, hint: string): Fault =>
  new Fault('invalid', `agent.yaml: ${key}: ${file} ${what}.`, { hint })
