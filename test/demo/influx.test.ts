import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createInflux } from '../../deploy/demo/influx.ts'
import type { Database } from '../../deploy/demo/query.ts'
import type { Point } from '../../deploy/demo/telegraf.ts'
import { atEnd } from '../at-end.ts'
import { virtualClock } from '../fakes/clock.ts'

const NOW = 1_795_600_000
const points: readonly Point[] = [
  { at: NOW - 7_000, values: { percent_packet_loss: 0, result_code: 0 } },
  { at: NOW - 90, values: { percent_packet_loss: 0, result_code: 0 } },
  { at: NOW - 60, values: { result_code: 2 } },
  { at: NOW - 30, values: { percent_packet_loss: 100, result_code: 1 } },
  { at: NOW + 30, values: { percent_packet_loss: 0, result_code: 0 } },
]
const database: Database = {
  name: 'telegraf',
  since: NOW - 10_000,
  series: [
    {
      measurement: 'ping',
      tags: { host: 'a', url: '10.0.0.1' },
      fields: { percent_packet_loss: 'float', result_code: 'integer' },
      points: ({ from, to }) => points.filter(({ at }) => at >= from && at < to),
    },
    { measurement: 'ping', tags: { host: 'a', url: "it's" }, fields: { result_code: 'integer' }, points: () => [] },
  ],
}

test('rows come half-open by time, in order, without those of which every field is missing', async (t) => {
  const ask = await given(t)
  assert.deepEqual(await ask(`SELECT "percent_packet_loss","result_code" FROM "ping" WHERE ${within(90, 30)}`), [
    {
      series: [
        {
          name: 'ping',
          columns: ['time', 'percent_packet_loss', 'result_code'],
          values: [
            [(NOW - 90) * 1000, 0, 0],
            [(NOW - 60) * 1000, null, 2],
          ],
        },
      ],
    },
  ])
  const [losses] = await ask(`SELECT "percent_packet_loss" FROM "telegraf"."autogen"."ping" WHERE ${within(90, -60)}`)
  assert.deepEqual(losses?.series?.[0]?.values, [
    [(NOW - 90) * 1000, 0],
    [(NOW - 30) * 1000, 100],
  ])
})

test('sums come by the minute, and minutes without a point not at all', async (t) => {
  const ask = await given(t)
  const [answer] = await ask(
    `SELECT count("result_code") AS "c0",sum("percent_packet_loss") AS "s0" FROM "ping" WHERE ${within(7_200, 0)} GROUP BY time(1m) fill(none)`,
  )
  const minute = (at: number) => Math.floor(at / 60) * 60_000
  const groups = new Map<number, [number, number | null]>()
  for (const { at, values } of points.slice(0, 4)) {
    const [count, sum] = groups.get(minute(at)) ?? [0, null]
    const loss = values.percent_packet_loss
    groups.set(minute(at), [count + 1, loss === undefined ? sum : (sum ?? 0) + loss])
  }
  assert.deepEqual(answer?.series, [
    { name: 'ping', columns: ['time', 'c0', 's0'], values: [...groups].map(([at, sums]) => [at, ...sums]) },
  ])
})

test('the oldest and the newest point are found without a bound of time', async (t) => {
  const ask = await given(t)
  const [oldest, newest] = await ask(
    'SELECT "result_code" FROM "ping" ORDER BY time ASC LIMIT 1;SELECT "result_code" FROM "ping" ORDER BY time DESC LIMIT 1',
  )
  assert.deepEqual(oldest?.series?.[0]?.values, [[(NOW - 7_000) * 1000, 0]])
  assert.deepEqual(newest?.series?.[0]?.values, [[(NOW - 30) * 1000, 1]])
})

test('what nothing matches is an answer without series', async (t) => {
  const ask = await given(t)
  const nothing = [{ series: undefined }]
  assert.deepEqual(await ask('SELECT "result_code" FROM "dns" LIMIT 1'), nothing)
  assert.deepEqual(await ask(`SELECT "result_code" FROM "ping" WHERE "url" = 'x' LIMIT 1`), nothing)
  assert.deepEqual(await ask('SELECT "loss" FROM "ping" LIMIT 1'), nothing)
})

test('it shows what there is', async (t) => {
  const ask = await given(t)
  const [series, fields, values, measurements, databases] = await ask(
    `SHOW SERIES FROM "ping" WHERE "url" = 'it\\'s' LIMIT 1;SHOW FIELD KEYS FROM "ping";SHOW TAG VALUES FROM "ping" WITH KEY = "url" LIMIT 200;SHOW MEASUREMENTS LIMIT 200;SHOW DATABASES`,
  )
  assert.deepEqual(series?.series?.[0]?.values, [["ping,host=a,url=it's"]])
  assert.deepEqual(fields?.series?.[0]?.values, [
    ['percent_packet_loss', 'float'],
    ['result_code', 'integer'],
  ])
  assert.deepEqual(values?.series?.[0]?.values, [
    ['url', '10.0.0.1'],
    ['url', "it's"],
  ])
  assert.deepEqual(measurements?.series?.[0]?.values, [['ping']])
  assert.deepEqual(databases?.series?.[0]?.values, [['telegraf']])
})

for (const statement of [
  'SELECT * FROM "ping"',
  'SELECT mean("result_code") FROM "ping"',
  'SELECT "result_code" FROM "ping" WHERE time > 5ms',
  'SELECT "result_code" FROM "ping" GROUP BY time(1m)',
  'SELECT "a",count("b") AS "c" FROM "ping"',
  'SELECT "result_code" FROM "ping" WHERE "url" = "10.0.0.1"',
  'DROP DATABASE "telegraf"',
  'SHOW MEASUREMENTS; ',
  '',
]) {
  test(`what it does not understand it refuses: ${statement}`, async (t) => {
    const { url } = await started(t)
    const response = await get(url, statement)
    assert.equal(response.status, 400)
    assert.match(await response.text(), /error parsing query/)
  })
}

test('another database, another precision, another path and another method are refused', async (t) => {
  const { url } = await started(t)
  assert.match(await (await get(url, 'SHOW DATABASES', 'other')).text(), /database not found: other/)
  assert.equal((await fetch(`${url}/query?db=telegraf&epoch=ns&q=SHOW+DATABASES`)).status, 400)
  assert.equal((await fetch(`${url}/query?db=telegraf&epoch=ms&pretty=true&q=SHOW+DATABASES`)).status, 400)
  assert.equal((await fetch(`${url}/write`)).status, 404)
  assert.equal((await fetch(`${url}/query`, { method: 'POST' })).status, 405)
  const ping = await fetch(`${url}/ping`)
  assert.equal(ping.status, 204)
  assert.equal(ping.headers.get('x-influxdb-version'), '1.6.7')
})

test('stopped, it refuses; started again, it answers at the same place', async (t) => {
  const { url, influx } = await started(t)
  await influx.stop()
  await assert.rejects(fetch(`${url}/ping`))
  assert.deepEqual(await influx.start(), { url })
  assert.equal((await fetch(`${url}/ping`)).status, 204)
})

const within = (from: number, to: number) => `time >= ${(NOW - from) * 1000}ms AND time < ${(NOW - to) * 1000}ms`

async function started(t: TestContext) {
  const influx = createInflux(database, virtualClock(NOW * 1000))
  atEnd(t, () => influx.stop())
  return { influx, ...(await influx.start()) }
}

const get = (url: string, q: string, db = 'telegraf') =>
  fetch(`${url}/query?${new URLSearchParams({ db, epoch: 'ms', q })}`)

type Result = { series?: { name?: string; columns: string[]; values: unknown[][] }[] }

async function given(t: TestContext): Promise<(q: string) => Promise<Result[]>> {
  const { url } = await started(t)
  return async (q) => {
    const { results } = (await (await get(url, q)).json()) as { results: (Result & { statement_id: number })[] }
    assert.deepEqual(
      results.map(({ statement_id }) => statement_id),
      results.map((_, index) => index),
    )
    return results.map(({ series }) => ({ series })) as Result[]
  }
}
