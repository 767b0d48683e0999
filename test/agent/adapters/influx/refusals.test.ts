import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { systemClock } from '../../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../../shared/time.ts'
import { atEnd } from '../../../at-end.ts'
import { type Influxd, startInfluxd } from '../../../lab/influxd.ts'
import { needs } from '../../../servers.ts'
import { faultOf, givenCheck, givenPing, givenSource, never } from '../../given-source.ts'

const ping = givenPing('10.0.0.1')
const now = toSeconds(systemClock.now())
const window = { from: now - 6 * 3600, to: now }
const points = Array.from(
  { length: 2160 },
  (_, i) => `ping,url=10.0.0.1 percent_packet_loss=0,result_code=0i ${window.from + i * 10}`,
)

describe('what InfluxDB refuses', needs('influxd'), () => {
  let influxd: Influxd
  before(async () => {
    influxd = await startInfluxd({ admin: { user: 'root', password: 'toor' } })
    await influxd.write(points)
    await influxd.run(`CREATE USER "reader" WITH PASSWORD 'it''s'`.replace("''", "\\'"))
    await influxd.run('GRANT READ ON "telegraf" TO "reader"')
    await influxd.run(`CREATE USER "stranger" WITH PASSWORD 'x'`)
  })
  after(() => influxd.stop())
  const read = (settings: Parameters<typeof givenSource>[0], checks = [ping]) =>
    givenSource({ url: influxd.url, ...settings }).read(checks, window, never)

  test('a user that may only read reads', async () => {
    assert.equal((await read({ username: 'reader', password: "it's" }))[0]?.length, 2160)
  })

  test('no credentials', async () => {
    const seen = await faultOf(read({}))
    assert.equal(seen.code, 'auth')
    assert.equal(seen.message, `No or unusable credentials for InfluxDB at ${influxd.url}.`)
    assert.match(String(seen.hint), /1\.x before 1\.8 knows no tokens: give influx\.username and influx\.passwordFile/)
  })

  test('a wrong password', async () => {
    const seen = await faultOf(read({ username: 'reader', password: 'wrong' }))
    assert.equal(seen.code, 'auth')
    assert.equal(seen.message, `User or password is wrong (user reader at ${influxd.url}).`)
    assert.doesNotMatch(`${seen.message}${seen.hint}`, /wrong\b.*\bwrong/)
  })

  test('a user without the right', async () => {
    const seen = await faultOf(read({ username: 'stranger', password: 'x' }))
    assert.equal(seen.code, 'forbidden')
    assert.equal(seen.message, 'User stranger may not read database telegraf.')
    assert.equal(seen.hint, 'In InfluxDB: GRANT READ ON "telegraf" TO "stranger"')
  })

  test('a database that is not there names those that are', async () => {
    const seen = await faultOf(read({ username: 'root', password: 'toor', database: 'telegarf' }))
    assert.equal(seen.code, 'no-db')
    assert.match(
      seen.message,
      /^There is no database "telegarf" here, or the user may not see it\. There are: .*telegraf/,
    )
  })

  test('with several checks InfluxDB keeps its reason to itself, and is asked for it', async () => {
    const checks = [ping, givenPing('10.0.0.2'), givenPing('10.0.0.3')]
    const root = { username: 'root', password: 'toor' }
    assert.match(
      (await faultOf(read({ ...root, database: 'telegarf' }, checks))).message,
      /There is no database "telega/,
    )
    assert.match((await faultOf(read({ ...root, retentionPolicy: 'x' }, checks))).message, /no such retention policy/)
  })

  test('a retention policy that is not there', async () => {
    const seen = await faultOf(read({ username: 'reader', password: "it's", retentionPolicy: 'forever' }))
    assert.equal(seen.code, 'no-db')
    assert.match(
      seen.message,
      /^There is no such retention policy in database "telegraf" \(retention policy not found: forever\)/,
    )
  })

  test('a token, as 1.x before 1.8 does not know them', async () => {
    const seen = await faultOf(read({ username: '', password: 'a-token' }))
    assert.equal(seen.code, 'auth')
  })
})

describe("InfluxDB's limits", needs('influxd'), () => {
  let influxd: Influxd
  before(async () => {
    influxd = await startInfluxd()
    await influxd.write(points)
  })
  after(() => influxd.stop())
  const read = (checks = [ping]) => givenSource({ url: influxd.url }).read(checks, window, never)

  test('max-row-limit cuts answers: smaller pieces bring the whole', async () => {
    await influxd.restart({ http: ['max-row-limit = 700'] })
    assert.equal((await read())[0]?.length, 2160)
  })

  test('max-row-limit below ten minutes of points is given up in words', async () => {
    await influxd.restart({ http: ['max-row-limit = 20'] })
    const seen = await faultOf(read())
    assert.equal(seen.code, 'limit')
    assert.match(seen.message, /^InfluxDB cut the answer \(max-row-limit\).*Even 10 minutes are too much/)
  })

  test('max-select-series cannot be read around', async () => {
    await influxd.restart({ coordinator: ['max-select-series = 1'] })
    await influxd.write([`ping,url=10.0.0.1,host=b percent_packet_loss=0,result_code=0i ${now - 5}`])
    for (const checks of [[ping], [ping, ping]]) {
      const seen = await faultOf(read(checks))
      assert.equal(seen.code, 'limit')
      assert.match(seen.message, /max-select-series limit exceed/)
    }
  })

  test('query-timeout', async () => {
    await influxd.restart({ coordinator: ['query-timeout = "1ns"'] })
    for (const checks of [[ping], [ping, ping]]) {
      let seen = await faultOf(read(checks))
      // A statement may be faster than the timer that is to stop it: then the one of two by itself was not refused.
      for (let again = 0; again < 5 && /in one request/.test(seen.message); again++) seen = await faultOf(read(checks))
      assert.equal(seen.code, 'limit')
      assert.match(seen.message, /refuses the query: query-timeout limit exceeded/)
    }
  })

  test('max-concurrent-queries is waited for, not halved', async () => {
    await influxd.restart({ coordinator: ['max-concurrent-queries = 1'] })
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => read()))
    const faults = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason)
    assert.ok(faults.length > 0)
    for (const fault of faults) assert.equal(fault.code, 'busy', fault.message)
  })
})

test('a check may name fields and tags of the wrong kind without harm', needs('influxd'), async (t) => {
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  await influxd.write([`door,ship=a open=true,name="x",opened=1 ${now - 60}`])
  const check = givenCheck({ measurement: 'door', tags: { ship: 'a' }, up: 'open == 1 or opened == 1' })
  const seen = await faultOf(givenSource({ url: influxd.url }).read([check], window, never))
  assert.equal(seen.code, 'wrong-type')
  assert.equal(seen.message, 'Field open of measurement door holds boolean values, not numbers.')
})

test('a database that takes each check alone and not all together is asked for smaller pieces', async (t) => {
  const said = (q: string) => ({
    results: [{ statement_id: 0, ...(q.includes(';') ? { error: 'not executed' } : {}) }],
  })
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost')
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(said(searchParams.get('q') ?? '')))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  atEnd(t, async () => void server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const seen = await faultOf(givenSource({ url: `http://127.0.0.1:${address.port}` }).read([ping, ping], window, never))
  assert.equal(seen.code, 'limit')
  assert.match(seen.message, /does not take all checks in one request.*Even 10 minutes are too much/)
})
