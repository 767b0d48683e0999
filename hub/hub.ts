import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { toSeconds } from '../shared/time.ts'
import { currentTls, renewTls, type TlsSource } from './adapters/aedes/keep-tls.ts'
import { createAedesLink } from './adapters/aedes/link.ts'
import { serverFile } from './adapters/certificates.ts'
import { factsOf, type Host } from './adapters/host-facts.ts'
import { openTracker } from './adapters/jira/open.ts'
import { openNotifiers } from './adapters/notifiers.ts'
import { secretAt } from './adapters/secret-file.ts'
import { lockHub } from './adapters/sqlite/lock.ts'
import { openSqliteLog } from './adapters/sqlite/log.ts'
import { openReadStore } from './adapters/sqlite/read-store.ts'
import { openSqliteRegister } from './adapters/sqlite/register.ts'
import { createBeacon } from './adapters/web/beacon.ts'
import { decodeEvents, encodeEvents } from './core/stored-event.ts'
import { dataFolder } from './data-folder.ts'
import type { WatchdogTarget } from './duties.ts'
import { createApp } from './http/app.ts'
import { startServer } from './http/server.ts'
import type { TicketTarget } from './outbox.ts'
import { policyOf } from './policy-settings.ts'
import type { Gate } from './ports/gate.ts'
import { createRiver, type River } from './river.ts'
import type { HubSettings } from './settings.ts'

export type Address = { readonly host: string; readonly port: number }

export type Hub = {
  /** Where it listens, once it knows everything that the log says. */
  start(): Promise<{ readonly http: Address; readonly mqtt: Address }>
  stop(): Promise<void>
}

export type HubParts = {
  readonly settings: HubSettings
  readonly clock: Clock
  readonly log: Log
  readonly version: string
}

/** The hub: the edge, the river, the pages, each with its adapter. */
export async function createHub({ settings, clock, log, version }: HubParts): Promise<Hub> {
  const closers: (() => Promise<void> | void)[] = []
  const folder = dataFolder(settings.dataDir)
  const host = hostOf({ settings, clock, version })
  mkdirSync(folder.dir, { recursive: true, mode: 0o700 })
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }

  async function start() {
    const lock = lockHub(folder.lock)
    closers.push(lock.release)
    const codec = { encode: encodeEvents, decode: decodeEvents }
    const events = openSqliteLog({ file: folder.events, clock, codec, newId: randomUUID })
    closers.push(events.close)
    const register = openSqliteRegister({ file: folder.register, log })
    closers.push(register.close)
    const store = openReadStore(folder.projections, events.id)
    closers.push(store.close)
    const river = createRiver({
      events,
      register,
      store,
      link: () => link,
      clock,
      log,
      newId: randomUUID,
      policy: policyOf(settings),
      tickets: ticketTargetOf(settings, clock, log),
      notifiers: settings.notify === undefined ? [] : openNotifiers(settings.notify, clock, fetch),
      random: Math.random,
      watchdog: watchdogOf(settings, clock),
    })
    const { plain, listen } = settings.mqtt
    const source = tlsSourceOf(settings, folder.tls)
    const tls = plain ? null : await currentTls(source, clock)
    const link = createAedesLink({ listen, tls, clock, log, listener: river.listener })
    await river.start()
    closers.push(river.stop)
    const mqtt = await link.start()
    closers.push(link.stop)
    if (!plain) closers.push(renewTls(source, clock, log, link.useTls))
    const webhook = webhookOf(settings, river)
    const facts = () => factsOf(host)
    const around = { clock, log, version, hosts: hostsOf(settings), webhook, grafana: settings.grafana ?? null }
    const app = createApp({ ...river, ...around, gate: everybodyIsAdmin, host: facts })
    const http = await startServer({ app, ...settings.http.listen, askedBy: 'http.listen in hub.yaml', clock })
    closers.push(http.stop)
    const at = { http: `http://${http.host}:${http.port}`, mqtt: `${mqtt.host}:${mqtt.port}` }
    const ownCa = plain || settings.mqtt.tls ? {} : { ca: folder.ca }
    log.info(
      { ...at, dataDir: folder.dir, ...ownCa },
      'listening; pages on loopback only, since there are no accounts yet',
    )
    return { http: { host: http.host, port: http.port }, mqtt }
  }

  return {
    async start() {
      try {
        return await start()
      } catch (error) {
        await stop()
        throw error
      }
    },
    stop,
  }
}

/** Whoever reaches the pages on loopback may do everything: the hub has no accounts yet. */
const everybodyIsAdmin: Gate = {
  who: async ({ session }) => {
    const name = session ?? 'somebody'
    return { name, role: 'admin', by: { kind: 'local', name } }
  },
  admins: async () => [],
}

const tlsSourceOf = ({ mqtt }: HubSettings, folder: string): TlsSource => ({
  folder,
  names: mqtt.names,
  configured: mqtt.tls,
  keyExchange: mqtt.keyExchange,
})

/** What stays the same of the machine's side while the hub runs. */
function hostOf({ settings, clock, version }: Omit<HubParts, 'log'>): Host {
  const { plain, tls: configured } = settings.mqtt
  const { dir, tls } = dataFolder(settings.dataDir)
  const certificate = plain ? null : { file: configured?.certFile ?? serverFile(tls), isOwn: configured === undefined }
  return { version, startedAt: toSeconds(clock.now()), dataDir: dir, certificate }
}

function ticketTargetOf({ jira, http }: HubSettings, clock: Clock, log: Log): TicketTarget | null {
  if (jira === undefined) return null
  const tracker = openTracker(jira, { clock, log, fetch })
  const pages = http.publicUrl?.replace(/\/+$/, '') ?? null
  const { settle: settleS, timeout: timeoutS, closeDoubles } = jira
  return { tracker, random: Math.random, pages, closeDoubles, settleS, timeoutS }
}

function watchdogOf({ watchdog }: HubSettings, clock: Clock): WatchdogTarget | null {
  return watchdog === undefined ? null : { beacon: createBeacon(watchdog.url, clock, fetch), everyS: watchdog.every }
}

function webhookOf({ jira }: HubSettings, { hint }: River) {
  const file = jira?.webhookSecretFile
  return file === undefined ? null : { secret: secretAt(file, 'jira.webhookSecretFile'), hint }
}

const hostsOf = ({ http }: HubSettings): readonly string[] =>
  http.publicUrl === undefined ? [] : [new URL(http.publicUrl).hostname]
