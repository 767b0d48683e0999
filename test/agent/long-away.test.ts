import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_S, HOUR_S } from '../../shared/time.ts'
import { CLAIMED_FROM, givenAgent } from './given-agent.ts'

test('an agent that was off for 40 days, and then for three years, starts again and tells what it can know', async (t) => {
  const ship = givenAgent(t)
  await ship.boot()
  await ship.live(5 * HOUR_S)
  for (const days of [40, 3 * 365]) {
    await ship.kill()
    const gone = ship.line.shore.watermark() ?? 0
    await ship.clock.advance(days * DAY_S * 1000)
    const back = ship.now()
    await ship.live(HOUR_S)
    await ship.boot()
    await ship.live(HOUR_S)
    assert.ok(ship.now() - (ship.line.shore.watermark() ?? 0) < 600, 'the watermark goes on')
    assert.equal(ship.firstLie(back - 20 * DAY_S), null)
    const said = ship.line.shore.told().filter(({ from, to }) => from < back - 36 * DAY_S && to > gone + 600)
    assert.deepEqual(said.slice(1), [], 'of the absence nothing is said')
  }
  assert.equal(ship.line.shore.told()[0]?.from, CLAIMED_FROM, 'what shore had stays')
})
