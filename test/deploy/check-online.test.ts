import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { checkCommand } from '../../deploy/cli/check.ts'
import { startTickets } from '../../deploy/demo/tickets.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { freePort } from '../lab/free-port.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { needs } from '../servers.ts'

async function given(t: TestContext) {
  const folder = await givenFolder(t)
  const tickets = await startTickets({ folder, port: await freePort(), clock: systemClock, newSecret: randomUUID })
  atEnd(t, tickets.stop)
  const config = join(folder, 'hub.yaml')
  const check = (jira: object | null, ...options: string[]) => {
    writeFileSync(config, JSON.stringify({ dataDir: folder, ...(jira && { jira: { ...tickets.settings, ...jira } }) }))
    return checked(t, config, ...options)
  }
  return { check, folder }
}

async function checked(t: TestContext, config: string, ...options: string[]) {
  const command = checkCommand().exitOverride()
  const said: string[] = []
  t.mock.method(console, 'log', (line: string) => said.push(line))
  command.configureOutput({ writeErr: (text) => said.push(text) })
  try {
    await command.parseAsync([config, ...options], { from: 'user' })
    return { code: 0, said: said.join('\n') }
  } catch (error) {
    return { code: error instanceof Error && 'exitCode' in error ? error.exitCode : error, said: said.join('\n') }
  }
}

test('a mapping that fits the project is good, line by line', async (t) => {
  const { check } = await given(t)
  const { code, said } = await check({ tokenExpires: '2999-01-01' }, '--online')
  assert.equal(code, 0, said)
  assert.match(said, /good {2}issue type: Incident in OPS/)
  assert.match(said, /good {2}field priority: Priority/)
})

test('what does not fit is said, and fails', async (t) => {
  const { check } = await given(t)
  const { code, said } = await check({ tokenExpires: '2999-01-01', project: 'NOPE' }, '--online')
  assert.equal(code, 1)
  assert.match(said, /WRONG permissions/)
})

test('JIRA is asked only when that is wanted', async (t) => {
  const { check } = await given(t)
  const { code, said } = await check({ site: 'http://127.0.0.1:1' })
  assert.equal(code, 0)
  assert.doesNotMatch(said, /token/)
})

test('a token that others can read is refused; without jira there is nothing to ask', async (t) => {
  const { check, folder } = await given(t)
  chmodSync(join(folder, 'token'), 0o644)
  const open = await check({}, '--online')
  assert.notEqual(open.code, 0)
  assert.match(open.said, /others on this machine can read it/)
  assert.equal((await check(null, '--online')).code, 2)
})

test('a site without https is refused before anything is sent', async (t) => {
  const { check } = await given(t)
  const { code, said } = await check({ site: 'http://example.atlassian.net' })
  assert.equal(code, 2)
  assert.match(said, /jira\.site: must begin with https/)
})

test(
  'on board the database is asked for points of each check, and the files are looked at',
  needs('influxd'),
  async (t) => {
    const influxd = await startInfluxd()
    atEnd(t, () => influxd.stop())
    const nowS = Math.floor(systemClock.now() / 1000)
    await influxd.write([`ping,url=10.0.0.1 percent_packet_loss=0,result_code=0i ${nowS}`])
    const folder = await givenFolder(t)
    const [config, credentialFile] = [join(folder, 'agent.yaml'), join(folder, 'credential')]
    const check = (id: string, url: string, database = 'telegraf') => {
      const components = [{ id, checks: [{ preset: 'telegraf-ping', tags: { url } }] }]
      const hub = { urls: ['mqtts://hub.invalid:8883'], credentialFile }
      const influx = { url: influxd.url, database }
      writeFileSync(config, JSON.stringify({ vessel: 'mv-aurora', hub, influx, components, dataDir: folder }))
      return checked(t, config, '--online')
    }
    assert.match((await check('server', '10.0.0.1')).said, /hub\.credentialFile: .*credential does not exist/)
    writeFileSync(credentialFile, 'secret', { mode: 0o600 })
    const good = await check('server', '10.0.0.1')
    assert.deepEqual([good.code, /good {2}server: has points/.test(good.said)], [0, true])
    const wrong = await check('server', '10.0.0.2')
    assert.equal(wrong.code, 1)
    assert.match(
      wrong.said,
      /WRONG server: No series matches.*url has these values: 10\.0\.0\.1\. Set the check's tags/,
    )
    const nowhere = await check('server', '10.0.0.1', 'telegarf')
    assert.equal(nowhere.code, 1)
    assert.match(nowhere.said, /There is no database "telegarf".*\nSet influx\.database/s)
  },
)
