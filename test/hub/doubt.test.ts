import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VesselEvent } from '../../hub/core/events.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { givenReact, wanted } from './given-react.ts'
import { T } from './jira/given-jira.ts'
import { born, history, SERVER, told } from './projections/given.ts'

/** The server was down, is approved to be a ticket, and is up just now. */
const lived: readonly VesselEvent[] = [
  born(T, { server: T - 3600 }, T),
  told(T, T, history(SERVER, [T - 3600, UP], [T - 900, DOWN], [T - 60, UP])),
  {
    type: 'incident-began',
    at: T,
    learnedAt: T,
    incident: 'i-1',
    component: SERVER,
    began: T - 900,
    reason: 'measured',
    vesselIncident: null,
  },
  { ...wanted, at: T, learnedAt: T },
]

async function given() {
  const react = await givenReact()
  await react.become(...lived)
  await react.clock.advance(300_000)
  assert.deepEqual([await react.stage(), react.jira.state.issues.size], ['ready', 0])
  return react
}

test('what is up just now is not sent; once it is down again it is', async () => {
  const { become, clock, stage, jira } = await given()
  await become(told(T + 300, T + 300, history(SERVER, [T + 240, DOWN])))
  await clock.advance(60_000)
  assert.deepEqual([await stage(), jira.state.issues.size], ['linked', 1])
})

test('once it is over a person is asked whether there is to be an issue all the same', async () => {
  const { become, clock, stage, jira } = await given()
  const when = { at: T + 300, learnedAt: T + 300 }
  await become({ type: 'incident-ended', ...when, incident: 'i-1', ended: T - 60, reason: 'recovered', heirs: [] })
  await clock.advance(60_000)
  assert.deepEqual([await stage(), jira.state.issues.size], ['held', 0])
})
