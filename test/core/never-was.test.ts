import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DOWN, UP } from '../../shared/model.ts'
import { SERVER } from '../hub/projections/given.ts'
import { given, HOUR, MIN, news, states, T, up } from './given-vessel.ts'

/** An outage of an hour that is over, and of which is told later that it never was. */
const neverWas = given()
  .told(T + MIN, states(SERVER, [T, DOWN]))
  .beats(T + HOUR)
  .told(T + HOUR + MIN, up(SERVER, T + HOUR))
  .beats(T + 3 * HOUR)
  .told(T + 3 * HOUR + MIN, states(SERVER, [T, UP]))

test('what never was is restated once, whatever is told of that time again', () => {
  const again = neverWas.told(T + 4 * HOUR, states(SERVER, [T - HOUR, UP]))
  assert.deepEqual(
    news(again).filter((one) => one.startsWith('restated')),
    ['restated 0:00-0:00 (never-was)'],
  )
  assert.deepEqual(
    again.vessel.incidents.map(({ why }) => why),
    ['never-was'],
  )
})

test('what was after all is restated again, and has recovered', () => {
  const after = neverWas.told(T + 4 * HOUR, states(SERVER, [T, DOWN], [T + HOUR, UP]))
  assert.equal(news(after).at(-1), 'restated 0:00-1:00 (amended)')
  assert.deepEqual(
    after.vessel.incidents.map(({ why }) => why),
    ['recovered'],
  )
})
