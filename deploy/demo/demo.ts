import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { dataFolder } from '../../hub/data-folder.ts'
import { createHub } from '../../hub/hub.ts'
import { hubSettings } from '../../hub/settings/settings.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { toSeconds } from '../../shared/time.ts'
import { type Aboard, createAboard } from './aboard.ts'
import { playDatabases } from './database-plot.ts'
import { enrol } from './enrol.ts'
import { demoFleet } from './fleet.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { planMaintenance } from './maintenance.ts'
import { startMessages } from './messages.ts'
import { livePast, PAST_S } from './past.ts'
import { admitPeople, DEMO_PEOPLE } from './people.ts'
import { freePort, unlessTaken } from './ports.ts'
import { recall, remember } from './remembered.ts'
import { createShore, type Shore } from './shore.ts'
import { TARGETS } from './telegraf.ts'
import { type Mood, startTickets } from './tickets.ts'

export type DemoParts = {
  readonly vessels: number
  /** The first ones to be tried. */
  readonly ports: { readonly http: number; readonly mqtt: number; readonly jira: number; readonly messages: number }
  readonly folder: string
  readonly clock: Clock
  readonly random: () => number
  readonly newCredential: () => string
  readonly log: Log
  readonly version: string
}

export type Demo = {
  readonly url: string
  /** Lets a program in, as an operator. */
  readonly token: string
  /** Where the stand-in for JIRA shows its issues. */
  readonly jira: string
  /** Where what people would be told is shown. */
  readonly messages: string
  readonly aboard: readonly Aboard[]
  /** Whether every vessel that can be heard has told its past. */
  readonly told: boolean
  cut(aboard: Aboard): Promise<void>
  heal(aboard: Aboard): Promise<void>
  readonly jiraBecomes: (mood: Mood) => void
  stop(): Promise<void>
}

export const SILENT_AFTER_S = 90

/** The real hub and the real agents in one process; simulated are the vessels, their databases and their links. */
export async function startDemo(parts: DemoParts): Promise<Demo> {
  const { folder, log, random, version, newCredential } = parts
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const memory = join(folder, 'demo.json')
  const remembered = recall(memory)
  const begin = remembered?.begin ?? toSeconds(parts.clock.now())
  const clock = createLeapingClock(parts.clock, remembered ? parts.clock.now() : (begin - PAST_S) * 1000)
  const data = dataFolder(join(folder, 'hub'))
  const fleet = demoFleet(parts.vessels)
  const credentials = await enrol(fleet, { data, begin, known: remembered?.credentials ?? {}, clock, newCredential })
  const jira = { folder: join(folder, 'jira'), port: parts.ports.jira, clock, newSecret: newCredential }
  const tickets = await startTickets(jira)
  const messages = await startMessages({ folder: join(folder, 'messages'), port: parts.ports.messages })
  const outside = { jira: tickets.settings, ...messages.settings }
  const settings = () => settingsOf(data.dir, parts.ports, outside)
  const token = await admitPeople({ data, settings: await settings(), clock })
  const { hub, http, mqtt } = await unlessTaken(async () => {
    const hub = await createHub({ settings: await settings(), clock, log, version, demo: DEMO_PEOPLE })
    return { hub, ...(await hub.start()) }
  })
  const url = `http://${http.host}:${http.port}/`
  tickets.tell(url)
  const aboard = fleet.map((vessel) =>
    createAboard(vessel, {
      folder: join(folder, 'vessels', vessel.id),
      begin,
      shore: { host: '127.0.0.1', port: mqtt.port },
      caFile: data.ca,
      credential: credentials[vessel.id] ?? '',
      clock,
      random,
      log,
      version,
    }),
  )
  const shore = createShore(url, token, parts.clock)
  if (remembered === null) {
    await livePast(aboard, { clock, shore, begin, silentAfterS: SILENT_AFTER_S })
    clock.leapTo(parts.clock.now())
  }
  const told = await startAll(aboard, new Set(remembered?.cut), shore)
  if (remembered === null) await planMaintenance(fleet, begin, { url, token })
  const endPlots = playDatabases(aboard, clock)
  const keep = () =>
    remember(memory, {
      begin,
      credentials,
      cut: aboard.filter(({ link }) => link.isCut()).map(({ vessel }) => vessel.id),
    })
  keep()

  return {
    url,
    token,
    jira: tickets.url,
    messages: messages.url,
    aboard,
    told,
    cut: ({ link }) => link.cut().then(keep),
    heal: ({ link }) => link.heal().then(keep),
    jiraBecomes: tickets.become,
    async stop() {
      endPlots()
      await Promise.all(aboard.map((one) => one.stop()))
      await hub.stop()
      await tickets.stop()
      await messages.stop()
    },
  }
}

const AT_ONCE = 6
const TELL_LIMIT_MS = 60_000

/** A few at a time: starting reads a day of samples. Those whose link was cut when the demo was last stopped stay cut. */
async function startAll(aboard: readonly Aboard[], cut: ReadonlySet<string>, shore: Shore): Promise<boolean> {
  const waiting = aboard.filter((one) => one.vessel.plot !== 'never-heard' && !one.isStarted())
  const heard = waiting.filter(({ vessel }) => !cut.has(vessel.id)).map(({ vessel }) => vessel.id)
  const startNext = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next.start({ cut: cut.has(next.vessel.id) })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, startNext))
  return shore.sees(heard, ({ watermark }) => watermark !== null, TELL_LIMIT_MS)
}

async function settingsOf(dataDir: string, ports: DemoParts['ports'], outside: object) {
  const listen = `127.0.0.1:${await freePort(ports.http)}`
  return v.parse(hubSettings, {
    http: { listen, publicUrl: `http://${listen}` },
    mqtt: { listen: `127.0.0.1:${await freePort(ports.mqtt)}`, names: ['127.0.0.1'] },
    dataDir,
    silentAfter: `${SILENT_AFTER_S}s`,
    // Sooner than at sea: its past is two days long.
    ticketAfter: '1d',
    ...outside,
    components: Object.fromEntries(Object.entries(TARGETS).map(([id, { name }]) => [id, { name }])),
  })
}
