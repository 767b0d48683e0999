import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stormTickets } from './ticket-storm.ts'

test('killed at every step and against a JIRA that misbehaves, no approved ticket is doubled and none is lost', async (t) => {
  const { figure, doubled, lost, linked } = await stormTickets({ seeds: 12, settleS: 300 })
  t.diagnostic(figure)
  assert.deepEqual({ doubled, lost }, { doubled: [], lost: [] })
  assert.equal(linked, 120)
})

test('a settle window shorter than the lag of the search makes doubles, and they are seen', async () => {
  const { doubled } = await stormTickets({ seeds: 8, settleS: 20, lagS: 1200 })
  assert.notDeepEqual(doubled, [])
})
