import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathOf } from '../servers.ts'
import { freePort } from './free-port.ts'

export type InfluxdSettings = {
  /** Creates this administrator and switches authentication on. */
  readonly admin?: { readonly user: string; readonly password: string }
  /** Lines of the configuration by section: `{ http: ['max-row-limit = 100'] }`. */
  readonly limits?: Readonly<Record<string, readonly string[]>>
}

export type Influxd = {
  readonly url: string
  readonly port: number
  /** Line protocol; times in `precision`. */
  write(lines: readonly string[], database?: string, precision?: 's' | 'ms' | 'ns'): Promise<void>
  /** Any statement, by the administrator when there is one. */
  run(statement: string): Promise<unknown>
  kill(): Promise<void>
  restart(limits?: InfluxdSettings['limits']): Promise<void>
  stop(): Promise<void>
}

/** The real influxd on free ports of loopback, with a folder of its own that goes with it, and a database `telegraf`. */
export async function startInfluxd({ admin, limits = {} }: InfluxdSettings = {}): Promise<Influxd> {
  const folder = await mkdtemp(join(tmpdir(), 'influxd-'))
  const [port, rpcPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  // It is killed and started again: a connection that were kept could be one to the dead.
  const headers = {
    connection: 'close',
    ...(admin && { authorization: `Basic ${Buffer.from(`${admin.user}:${admin.password}`).toString('base64')}` }),
  }
  let child: ChildProcess | null = null

  async function start(bounds: InfluxdSettings['limits'] = limits): Promise<void> {
    const file = join(folder, 'influxd.conf')
    await writeFile(file, configuration(folder, port, rpcPort, admin !== undefined, bounds))
    const started = spawn(pathOf('influxd'), ['run', '-config', file], { stdio: 'ignore' })
    child = started
    for (;;) {
      if (started.exitCode !== null) throw new Error(`influxd ended with ${started.exitCode}`)
      const answer = await fetch(`${url}/ping`).catch(() => null)
      if (answer?.status === 204) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async function run(statement: string): Promise<unknown> {
    const body = new URLSearchParams({ q: statement, db: 'telegraf' })
    const answer = await fetch(`${url}/query`, { method: 'POST', body, headers })
    const said: unknown = await answer.json()
    if (!answer.ok || JSON.stringify(said).includes('"error"')) throw new Error(JSON.stringify(said))
    return said
  }

  async function kill(): Promise<void> {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  await start()
  if (admin) await run(`CREATE USER "${admin.user}" WITH PASSWORD '${admin.password}' WITH ALL PRIVILEGES`)
  await run('CREATE DATABASE telegraf')
  return {
    url,
    port,
    run,
    kill,
    async write(lines, database = 'telegraf', precision = 's') {
      for (let at = 0; at < lines.length; at += 5000) {
        const body = lines.slice(at, at + 5000).join('\n')
        const to = `${url}/write?db=${encodeURIComponent(database)}&precision=${precision}`
        const answer = await fetch(to, { method: 'POST', body, headers })
        if (answer.status !== 204) throw new Error(`write: HTTP ${answer.status} ${await answer.text()}`)
      }
    },
    async restart(bounds) {
      await kill()
      await start(bounds)
    },
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configuration(
  folder: string,
  port: number,
  rpcPort: number,
  auth: boolean,
  limits: Readonly<Record<string, readonly string[]>>,
): string {
  const sections: Record<string, string[]> = {
    meta: [`dir = "${folder}/meta"`],
    data: [
      `dir = "${folder}/data"`,
      `wal-dir = "${folder}/wal"`,
      'index-version = "inmem"',
      'query-log-enabled = false',
    ],
    coordinator: [],
    monitor: ['store-enabled = false'],
    http: [`bind-address = "127.0.0.1:${port}"`, `auth-enabled = ${auth}`, 'log-enabled = false'],
  }
  for (const [section, lines] of Object.entries(limits)) sections[section] = [...(sections[section] ?? []), ...lines]
  const body = Object.entries(sections).map(([section, lines]) => `[${section}]\n${lines.join('\n')}`)
  return `reporting-disabled = true\nbind-address = "127.0.0.1:${rpcPort}"\n${body.join('\n')}\n`
}
