import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { iso, toSeconds } from '../shared/time.ts'
import { createAccounts } from './accounts/accounts.ts'
import { currentTls, renewTls, type TlsSource } from './adapters/aedes/keep-tls.ts'
import { createAedesLink } from './adapters/aedes/link.ts'
import { serverFile } from './adapters/certificates.ts'
import { factsOf, type Host } from './adapters/host-facts.ts'
import { openTracker } from './adapters/jira/open.ts'
import { openNotifiers } from './adapters/notifiers.ts'
import { createOidc } from './adapters/oidc.ts'
import { createPasswords } from './adapters/passwords.ts'
import { secretAt } from './adapters/secret-file.ts'
import { createSnapshotFile } from './adapters/snapshot-file.ts'
import { lockHub } from './adapters/sqlite/lock.ts'
import { openSqliteLog } from './adapters/sqlite/log.ts'
import { openReadStore } from './adapters/sqlite/read-store.ts'
import { openSqliteRegister } from './adapters/sqlite/register.ts'
import { keepSqliteVault } from './adapters/sqlite/vault.ts'
import { createBeacon } from './adapters/web/beacon.ts'
import { certificateAt, followCertificate } from './adapters/web/certificate.ts'
import { roleFor } from './core/accounts/permission.ts'
import { decodeEvents, encodeEvents } from './core/stored/stored-event.ts'
import { dataFolder } from './data-folder.ts'
import type { WatchdogTarget } from './duties.ts'
import type { People } from './http/accounts/people.ts'
import { type App, createApp } from './http/app.ts'
import { withinNetworks } from './http/door/networks.ts'
import { startServer } from './http/server.ts'
import type { TicketTarget } from './outbox/outbox.ts'
import type { EventLog } from './ports/log.ts'
import type { SignOn } from './ports/sign-on.ts'
import type { Vault } from './ports/vault.ts'
import { createRiver, type River } from './river.ts'
import type { HttpSettings } from './settings/http.ts'
import { policyOf } from './settings/policy.ts'
import type { HubSettings } from './settings/settings.ts'

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
  /** Whom a click lets in: for the demo alone. */
  readonly demo?: People['demo']
}

/** The hub: the edge, the river, the pages, each with its adapter. */
export async function createHub({ settings, clock, log, version, demo = [] }: HubParts): Promise<Hub> {
  const closers: (() => Promise<void> | void)[] = []
  const ending = new AbortController()
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
    const vault = keepSqliteVault(folder.vault, log)
    closers.push(vault.close)
    const store = openReadStore(folder.projections, events.id)
    closers.push(store.close)
    closers.push(() => ending.abort())
    const river = createRiver({
      events,
      register,
      store,
      snapshot: { file: createSnapshotFile(folder.snapshot), program: `${version} on Node ${process.version}` },
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
    const people = peopleOf({ settings, events, vault, clock, log, signal: ending.signal, demo })
    const app = pagesOf(river, people, host, { settings, clock, log, version })
    const http = await serve(app, { settings, clock, log })
    closers.push(http.stop)
    const at = { http: http.url, mqtt: `${mqtt.host}:${mqtt.port}` }
    const ownCa = plain || settings.mqtt.tls ? {} : { ca: folder.ca }
    log.info({ ...at, dataDir: folder.dir, ...ownCa }, 'listening')
    await inviteFirst(people, settings.http.publicUrl ?? http.url, log)
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

/** Everything that is served over HTTP. */
const pagesOf = (river: River, people: People, host: Host, { settings, clock, log, version }: HubParts): App =>
  createApp({
    ...river,
    people,
    gate: people.accounts,
    front: { trusts: withinNetworks(settings.http.trustedProxies), publicUrl: settings.http.publicUrl ?? null },
    host: () => factsOf(host),
    hosts: hostsOf(settings),
    webhook: webhookOf(settings, river),
    grafana: settings.grafana ?? null,
    clock,
    log,
    version,
  })

type PeopleParts = Pick<HubParts, 'settings' | 'clock' | 'log'> & {
  readonly events: EventLog
  readonly vault: Vault
  readonly signal: AbortSignal
  readonly demo: People['demo']
}

/** Who may come in, and how. */
function peopleOf({ settings, events, vault, clock, log, signal, demo }: PeopleParts): People {
  const { idle: idleS, longest: longestS } = settings.accounts
  const parts = { events, vault, passwords: createPasswords(), clock, log, signal, newId: randomUUID, newSecret }
  const accounts = createAccounts({ ...parts, limits: { idleS, longestS } })
  return { accounts, signOn: signOnOf(settings), demo }
}

function signOnOf({ signOn, http }: HubSettings): SignOn | null {
  if (signOn === undefined) return null
  const { clientSecretFile, roles, ...told } = signOn
  const clientSecret = clientSecretFile === undefined ? null : secretAt(clientSecretFile, 'signOn.clientSecretFile')
  return createOidc({
    ...told,
    clientSecret,
    redirectUri: `${pagesAt(http)}/login/sso/return`,
    roleFor: (claim) => roleFor(claim, roles),
  })
}

/** While nobody has an account: how the first one comes about. */
async function inviteFirst({ accounts }: People, pages: string, log: Log): Promise<void> {
  if (!(await accounts.isEmpty())) return
  const made = await accounts.makeLink(null, { kind: 'hub' })
  if (made.kind === 'refused') return
  log.warn(
    { link: `${pages.replace(/\/+$/, '')}/setup?code=${made.secret}`, until: iso(made.until) },
    'nobody has an account yet: open this link to make the first one; it is good once. Another way: watchkeeper user add NAME --role admin',
  )
}

/** The pages, by TLS where it is configured. */
async function serve(app: App, { settings: { http }, clock, log }: Pick<HubParts, 'settings' | 'clock' | 'log'>) {
  const { tls: files, listen, trustedProxies } = http
  const tls = files === undefined ? null : certificateAt(files)
  const askedBy = 'http.listen in hub.yaml'
  const server = await startServer({ app, ...listen, askedBy, clock, tls, behindProxy: trustedProxies.length > 0 })
  const unfollow = files === undefined ? () => {} : followCertificate(files, clock, log, server.useTls)
  const stop = async () => {
    unfollow()
    await server.stop()
  }
  return { ...server, url: urlAt(http, server.host, server.port), stop }
}

const urlAt = ({ tls }: HttpSettings, host: string, port: number) =>
  `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`

const pagesAt = (http: HttpSettings): string =>
  (http.publicUrl ?? urlAt(http, http.listen.host, http.listen.port)).replace(/\/+$/, '')

const newSecret = () => randomBytes(32).toString('base64url')

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
