import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPulse } from '../../../hub/http/live/pulse.ts'
import type { VesselId } from '../../../shared/model.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { idOf } from '../../fakes/views.ts'

/** A pulse, and one who draws to it for `drawMs` at a time. */
function given(drawMs: number, concerns = (_: VesselId | null) => true) {
  const clock = virtualClock(0)
  const drawnAt: number[] = []
  let tell = (_: VesselId | null): void => {}
  const pulse = createPulse((listener) => {
    tell = listener
    return () => {
      tell = () => {}
    }
  }, clock)
  const redraw = async () => {
    await new Promise<void>((resolve) => clock.after(drawMs, resolve))
    drawnAt.push(clock.monotonic())
  }
  const join = () => pulse.join({ concerns, redraw })
  const leave = join()
  return { clock, drawnAt, join, leave, tell: (index: number | null) => tell(index === null ? null : idOf(index)) }
}

test('a storm of news is gathered, and costs a share of the time that does not grow with the fleet', async () => {
  const { clock, drawnAt, tell } = given(100)
  for (let passedMs = 0; passedMs < 6_000; passedMs += 10) {
    tell(passedMs)
    await clock.advance(10)
  }
  assert.deepEqual(drawnAt.slice(0, 4), [300, 800, 1300, 1800], 'drawn for 100 ms of every 500')
})

test('news that comes after a rest waits for no other, also where drawing takes long', async () => {
  const { clock, drawnAt, tell } = given(300)
  tell(0)
  await clock.advance(3_000)
  tell(1)
  await clock.advance(1_000)
  assert.deepEqual(drawnAt, [500, 3_500])
})

test('what nobody told of is drawn again all the same, for ages grow by themselves', async () => {
  const { clock, drawnAt } = given(0)
  await clock.advance(30_500)
  assert.equal(drawnAt.length, 3)
})

test('who is not concerned is not drawn, and who has left leaves nothing behind', async () => {
  const { clock, drawnAt, tell, leave } = given(0, (vessel) => vessel === idOf(1))
  tell(2)
  await clock.advance(1_000)
  assert.deepEqual(drawnAt, [])
  tell(1)
  leave()
  await clock.advance(20_000)
  assert.deepEqual([drawnAt, clock.pending()], [[], 0])
})

test('whoever comes while it is drawn for who has left has one beat, which ends with the rest', async () => {
  const { clock, drawnAt, join, leave, tell } = given(100)
  tell(1)
  await clock.advance(250)
  leave()
  const leaveAgain = join()
  tell(1)
  await clock.advance(100)
  assert.equal(clock.pending(), 2, 'the regular one, and one for the news')
  await clock.advance(1_000)
  assert.deepEqual(drawnAt, [300, 800], 'after the rest')
  leaveAgain()
  assert.equal(clock.pending(), 0)
})
