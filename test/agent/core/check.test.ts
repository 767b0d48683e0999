import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCheck } from '../../../agent/core/check.ts'
import { givenCheck } from '../given-source.ts'

test('ping: loss below 100 is up; a point without loss is down, whatever its result', () => {
  const { up, fields, measurement } = givenCheck({ preset: 'telegraf-ping', tags: { url: '10.0.0.1' } })
  assert.equal(measurement, 'ping')
  assert.deepEqual(fields, ['percent_packet_loss', 'result_code'])
  assert.equal(up({ percent_packet_loss: 0, result_code: 0 }), true)
  assert.equal(up({ percent_packet_loss: 99.9, result_code: 1 }), true)
  assert.equal(up({ percent_packet_loss: 100, result_code: 0 }), false, 'old versions say 0 with 100 % loss')
  assert.equal(up({ percent_packet_loss: null, result_code: 2 }), false)
  assert.equal(up({ percent_packet_loss: null, result_code: 0 }), false)
})

test('net_response: only result 0 is up', () => {
  const { up } = givenCheck({ preset: 'net_response', tags: { server: '10.0.0.5', port: '22' } })
  assert.deepEqual(
    [0, 1, 2, 3, 4, null].map((result_code) => up({ result_code })),
    [true, false, false, false, false, false],
  )
})

test('http_response: a server that answers with an error is down', () => {
  const { up, fields } = givenCheck({ preset: 'http_response', tags: { server: 'http://10.0.0.5/' } })
  assert.deepEqual(fields, ['result_code', 'http_response_code'])
  assert.equal(up({ result_code: 0, http_response_code: 204 }), true)
  assert.equal(up({ result_code: 0, http_response_code: 399 }), true)
  assert.equal(up({ result_code: 0, http_response_code: 500 }), false)
  assert.equal(up({ result_code: 3, http_response_code: null }), false)
})

test('a check of its own reads the fields that its condition names', () => {
  const check = givenCheck({ measurement: 'snmp', tags: { host: 'a' }, up: 'ifOperStatus == 1', interval: '30s' })
  assert.deepEqual(check.fields, ['ifOperStatus'])
  assert.equal(check.up({ ifOperStatus: 1 }), true)
  assert.equal(check.intervalS, 30)
})

test("a condition on one of Telegraf's measurements also reads what is written when it went wrong", () => {
  const { fields, up } = givenCheck({
    measurement: 'http_response',
    tags: { server: 'x' },
    up: 'http_response_code == 200',
  })
  assert.deepEqual(fields, ['http_response_code', 'result_code'])
  assert.equal(up({ http_response_code: null, result_code: 3 }), false)
})

test('a preset may be given another measurement and another condition', () => {
  const check = givenCheck({
    preset: 'telegraf-ping',
    measurement: 'icmp',
    tags: { url: 'a' },
    up: 'percent_packet_loss < 50',
  })
  assert.equal(check.measurement, 'icmp')
  assert.equal(check.up({ percent_packet_loss: 60 }), false)
})

test('holds a sample three intervals, at least an interval and 20 s, unless configured', () => {
  const hold = (more: object) => givenCheck({ preset: 'telegraf-ping', tags: { url: 'a' }, ...more }).holdForS
  assert.equal(hold({}), 30)
  assert.equal(hold({ interval: '5s' }), 25)
  assert.equal(hold({ interval: '60s' }), 180)
  assert.equal(hold({ interval: '60s', holdFor: '90s' }), 90)
})

test('names every problem at once, with its key', () => {
  const parsed = toCheck({ tags: { url: 3 }, up: 'x ~ 1', interval: '10 s', colour: 'red' })
  assert.ok(!parsed.ok)
  const problems = new Map(parsed.problems.map(({ key, what }) => [key, what]))
  assert.deepEqual([...problems.keys()].toSorted(), ['colour', 'interval', 'tags.url', 'up'])
  assert.match(problems.get('up') ?? '', /at character 3: expected a comparison/)
  assert.match(problems.get('interval') ?? '', /must be a duration such as 300s/)
})

test('names what is missing or does not fit together', () => {
  const keys = (entry: unknown) => {
    const parsed = toCheck(entry)
    return parsed.ok ? [] : parsed.problems.map(({ key, what }) => `${key} ${what}`)
  }
  assert.deepEqual(keys({}), [
    'measurement is needed where there is no preset',
    'up is needed where there is no preset',
  ])
  assert.deepEqual(keys({ preset: 'telegraf-ping' }), [
    'tags must name url, or the telegraf-ping points of all targets mix',
  ])
  assert.deepEqual(keys({ preset: 'telegraf-ping', tags: { url: 'a' }, interval: '60s', holdFor: '60s' }), [
    'holdFor must be longer than interval (60s)',
  ])
  assert.match(keys({ preset: 'ping', tags: { url: 'a' } })[0] ?? '', /^preset .*telegraf-ping/)
  assert.equal(keys(null).length, 1)
})
