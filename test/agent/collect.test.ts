import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createInfluxSource } from '../../agent/adapters/influx/source.ts'
import { createCollector } from '../../agent/collect.ts'
import { toCheck } from '../../agent/core/check.ts'
import type { Reading } from '../../shared/link/reading.ts'
import { DOWN, isComponentId, NO_SAMPLES, UP } from '../../shared/model.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { toSeconds } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { needs } from '../servers.ts'

test('a ping check in a real InfluxDB becomes a timeline', needs('influxd'), async (t) => {
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const now = toSeconds(systemClock.now())
  const lines = Array.from({ length: 360 }, (_, i) => {
    const at = now - 3600 + i * 10
    const down = i >= 100 && i < 200
    return `ping,url=10.0.0.1 percent_packet_loss=${down ? 100 : 0},result_code=${down ? 1 : 0}i ${at}`
  })
  await influxd.write(lines)
  const entry = toCheck({ preset: 'telegraf-ping', tags: { url: '10.0.0.1' } })
  const id = 'access-point'
  assert.ok(entry.ok && isComponentId(id))
  const source = createInfluxSource(
    {
      url: influxd.url,
      username: null,
      password: null,
      database: 'telegraf',
      retentionPolicy: null,
    },
    systemClock,
  )
  const reading = await new Promise<Reading>((resolve, reject) => {
    const collector = createCollector({
      source,
      components: [{ id, combination: 'any', checks: [entry.check] }],
      clock: systemClock,
      random: () => 0.5,
      log: quietLog,
      listener: { onRead: resolve, onFailed: reject, onWidened() {}, onFindings() {} },
    })
    atEnd(t, () => collector.stop())
    collector.start(null)
  })
  const begin = now - 3600
  assert.deepEqual(reading.timelines.get(id), [
    { from: reading.window.from, to: begin, state: NO_SAMPLES },
    { from: begin, to: begin + 1000, state: UP },
    { from: begin + 1000, to: begin + 2000, state: DOWN },
    { from: begin + 2000, to: reading.window.to, state: UP },
  ])
  assert.equal(reading.speaksFrom.get(id), begin + entry.check.holdForS)
})
