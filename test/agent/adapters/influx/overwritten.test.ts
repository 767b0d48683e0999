import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../../../shared/runtime/clock.ts'
import { HOUR_S, toSeconds } from '../../../../shared/time.ts'
import { atEnd } from '../../../at-end.ts'
import { startInfluxd } from '../../../lab/influxd.ts'
import { needs } from '../../../servers.ts'
import { givenPing, givenSource, never } from '../../given-source.ts'

test('two points of an hour that are overwritten and cancel out in its sum are seen', needs('influxd'), async (t) => {
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const hour = Math.floor(toSeconds(systemClock.now()) / HOUR_S) * HOUR_S - HOUR_S
  const write = (early: number, late: number) =>
    influxd.write(
      [
        [hour + 60, early],
        [hour + 1860, late],
      ].map(([at, loss]) => `ping,url=10.0.0.5 result_code=${loss === 100 ? 1 : 0}i,percent_packet_loss=${loss} ${at}`),
    )
  const check = givenPing('10.0.0.5')
  const source = givenSource({ url: influxd.url })
  const window = { from: hour, to: hour + HOUR_S }
  await write(0, 100)
  const before = await source.fingerprints([check], window, never)
  assert.deepEqual(await source.fingerprints([check], window, never), before)
  await write(100, 0)
  assert.notDeepEqual(await source.fingerprints([check], window, never), before)
})
