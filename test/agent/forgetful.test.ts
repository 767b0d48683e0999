import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createReads } from '../../agent/reads.ts'
import type { Journal } from '../../shared/link/journal.ts'
import { takeIn } from '../../shared/link/reading.ts'
import { measured, type StateCode } from '../../shared/model.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { HOUR_S, type Seconds, toSeconds } from '../../shared/time.ts'
import { clip } from '../../shared/timeline.ts'
import { atEnd } from '../at-end.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { needs } from '../servers.ts'
import { givenId, givenPing, givenSource, never } from './given-source.ts'

const now = toSeconds(systemClock.now())
const url = '10.0.0.1'

/** Ten hours with an outage in the fifth, read into a journal. */
async function given(t: TestContext) {
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const write = (from: Seconds, to: Seconds) =>
    influxd.write(
      Array.from({ length: Math.floor((to - from) / 10) }, (_, i) => {
        const at = from + i * 10
        const down = at >= now - 5 * HOUR_S && at < now - 5 * HOUR_S + 600
        return `ping,url=${url} percent_packet_loss=${down ? 100 : 0},result_code=0i ${at}`
      }),
    )
  await write(now - 10 * HOUR_S, now)
  const id = givenId('access-point')
  const components = [{ id, combination: 'any' as const, checks: [givenPing(url)] }]
  const reads = createReads(givenSource({ url: influxd.url }), components, null, async () => {})
  let journal: Journal = { instance: 1, boots: 0, components: [], to: null, ring: [] }
  const read = async (at: Seconds, repairS: number | null) => {
    for await (const reading of reads.next(at, repairS, never))
      journal = takeIn(journal, [id], reading, at - now).journal
  }
  await read(now, 26 * HOUR_S)
  const held = (from: Seconds, to: Seconds) =>
    clip(journal.components[0]?.timeline ?? [], { from, to }).map(({ state }: { state: StateCode }) => measured(state))
  return { influxd, write, read, held }
}

test('what the database drops, by its retention, stays as it was measured', needs('influxd'), async (t) => {
  const { influxd, read, held } = await given(t)
  await influxd.run(`DELETE FROM ping WHERE time < ${now - 3 * HOUR_S}s`)
  await read(now, 26 * HOUR_S)
  assert.deepEqual(held(now - 9 * HOUR_S, now - 60), ['up', 'down', 'up'])
})

test('a database that begins anew does not undo what was measured before', needs('influxd'), async (t) => {
  const { influxd, write, read, held } = await given(t)
  await influxd.run('DROP DATABASE telegraf')
  await influxd.run('CREATE DATABASE telegraf')
  await read(now, null)
  await read(now, 26 * HOUR_S)
  assert.deepEqual(held(now - 9 * HOUR_S, now - 60), ['up', 'down', 'up'])
  await write(now + 60, now + 600)
  await read(now + 600, null)
  await read(now + 600, 26 * HOUR_S)
  assert.deepEqual(held(now - 9 * HOUR_S, now - 60), ['up', 'down', 'up'])
  assert.deepEqual(held(now + 120, now + 590), ['up'])
})
