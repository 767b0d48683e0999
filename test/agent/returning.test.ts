import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DOWN, NO_SAMPLES, UP } from '../../shared/model.ts'
import { DAY_S, HOUR_S } from '../../shared/time.ts'
import { stateAt } from '../../shared/timeline.ts'
import { BEGIN, CLAIMED_FROM, givenAgent } from './given-agent.ts'

test('what came late of a component while it was not configured is read when it is configured again', async (t) => {
  const ship = givenAgent(t)
  const said = (at: number) => stateAt(ship.line.shore.told(), at)
  await ship.boot()
  await ship.live(5 * HOUR_S)
  const removedAt = ship.now()
  await ship.kill()
  await ship.boot(['dashboard'])
  await ship.live(DAY_S)
  // It began to fail while it was still configured; Telegraf writes of it only now.
  const late = BEGIN + 4 * HOUR_S + 630
  assert.equal(said(late), UP)
  ship.source.samples.push({ at: late, up: false })
  await ship.live(6 * HOUR_S)
  assert.equal(said(late), UP)
  await ship.kill()
  const backAt = ship.now()
  await ship.boot()
  await ship.live(HOUR_S)
  assert.equal(said(late), DOWN)
  assert.equal(said(removedAt + DAY_S / 2), undefined, 'of the time between nothing is said')
  assert.equal(ship.firstLie(CLAIMED_FROM, removedAt - 600), null)
  assert.equal(ship.firstLie(backAt + 600), null)
  assert.notEqual(said(ship.now() - 120), NO_SAMPLES)
})
