import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { freePort } from './free-port.ts'
import { letIn } from './let-in.ts'
import type { Pace } from './quick-clock.ts'

/** A hub or an agent in a process of its own: it can be killed at any instruction and started again on what it left. */
export type Part = {
  start(): Promise<void>
  kill(): Promise<void>
  running(): boolean
}

export type Shore = Part & {
  readonly url: string
  readonly mqttPort: number
  /** The JSON of an answer, which must have this status. */
  get(path: string, status?: number): Promise<unknown>
  /** The HTML of a page. */
  page(path: string): Promise<string>
  /** The pages are shown to this browser, as an admin sees them. */
  signedIn(page: Page): Promise<void>
  /** Its hub.yaml. */
  readonly settings: string
  /** Adds a vessel by the command line; the folder of its kit. */
  addVessel(id: string): Promise<string>
}

export type Ship = Part & { readonly crewPage: string; status(): Promise<unknown> }

const program = join(import.meta.dirname, '../../deploy/watchkeeper.js')
const partFile = join(import.meta.dirname, 'part.ts')

/** A hub with the settings of a real one, on free ports, with everything that it keeps in one folder. */
export async function givenShore(
  t: TestContext,
  pace: Pace,
  { silentAfterS = 900, dataDir, more = {} }: { silentAfterS?: number; dataDir?: string; more?: object } = {},
): Promise<Shore> {
  const folder = await givenFolder(t)
  const settings = join(folder, 'hub.yaml')
  const [mqttPort, httpPort] = [await freePort(), await freePort()]
  writeFileSync(
    settings,
    `http: { listen: 127.0.0.1:${httpPort} }\nmqtt: { listen: 127.0.0.1:${mqttPort} }\ndataDir: ${dataDir ?? join(folder, 'data')}\nsilentAfter: ${silentAfterS}s\n${Object.entries(
      more,
    )
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
      .join('')}`,
  )
  const url = `http://127.0.0.1:${httpPort}`
  const { headers, cookie } = await letIn(dataDir ?? join(folder, 'data'))
  return {
    ...part(t, 'hub', settings, pace),
    url,
    mqttPort,
    settings,
    async get(path, status = 200) {
      const answer = await ask(`${url}${path}`, headers)
      if (answer.status !== status) throw new Error(`${path}: HTTP ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    page: async (path) => (await ask(`${url}${path}`, headers)).text(),
    signedIn: (page) => page.context().addCookies([{ ...cookie, url }]),
    async addVessel(id) {
      const kit = join(folder, id)
      await promisify(execFile)(process.execPath, [program, 'vessel', 'add', id, '--config', settings, '--out', kit])
      return kit
    },
  }
}

export type ShipOptions = {
  readonly id: string
  readonly kit: string
  readonly hubPort: number
  readonly influxUrl: string
  readonly database: string
  /** Addresses that are pinged, one component each. */
  readonly targets: readonly string[]
  readonly heartbeatS?: number
  /** Long where a busy machine and the quick clock must not make a gap. */
  readonly intervalS?: number
  readonly dataDir?: string
}

export async function givenShip(t: TestContext, pace: Pace, options: ShipOptions): Promise<Ship> {
  const folder = await givenFolder(t)
  const settings = join(folder, 'agent.yaml')
  const statusPort = await freePort()
  mkdirSync(folder, { recursive: true })
  const components = options.targets.map(
    (target) =>
      `  - { id: ${target}, checks: [{ preset: telegraf-ping, tags: { url: ${target} }, interval: ${options.intervalS ?? 10}s }] }`,
  )
  writeFileSync(
    settings,
    `vessel: ${options.id}
hub: { urls: [mqtts://127.0.0.1:${options.hubPort}], credentialFile: ${options.kit}/credential, caFile: ${options.kit}/ca.pem }
influx: { url: ${options.influxUrl}, database: ${options.database} }
components:
${components.join('\n')}
heartbeat: ${options.heartbeatS ?? 300}s
status: { listen: 127.0.0.1:${statusPort} }
dataDir: ${options.dataDir ?? join(folder, 'data')}
`,
  )
  const crewPage = `http://127.0.0.1:${statusPort}/`
  return {
    ...part(t, 'agent', settings, pace),
    crewPage,
    async status() {
      return (await ask(`${crewPage}status.json`)).json()
    },
  }
}

/** Parts are killed: a connection that were kept could be one to the dead. */
const ask = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, { headers: { ...headers, connection: 'close' } })

function part(t: TestContext, kind: 'hub' | 'agent', settings: string, pace: Pace): Part {
  let child: ChildProcess | null = null
  const alive = () => child !== null && child.exitCode === null && child.signalCode === null

  async function kill(): Promise<void> {
    if (child === null || !alive()) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  atEnd(t, kill)
  return {
    running: alive,
    kill,
    async start() {
      const numbers = [pace.speed, pace.virtualMs, pace.realMs].map(String)
      const started = spawn(process.execPath, [partFile, kind, settings, ...numbers], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      child = started
      const ready = new Promise<void>((resolve, reject) => {
        createInterface({ input: started.stdout }).on('line', (line) => {
          if (line.startsWith('{"level"')) process.stderr.write(`${line}\n`)
          else resolve()
        })
        started.once('exit', (code, signal) => reject(new Error(`${kind} ended with ${code ?? signal}`)))
      })
      ready.catch(() => undefined)
      await ready
    },
  }
}

/** Waits for a condition, not for a time; says what it still lacks when the patience is over. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | false | null | undefined>,
  patienceMs = 60_000,
): Promise<T> {
  const end = performance.now() + patienceMs
  let last: unknown = null
  while (performance.now() < end) {
    try {
      const answer = await ask()
      if (answer) return answer
      last = answer
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`waited in vain for ${what}`, { cause: last })
}
