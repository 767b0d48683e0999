import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Check } from '../../../../agent/core/check.ts'
import type { SourceFault } from '../../../../agent/core/source-fault.ts'
import { systemClock } from '../../../../shared/runtime/clock.ts'
import { iso, type Seconds, toSeconds } from '../../../../shared/time.ts'
import { virtualClock } from '../../../fakes/clock.ts'
import { type Influxd, startInfluxd } from '../../../lab/influxd.ts'
import { needs } from '../../../servers.ts'
import { givenCheck, givenPing, givenSource, never } from '../../given-source.ts'

const clockNow = () => toSeconds(systemClock.now())
const WEEK_S = 7 * 86_400

describe('why a check says nothing although every query is answered', needs('influxd'), () => {
  let influxd: Influxd
  let now: Seconds
  before(async () => {
    influxd = await startInfluxd()
    now = clockNow()
    await influxd.write([
      `ping,url=10.0.0.1 percent_packet_loss=0,result_code=0i ${now - 5}`,
      `ping,url=10.0.0.2 percent_packet_loss=0,result_code=0i ${now - 900}`,
      `ping,url=10.0.0.3 result_code=2i ${now - 5}`,
      `ping,url=10.0.0.4 percent_packet_loss=0,result_code=0i ${now + 120}`,
      `net_response,server=a,port=22 result_code=0i ${now - 5}`,
      `turned,host=a level="high" ${now - 2 * WEEK_S}`,
      `turned,host=a level=1 ${now - 5}`,
    ])
    await influxd.write([`door,ship=a open=true ${now - 5}`])
  })
  after(() => influxd.stop())

  async function finding(check: Check, clock = systemClock): Promise<SourceFault | null> {
    const source = givenSource({ url: influxd.url }, clock)
    const [found = null] = await source.examine([check], never)
    return found
  }
  async function assertFound(check: Check, code: string, words: string | RegExp): Promise<void> {
    const found = await finding(check)
    assert.equal(found?.code, code, found?.message)
    if (typeof words === 'string') assert.equal(found.message, words)
    else assert.match(found.message, words)
    assert.ok(found.hint, 'it says what to do')
  }

  test('nothing, when all is well', async () => {
    assert.equal(await finding(givenPing('10.0.0.1')), null)
  })

  test('a measurement that is not there', () =>
    assertFound(
      givenCheck({ measurement: 'pnig', tags: { url: 'x' }, up: 'a == 1' }),
      'no-series',
      'There is no measurement pnig in the database; there are: door, net_response, ping, turned.',
    ))

  test('a tag value that is not there', () =>
    assertFound(
      givenPing('192.168.1.1'),
      'no-series',
      'No series matches check ping, url=192.168.1.1; url has these values: 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4.',
    ))

  test('a tag that is not there', () =>
    assertFound(
      givenCheck({ measurement: 'ping', tags: { host: 'a' }, up: 'result_code == 0' }),
      'no-series',
      'No series matches check ping, host=a; host has these values: (none).',
    ))

  test('tags that exist, but never together', () =>
    assertFound(
      givenCheck({ measurement: 'ping', tags: { url: '10.0.0.1', server: 'a' }, up: 'result_code == 0' }),
      'no-series',
      'No series matches check ping, url=10.0.0.1, server=a; server has these values: (none).',
    ))

  test('points that have stopped', () =>
    assertFound(
      givenPing('10.0.0.2'),
      'no-points',
      `No new points of check ping, url=10.0.0.2 since ${iso(now - 900)}: is Telegraf running?`,
    ))

  test('a ping that cannot run', () =>
    assertFound(givenPing('10.0.0.3'), 'no-ping', /^Telegraf's ping to 10\.0\.0\.3 cannot run/))

  test('points of the time to come', async () => {
    const asked = clockNow()
    const found = await finding(givenPing('10.0.0.4'))
    assert.equal(found?.code, 'clock')
    const [, aheadS] =
      /^The clock of the database \(or Telegraf\) host is (\d+) s ahead\.$/.exec(found.message) ??
      assert.fail(found.message)
    assert.ok(Number(aheadS) <= now + 120 - asked && Number(aheadS) >= now + 120 - clockNow() - 1, found.message)
    assert.ok(found.hint, 'it says what to do')
  })

  test('a field that is not there', () =>
    assertFound(
      givenCheck({ measurement: 'net_response', tags: { server: 'a', port: '22' }, up: 'response < 1' }),
      'no-field',
      'Measurement net_response has no field response; it has: result_code.',
    ))

  test('a field that is text', () =>
    assertFound(
      givenCheck({ measurement: 'door', tags: { ship: 'a' }, up: 'open == 1' }),
      'wrong-type',
      'Field open of measurement door holds boolean values, not numbers.',
    ))

  test('a field that was text before it was a number', () =>
    assertFound(
      givenCheck({ measurement: 'turned', tags: { host: 'a' }, up: 'level == 1' }),
      'mixed-type',
      /^Field level of measurement turned is stored as both (float and string|string and float); string points cannot be read\.$/,
    ))

  test("the server's clock, by the dates of its answers", async () => {
    const found = await finding(givenPing('10.0.0.1'), virtualClock((now - 300) * 1000))
    assert.equal(found?.code, 'clock')
    const late = await finding(givenPing('10.0.0.2'), { ...systemClock, now: () => systemClock.now() + 60_000 })
    assert.equal(late?.code, 'no-points', 'the nearer cause comes first')
  })

  test('each check gets its own', async () => {
    const source = givenSource({ url: influxd.url })
    const checks = Array.from({ length: 40 }, (_, i) => givenPing(i % 2 === 0 ? '10.0.0.1' : `10.1.0.${i}`))
    const found = await source.examine(checks, never)
    assert.deepEqual(
      found.map((fault) => fault?.code ?? null),
      checks.map((_, i) => (i % 2 === 0 ? null : 'no-series')),
    )
  })
})
