import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemClock } from '../../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../../shared/time.ts'
import { virtualClock } from '../../../fakes/clock.ts'
import { type FaultProxy, httpAnswer, type ProxyFault, startFaultProxy } from '../../../lab/fault-proxy.ts'
import { type Influxd, startInfluxd } from '../../../lab/influxd.ts'
import { needs } from '../../../servers.ts'
import { faultOf, givenPing, givenSource, never, until } from '../../given-source.ts'

const ping = givenPing('10.0.0.1')
const now = toSeconds(systemClock.now())
const window = { from: now - 3600, to: now }
const points = Array.from(
  { length: 360 },
  (_, i) => `ping,url=10.0.0.1 percent_packet_loss=0,result_code=0i ${window.from + i * 10}`,
)

describe('bad machines between the agent and InfluxDB', needs('influxd'), () => {
  let influxd: Influxd
  let proxy: FaultProxy
  before(async () => {
    influxd = await startInfluxd()
    await influxd.write(points)
    proxy = await startFaultProxy(influxd.port)
  })
  after(async () => {
    await proxy.stop()
    await influxd.stop()
  })

  const broken = /^InfluxDB at http:\/\/127\.0\.0\.1:\d+ broke off its answer \(restarting\?\)\.$/
  const notInflux = (got: string) =>
    new RegExp(`^What answers at http://127\\.0\\.0\\.1:\\d+ is not InfluxDB's query API \\(got: ${got}\\)\\.$`)
  const html = '<html><body>It works!</body></html>'
  const canned = '{"results":[{"statement_id":0,"series":[{"name":"databases","columns":["name"],"values":[["x"]]}]}]}'
  const rows = (body: string) => httpAnswer('200 OK', 'application/json', body)
  const series = (inner: string) => rows(`{"results":[{"statement_id":0,"series":[{"name":"ping",${inner}}]}]}`)
  const columns = '"columns":["time","percent_packet_loss","result_code"]'

  const table: [name: string, fault: ProxyFault, code: string, words: RegExp][] = [
    ['reset before a byte', { kind: 'reset', afterBytes: 0 }, 'broken', broken],
    ['closed before a byte', { kind: 'fin', afterBytes: 0 }, 'broken', broken],
    ['reset in the head', { kind: 'reset', afterBytes: 40 }, 'broken', broken],
    ['closed in the middle of the rows', { kind: 'fin', afterBytes: 3000 }, 'broken', broken],
    ['reset in the middle of the rows', { kind: 'reset', afterBytes: 3000 }, 'broken', broken],
    [
      'an answer cut where only its end says so',
      { kind: 'say', text: 'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{"results":[{"stat', close: true },
      'broken',
      broken,
    ],
    ['not HTTP', { kind: 'say', text: 'SSH-2.0-OpenSSH_9.7\r\n' }, 'not-influx', notInflux('no HTTP')],
    ['a page', { kind: 'say', text: httpAnswer('200 OK', 'text/html', html) }, 'not-influx', notInflux('text/html')],
    [
      'a redirect',
      { kind: 'say', text: httpAnswer('302 Found', 'text/html', html, 'Location: /login\r\n') },
      'not-influx',
      notInflux('a redirect, HTTP 302'),
    ],
    [
      '404 of something else',
      { kind: 'say', text: httpAnswer('404 Not Found', 'text/plain', 'no') },
      'not-influx',
      notInflux('HTTP 404'),
    ],
    [
      'nothing at all, 204',
      { kind: 'say', text: 'HTTP/1.1 204 No Content\r\n\r\n' },
      'not-influx',
      notInflux('HTTP 204'),
    ],
    ['an empty 200', { kind: 'say', text: rows('') }, 'not-influx', notInflux('JSON of another shape')],
    ['null', { kind: 'say', text: rows('null') }, 'not-influx', notInflux('JSON of another shape')],
    [
      'the same canned answer to everything',
      { kind: 'say', text: rows(canned) },
      'not-influx',
      notInflux('the series databases where ping was asked for'),
    ],
    [
      'no results',
      { kind: 'say', text: rows('{"results":[]}') },
      'not-influx',
      notInflux('0 results for 1 statements'),
    ],
    [
      'columns of another name',
      { kind: 'say', text: series('"columns":["time","a","b"],"values":[]') },
      'not-influx',
      notInflux('the columns time, a, b where .*'),
    ],
    [
      'a row before the window',
      { kind: 'say', text: series(`${columns},"values":[[1000,0,0]]`) },
      'not-influx',
      notInflux('a row at 1000'),
    ],
    [
      'a row after the window',
      { kind: 'say', text: series(`${columns},"values":[[${(now + 1) * 1000},0,0]]`) },
      'not-influx',
      notInflux('a row at \\d+'),
    ],
    [
      'rows out of order',
      { kind: 'say', text: series(`${columns},"values":[[${now * 1000 - 1000},0,0],[${now * 1000 - 2000},0,0]]`) },
      'not-influx',
      notInflux('a row at \\d+'),
    ],
    [
      'rows of another length',
      { kind: 'say', text: series(`${columns},"values":[[${now * 1000 - 1000},0]]`) },
      'not-influx',
      notInflux('rows of another length than the columns'),
    ],
    [
      'text for a number',
      { kind: 'say', text: series(`${columns},"values":[[${now * 1000 - 1000},"lost",0]]`) },
      'wrong-type',
      /^Field percent_packet_loss of measurement ping holds string values, not numbers\.$/,
    ],
    [
      'max-select-point, which influxd only enforces on slow queries',
      { kind: 'say', text: rows('{"results":[{"statement_id":0,"error":"max-select-point limit exceed: (10/5)"}]}') },
      'limit',
      /^InfluxDB refuses the query: max-select-point limit exceed: \(10\/5\) \(trying smaller pieces\)\. Even 10 minutes/,
    ],
    [
      'an internal error',
      {
        kind: 'say',
        text: httpAnswer('500 Internal Server Error', 'application/json', '{"error":"engine: cache full"}'),
      },
      'server-error',
      /^InfluxDB at \S+ is in trouble \(HTTP 500: engine: cache full\)\.$/,
    ],
    [
      'an internal error without end',
      { kind: 'say', text: 'HTTP/1.1 500 Oh\r\nContent-Type: application/json\r\n\r\n', flood: 'x'.repeat(65_536) },
      'server-error',
      /^InfluxDB at \S+ is in trouble \(HTTP 500 and an endless answer\)\.$/,
    ],
    [
      'an overloaded server',
      { kind: 'say', text: httpAnswer('503 Service Unavailable', 'text/plain', 'busy', 'Retry-After: 17\r\n') },
      'server-error',
      /^InfluxDB at \S+ is in trouble \(HTTP 503: busy\)\.$/,
    ],
    [
      'rows without end',
      { kind: 'say', text: 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n', flood: ' '.repeat(65_536) },
      'limit',
      /^InfluxDB answers with more than 8 MiB; reading smaller pieces\. Even 10 minutes are too much for it\.$/,
    ],
  ]
  for (const [name, fault, code, words] of table) {
    test(name, async () => {
      proxy.fault(fault)
      const source = givenSource({ url: proxy.url })
      const seen = await faultOf(source.read([ping], window, never))
      assert.equal(seen.code, code, seen.message)
      assert.match(seen.message, words)
      proxy.fault({ kind: 'none' })
      const [samples] = await source.read([ping], window, never)
      assert.equal(samples?.length, 360, 'the next read is whole')
    })
  }

  const endless: [name: string, fault: ProxyFault, passes: number][] = [
    ['silence', { kind: 'silent' }, 0],
    ['silence after the head', { kind: 'stall', afterBytes: 250 }, 250],
    ['silence in the middle of the rows', { kind: 'stall', afterBytes: 3000 }, 3000],
    ['a byte now and then', { kind: 'drip' }, 1],
  ]
  for (const [name, fault, passes] of endless) {
    test(`${name} ends after 20 s and leaves no connection`, async () => {
      proxy.fault(fault)
      const clock = virtualClock(systemClock.now())
      const failing = faultOf(givenSource({ url: proxy.url }, clock).read([ping], window, never))
      await until(() => proxy.requests() > 0 && proxy.passed() >= passes)
      await clock.advance(20_000)
      const seen = await failing
      assert.equal(seen.code, 'timeout')
      assert.match(seen.message, /^InfluxDB at \S+ does not answer within 20 s\.$/)
      await until(() => proxy.open() === 0)
      assert.equal(clock.pending(), 0)
    })
  }

  test('killed in the middle of an answer, started again: the next read is whole', async () => {
    proxy.fault({ kind: 'then', afterBytes: 3000, act: () => influxd.kill() })
    const source = givenSource({ url: proxy.url })
    assert.equal((await faultOf(source.read([ping], window, never))).code, 'broken')
    await influxd.restart()
    proxy.fault({ kind: 'none' })
    assert.equal((await source.read([ping], window, never))[0]?.length, 360)
  })

  test('a connection that went stale between two reads is not even noticed', async () => {
    proxy.fault({ kind: 'none' })
    const source = givenSource({ url: proxy.url })
    await source.read([ping], window, never)
    await influxd.restart()
    proxy.fault({ kind: 'none' })
    assert.equal((await source.read([ping], window, never))[0]?.length, 360)
  })

  test('not running', async () => {
    await influxd.kill()
    const seen = await faultOf(givenSource({ url: influxd.url }).read([ping], window, never))
    await influxd.restart()
    assert.equal(seen.code, 'refused')
    assert.equal(seen.message, `InfluxDB is not running at ${influxd.url} (connection refused).`)
  })
})

test('a name that cannot be resolved', async () => {
  const seen = await faultOf(givenSource({ url: 'http://influx.invalid:8086' }).read([ping], window, never))
  assert.equal(seen.code, 'no-host')
  assert.equal(seen.message, 'The name influx.invalid cannot be resolved on this vessel.')
})

test('credentials in the URL are in no message', async () => {
  const seen = await faultOf(givenSource({ url: 'http://me:secret@127.0.0.1:1' }).read([ping], window, never))
  assert.doesNotMatch(`${seen.message} ${seen.hint}`, /secret/)
})
