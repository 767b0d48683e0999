import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createInfluxSource } from '../../agent/adapters/influx/source.ts'
import { toCheck } from '../../agent/core/check.ts'
import { demoFleet } from '../../deploy/demo/fleet.ts'
import { createInflux } from '../../deploy/demo/influx.ts'
import { HISTORY_S, truth } from '../../deploy/demo/story.ts'
import { INTERVAL_S, seriesOf, TARGETS } from '../../deploy/demo/telegraf.ts'
import { HOUR_S } from '../../shared/time.ts'
import { stateAt } from '../../shared/timeline.ts'
import { atEnd } from '../at-end.ts'
import { virtualClock } from '../fakes/clock.ts'

const NOW = 1_795_600_000
const never = new AbortController().signal

test("an agent's own reader gets the story out of the database, sample by sample", async (t) => {
  for (const vessel of demoFleet(9)) {
    const clock = virtualClock(NOW * 1000)
    const influx = createInflux(
      {
        name: 'telegraf',
        since: NOW - HISTORY_S,
        series: seriesOf(vessel.id, (component, window) => truth(vessel, component, NOW, window)),
      },
      clock,
    )
    const { url } = await influx.start()
    atEnd(t, () => influx.stop())
    const source = createInfluxSource(
      { url, username: null, password: null, database: 'telegraf', retentionPolicy: null },
      clock,
    )
    const components = ['access-point', 'dashboard', 'server'] as const
    const checks = components.map((component) => {
      const { measurement, tag, target } = TARGETS[component]
      const preset = measurement === 'ping' ? 'telegraf-ping' : measurement
      const read = toCheck({ preset, tags: { [tag]: target }, interval: `${INTERVAL_S}s` })
      return read.ok ? read.check : assert.fail(JSON.stringify(read.problems))
    })
    const window = { from: NOW - 26 * HOUR_S, to: NOW }
    const read = await source.read(checks, window, never)
    for (const [at, component] of components.entries()) {
      const told = truth(vessel, component, NOW, window)
      for (const sample of read[at] ?? []) assert.equal(sample.up ? 'up' : 'down', stateAt(told, sample.at))
      const expected = seriesOf(vessel.id, () => told)[at]?.points(window).length
      assert.equal(read[at]?.length, expected, `${vessel.id} ${component}`)
    }
    const oldest = await source.oldest(checks, never)
    for (const time of oldest) assert.ok(time !== null && time < NOW - HISTORY_S + 60 * 60)
    await source.fingerprints(checks, window, never)
    await source.ping(never)
    for (const fault of await source.examine(checks, never)) {
      if (vessel.plot === 'telegraf-stopped') assert.match(fault?.message ?? '', /is Telegraf running/)
      else assert.equal(fault, null)
    }
  }
})
