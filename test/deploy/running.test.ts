import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { letIn } from '../lab/let-in.ts'

/** The program as an operator starts it: what it says, what it refuses, how it stops. */

const program = join(import.meta.dirname, '../../deploy/watchkeeper.js')

type Settings = { folder: string; data?: string; http?: string; mqtt?: string }

function hubYaml({ folder, data = 'data', http = '127.0.0.1:0', mqtt = '127.0.0.1:0' }: Settings): string {
  const file = join(folder, `hub-${data}.yaml`)
  writeFileSync(file, `dataDir: ${join(folder, data)}\nhttp: { listen: ${http} }\nmqtt: { listen: ${mqtt} }\n`)
  return file
}

function run(t: TestContext, ...words: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  atEnd(t, () => child.kill('SIGKILL'))
  return child
}

/** Runs to its end. */
async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const said = { out: '', err: '' }
  child.stdout?.on('data', (text) => (said.out += text))
  child.stderr?.on('data', (text) => (said.err += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

type Line = Readonly<Record<string, string>>

/** The first line of its log that says this. */
async function says(child: ChildProcess, words: string): Promise<Line> {
  for await (const line of createInterface({ input: child.stdout ?? assert.fail() })) {
    const entry = JSON.parse(line) as Line
    if (entry.msg?.includes(words)) return entry
  }
  return assert.fail(`it ended without saying ${words}`)
}

test('a hub says where it listens; a second one on its data is refused, and one on its ports', async (t) => {
  const folder = await givenFolder(t)
  const config = hubYaml({ folder })
  const { http = '', mqtt = '', ca = '' } = await says(run(t, 'hub', '--config', config), 'listening')
  assert.equal(ca, join(folder, 'data/tls/ca.pem'))

  const second = await ended(run(t, 'hub', '--config', config))
  assert.equal(second.code, 1)
  assert.match(second.err, /another hub is running on this data folder.*\nstop it first/)

  const sameHttp = hubYaml({ folder, data: 'other', http: new URL(http).host })
  const pages = await ended(run(t, 'hub', '--config', sameHttp))
  assert.equal(pages.code, 1)
  assert.match(pages.err, /Port \d+ on 127\.0\.0\.1, which http\.listen in hub\.yaml asks for, is taken/)

  const sameMqtt = hubYaml({ folder, data: 'another', mqtt })
  const edge = await ended(run(t, 'hub', '--config', sameMqtt))
  assert.equal(edge.code, 1)
  assert.match(edge.err, /Port \d+ on 127\.0\.0\.1, which mqtt\.listen in hub\.yaml asks for, is taken/)
})

test('a hub that is told to stop ends its streams in order, and can be started again', async (t) => {
  const folder = await givenFolder(t)
  const config = hubYaml({ folder })
  const { headers } = await letIn(join(folder, 'data'))
  const hub = run(t, 'hub', '--config', config)
  const { http } = await says(hub, 'listening')
  const stream = await new Promise<IncomingMessage>((resolve) => get(`${http}/api/v1/events`, { headers }, resolve))
  await once(stream, 'data')
  const gone = once(hub, 'exit')
  hub.kill('SIGTERM')
  await once(stream.resume(), 'end')
  assert.equal(stream.complete, true)
  assert.deepEqual(await gone, [0, null])
  const again = run(t, 'hub', '--config', config)
  await says(again, 'listening')
  again.kill('SIGTERM')
  assert.deepEqual(await once(again, 'exit'), [0, null])
})

test('a hub without accounts prints a link: good once, it makes the first admin, and no other start prints one', async (t) => {
  const config = hubYaml({ folder: await givenFolder(t) })
  const hub = run(t, 'hub', '--config', config)
  const { link = '' } = await says(hub, 'nobody has an account yet')
  const { origin, searchParams } = new URL(link)
  const code = searchParams.get('code') ?? ''
  const password = 'a ship in the night'
  const choose = (name: string) =>
    fetch(`${origin}/setup`, {
      method: 'POST',
      body: new URLSearchParams({ code, name, password, again: password }),
      headers: { Origin: origin },
      redirect: 'manual',
    })
  assert.match(await (await fetch(link)).text(), /The first account/)
  const made = await choose('grace')
  assert.equal(made.status, 303)
  const cookie = (made.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
  assert.match(
    await (await fetch(`${origin}/account`, { headers: { Cookie: cookie } })).text(),
    /Your role is <b>admin</,
  )
  assert.equal((await choose('eve')).status, 410)

  hub.kill('SIGTERM')
  await once(hub, 'exit')
  const again = run(t, 'hub', '--config', config)
  const { http } = await says(again, 'listening')
  assert.doesNotMatch(await (await fetch(`${http}/login`)).text(), /Nobody has an account yet/)
})

async function givenAgent(t: TestContext, status = '127.0.0.1:0') {
  const folder = await givenFolder(t)
  const config = join(folder, 'agent.yaml')
  const credential = join(folder, 'credential')
  writeFileSync(credential, 'a secret\n', { mode: 0o600 })
  writeFileSync(
    config,
    `vessel: mv-aurora
hub: { urls: [mqtts://127.0.0.1:1], credentialFile: ${credential} }
influx: { url: http://127.0.0.1:1, database: telegraf }
components: [{ id: server, checks: [{ preset: telegraf-ping, tags: { url: 10.0.0.5 } }] }]
status: { listen: ${status} }
dataDir: ${join(folder, 'data')}
`,
  )
  return { config, credential }
}

test('an agent without database and hub runs, and ends in order when it is told to stop', async (t) => {
  const { config } = await givenAgent(t)
  const agent = run(t, 'agent', '--config', config)
  await says(agent, 'watching')
  agent.kill('SIGTERM')
  assert.deepEqual(await once(agent, 'exit'), [0, null])
})

test('an agent whose crew page finds its port taken goes on, and says which setting names the port', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  atEnd(t, () => taken.close())
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : assert.fail()
  const { config } = await givenAgent(t, `127.0.0.1:${port}`)
  const agent = run(t, 'agent', '--config', config)
  const { msg = '' } = await says(agent, 'is taken')
  assert.match(msg, /Port \d+ on 127\.0\.0\.1, which status\.listen in agent\.yaml asks for, is taken.* goes on/)
  agent.kill('SIGTERM')
  assert.deepEqual(await once(agent, 'exit'), [0, null])
})

test('an agent does not start with a credential that others can read', async (t) => {
  const { config, credential } = await givenAgent(t)
  chmodSync(credential, 0o644)
  const shown = await ended(run(t, 'agent', '--config', config))
  assert.equal(shown.code, 2)
  assert.match(shown.err, /hub\.credentialFile: .* others on this machine can read.*\nchmod 600/)
})
