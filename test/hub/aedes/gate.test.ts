import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGate } from '../../../hub/adapters/aedes/gate.ts'
import { LINK_LIMITS } from '../../../hub/adapters/aedes/limits.ts'
import { virtualClock } from '../../fakes/clock.ts'

const limits = { ...LINK_LIMITS, strangers: 4, strangersPerAddress: 3, handshakes: 2, strangerMs: 30_000 }

function given() {
  const clock = virtualClock(0)
  const gate = createGate(limits, clock)
  const dropped: string[] = []
  const enter = (name: string, address = 'a') => gate.enter(address, () => dropped.push(name))
  return { clock, dropped, enter }
}

test('of too many strangers from one address its oldest goes, of too many altogether the oldest', () => {
  const { enter, dropped } = given()
  for (const name of ['1', '2', '3']) enter(name)
  enter('4')
  assert.deepEqual(dropped, ['1'])
  enter('5', 'b')
  assert.deepEqual(dropped, ['1'])
  enter('6', 'c')
  assert.deepEqual(dropped, ['1', '2'])
})

test('one that is admitted or gone makes room, and is not sent away any more', async () => {
  const { clock, enter, dropped } = given()
  const strangers = ['1', '2', '3'].map((name) => enter(name))
  for (const stranger of strangers) stranger.leave()
  enter('4')
  await clock.advance(29_999)
  assert.deepEqual(dropped, [])
  await clock.advance(1)
  assert.deepEqual(dropped, ['4'])
  assert.equal(clock.pending(), 0)
})

test('handshakes wait for a place, in turn; one that dawdles keeps its place only for a while', async () => {
  const { clock, enter } = given()
  const begun: string[] = []
  const shake = (name: string, address: string) => {
    const stranger = enter(name, address)
    stranger.handshake(() => begun.push(name))
    return stranger
  }
  const first = shake('1', 'a')
  shake('2', 'b')
  shake('3', 'c')
  const fourth = shake('4', 'd')
  assert.deepEqual(begun, ['1', '2'])
  first.shaken()
  assert.deepEqual(begun, ['1', '2', '3'])
  fourth.leave()
  await clock.advance(2000)
  shake('5', 'e')
  assert.deepEqual(begun, ['1', '2', '3', '5'], 'the one that left has lost its turn')
})
