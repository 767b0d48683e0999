import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { keepCertificates } from '../../hub/adapters/certificates.ts'
import type { CrewView } from '../../web/crew/view.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { freePort } from '../lab/free-port.ts'
import { until } from '../lab/ship-and-shore.ts'

/** What the agent says when what it is given is not as it should be: by the program itself, as on board. */

const program = join(import.meta.dirname, '../../deploy/watchkeeper.js')

async function given(t: TestContext) {
  const folder = await givenFolder(t)
  const path = (name: string) => join(folder, name)
  const config = path('agent.yaml')
  const { ca } = await keepCertificates({ folder, names: ['localhost'], nowMs: Date.now(), crypto: webcrypto })
  writeFileSync(path('credential'), 'secret\n', { mode: 0o600 })
  writeFileSync(path('password'), 'secret\n', { mode: 0o600 })
  writeFileSync(path('ca.pem'), ca)
  const settings = {
    hub: `urls: [mqtts://hub.invalid:8883], credentialFile: ${path('credential')}, caFile: ${path('ca.pem')}`,
    influx: `url: http://127.0.0.1:1, database: telegraf, username: a, passwordFile: ${path('password')}`,
    status: 'listen: 127.0.0.1:0',
    dataDir: path('data'),
  }
  const write = (changed: Partial<typeof settings> = {}) => {
    const { hub, influx, status, dataDir } = { ...settings, ...changed }
    writeFileSync(
      config,
      `vessel: mv-aurora
hub: { ${hub} }
influx: { ${influx} }
components: [{ id: server, checks: [{ preset: telegraf-ping, tags: { url: a } }] }]
status: { ${status} }
dataDir: ${dataDir}
`,
    )
  }
  write()
  return { path, config, settings, write }
}

function begin(t: TestContext, config: string) {
  const child = spawn(process.execPath, [program, 'agent', '--config', config], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text) => (said.out += text))
  child.stderr.on('data', (text) => (said.err += text))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
  atEnd(t, () => child.kill('SIGKILL'))
  return { ended, said, end: () => child.kill('SIGTERM') }
}

async function assertRefused(t: TestContext, config: string, sentence: RegExp, code = 2): Promise<void> {
  const ended = await begin(t, config).ended
  assert.match(ended.err, sentence)
  assert.equal(ended.code, code)
  assert.doesNotMatch(ended.err, /at .*\.ts:|Error:/, 'no stack')
  assert.ok(ended.err.trim().split('\n').length <= 2, 'a sentence and what to do')
}

test('settings that cannot be read are said with their file', async (t) => {
  const { path, config } = await given(t)
  await assertRefused(t, path('nowhere.yaml'), /nowhere\.yaml: cannot be read: ENOENT/)
  await assertRefused(t, path('.'), /cannot be read: EISDIR/)
  writeFileSync(config, 'vessel: [')
  await assertRefused(t, config, /agent\.yaml:1: is not valid YAML/)
})

test('a credential that is missing, empty, no file or open to others is said with its key, its file and what to do', async (t) => {
  const { path, config } = await given(t)
  const whence =
    /\n.*`watchkeeper vessel add` makes on shore, readable by its owner alone: the user that runs the agent/.source
  writeFileSync(path('credential'), '\n')
  await assertRefused(t, config, new RegExp(`hub\\.credentialFile: .*/credential is empty\\.${whence}`))
  chmodSync(path('credential'), 0o644)
  await assertRefused(
    t,
    config,
    /hub\.credentialFile: .*\/credential holds a secret that others .* can read\.\nchmod 600/,
  )
  const { write, settings } = await given(t)
  write({ hub: settings.hub.replace('/credential', '/nowhere') })
  const other = await given(t)
  other.write({ hub: other.settings.hub.replace('/credential', '/nowhere') })
  await assertRefused(t, other.config, new RegExp(`hub\\.credentialFile: .*/nowhere does not exist\\.${whence}`))
  mkdirSync(other.path('nowhere'), { mode: 0o700 })
  await assertRefused(t, other.config, new RegExp(`hub\\.credentialFile: .*/nowhere cannot be read.*${whence}`))
})

test('a CA file that is missing or holds no certificate is said with its key, its file and what to do', async (t) => {
  const { path, config, write, settings } = await given(t)
  writeFileSync(path('ca.pem'), 'this is no certificate\n')
  await assertRefused(
    t,
    config,
    /hub\.caFile: .*ca\.pem holds no certificate \(PEM\)\.\n.*`watchkeeper vessel add --out`/,
  )
  write({ hub: settings.hub.replace('/ca.pem', '/nowhere.pem') })
  await assertRefused(t, config, /hub\.caFile: .*nowhere\.pem cannot be read.*\n.*ca\.pem/)
})

test('a password file of InfluxDB that is missing is said with its key, its file and what to do', async (t) => {
  const { config, write, settings } = await given(t)
  write({ influx: settings.influx.replace('/password', '/nowhere') })
  await assertRefused(t, config, /influx\.passwordFile: .*nowhere does not exist\.\n.*InfluxDB/)
})

test('an address of the hub that cannot be used is said with its key', async (t) => {
  const { config, write, settings } = await given(t)
  write({ hub: settings.hub.replace('mqtts://hub.invalid', 'mqtt://hub.invalid') })
  await assertRefused(t, config, /hub\.urls\[0\]: must be an mqtts address: mqtt sends the credential in the clear/)
  write({ hub: settings.hub.replace(':8883', ':99999') })
  await assertRefused(t, config, /hub\.urls\[0\]: .*99999/)
})

test('what may mend by itself stops nobody: the crew page says what is wrong, and the agent goes on', async (t) => {
  const { path, config, write } = await given(t)
  writeFileSync(path('file'), '')
  const port = await freePort()
  write({ status: `listen: 127.0.0.1:${port}`, dataDir: path('file') })
  const agent = begin(t, config)
  const view = await until('the crew page', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/status.json`)
    const seen = (await answer.json()) as CrewView
    const all = seen.shore.because?.kind === 'no-name' && seen.troubles.some(({ about }) => about === 'measurement')
    return all && seen.troubles.some(({ about }) => about === 'journal') ? seen : null
  })
  assert.match(view.shore.because?.message ?? '', /the name hub\.invalid cannot be resolved/)
  const [disk, database] = view.troubles
  assert.match(
    `${disk?.message} ${disk?.hint}`,
    /journal in .*file\/journal cannot be read.*ENOTDIR.*Make .* a folder that belongs to/,
  )
  assert.match(database?.message ?? '', /127\.0\.0\.1:1/)
  agent.end()
  assert.equal((await agent.ended).code, 0)
})
