import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHeardBoard } from '../../hub/heard.ts'
import type { Heard, Register } from '../../hub/ports/register.ts'
import { virtualClock } from '../fakes/clock.ts'
import { AURORA, vesselId } from './projections/given.ts'

const BOREALIS = vesselId('mv-borealis')
const CAPELLA = vesselId('mv-capella')
const NOW = 1_795_600_000
const seen = { session: 65_536, seq: 7, watermark: NOW - 900 }

async function boardWith(heard: ReadonlyMap<typeof AURORA, Heard>) {
  const register: Register = {
    load: async () => ({ aliveAt: NOW, heard }),
    save: async () => {},
    traffic: async () => [],
  }
  const traffic = { take: () => [], giveBack() {} }
  const board = createHeardBoard({ register, traffic, clock: virtualClock(NOW * 1000), failed() {} })
  await board.load()
  return board
}

test('a vessel that the register lost was last heard when the log last heard of it; what the register knows is newer', async () => {
  const kept = { ...seen, seq: 9, watermark: NOW - 300, lastHeard: NOW - 290, offsetS: 2 }
  const board = await boardWith(new Map([[AURORA, kept]]))
  board.recall([
    { id: AURORA, seen, heardAt: NOW - 890 },
    { id: BOREALIS, seen, heardAt: NOW - 890 },
    { id: CAPELLA, seen: null, heardAt: null },
  ])
  assert.deepEqual(board.get(AURORA), kept)
  assert.deepEqual(board.get(BOREALIS), { ...seen, lastHeard: NOW - 890, offsetS: null })
  assert.equal(board.get(CAPELLA), undefined)
  await board.stop()
})
