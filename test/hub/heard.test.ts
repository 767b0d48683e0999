import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHeardBoard } from '../../hub/heard.ts'
import type { Seconds } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'

test('while the hub cannot do its work it is not said to live: killed then, it listened until the trouble began', async () => {
  const clock = virtualClock(1_795_600_000_000)
  const saved: Seconds[] = []
  let deafSince: Seconds | null = null
  const board = createHeardBoard({
    register: {
      load: async () => ({ aliveAt: null, heard: new Map() }),
      save: async (aliveAt) => void saved.push(aliveAt),
      traffic: async () => [],
    },
    traffic: { take: () => [], giveBack() {} },
    clock,
    listen: {
      failed: () => assert.fail(),
      trouble: () => (deafSince === null ? null : { since: deafSince, why: 'the disk is full' }),
    },
  })
  await board.load()
  await clock.advance(6000)
  deafSince = 1_795_600_007
  await clock.advance(6000)
  deafSince = null
  await clock.advance(3000)
  await board.stop()
  assert.deepEqual(saved, [1_795_600_003, 1_795_600_006, 1_795_600_007, 1_795_600_007, 1_795_600_015, 1_795_600_015])
})
