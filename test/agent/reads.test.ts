import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCheck } from '../../agent/core/check.ts'
import type { SampleSource } from '../../agent/ports.ts'
import { createReads } from '../../agent/reads.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { DAY_S, type Seconds } from '../../shared/time.ts'
import { componentId, START } from './journals.ts'

const server = componentId('server')

/** A database with a sample every minute; down in the first hour of each day. */
function databaseSince(oldest: Seconds): SampleSource & { readonly asked: Seconds[] } {
  const asked: Seconds[] = []
  return {
    asked,
    async read(checks, { from, to }) {
      asked.push(to - from)
      const times = Array.from({ length: Math.ceil((to - from) / 60) }, (_, i) => Math.ceil(from / 60) * 60 + i * 60)
      return checks.map(() => times.map((at) => ({ at, up: at % DAY_S >= 3600 })))
    },
    oldest: async (checks) => checks.map(() => oldest),
    fingerprints: async (checks) => checks.map(() => []),
    examine: async (checks) => checks.map(() => null),
    ping: async () => {},
  }
}

test('what is missing of the journal is read slice by slice, and told a stretch at a time', async () => {
  const check = toCheck({ preset: 'telegraf-ping', tags: { url: '10.0.0.1' } })
  assert.ok(check.ok)
  const source = databaseSince(START - DAY_S)
  const missing = [
    { from: START, to: START + DAY_S },
    { from: START + 3 * DAY_S, to: START + 5 * DAY_S },
  ]
  const begin = { since: START + 9 * DAY_S, to: START + 9 * DAY_S, missing }
  const components = [{ id: server, combination: 'any' as const, checks: [{ ...check.check, holdForS: 90 }] }]
  const reads = createReads(source, components, begin, async () => {})
  const told = []
  while (reads.hasOlder()) {
    const reading = await reads.older(AbortSignal.timeout(10_000))
    if (reading !== null) told.push(reading)
  }
  assert.deepEqual(
    told.map(({ window }) => window),
    missing,
  )
  assert.deepEqual(told[0]?.timelines.get(server), [
    { from: START, to: START + 3600, state: DOWN },
    { from: START + 3600, to: START + DAY_S, state: UP },
  ])
  assert.equal(told[0]?.speaksFrom.get(server), START - DAY_S + 90)
  assert.equal(source.asked.length, 12)
  assert.ok(source.asked.every((s) => s <= 6 * 3600 + 90))
})
