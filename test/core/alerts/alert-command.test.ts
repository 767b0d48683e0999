import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AlertCommand, decideAlert } from '../../../hub/core/alerts/alert-command.ts'
import type { By } from '../../../hub/core/by.ts'
import type { VesselEvent } from '../../../hub/core/events.ts'
import { evolveVessel, type Vessel } from '../../../hub/core/vessel.ts'
import type { Seconds } from '../../../shared/time.ts'
import { SERVER } from '../../hub/projections/given.ts'
import { down, given, HOUR, MIN, T } from '../given-vessel.ts'

const by = (name: string): By => ({ kind: 'local', name })
const opened = () =>
  given()
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)

const alertOf = ({ alerts }: Vessel) => alerts[0] ?? assert.fail('no alert is open')

/** What the commands of the alert's list make of the vessel, one after the other. */
function done(vessel: Vessel, ...commands: readonly (readonly [at: Seconds, Without<AlertCommand, 'alert'>])[]) {
  const answers: string[] = []
  const events: VesselEvent[] = []
  let state = vessel
  for (const [at, command] of commands) {
    const decision = decideAlert(state, { ...command, alert: alertOf(vessel).id }, { now: at })
    answers.push(decision.answer)
    events.push(...decision.events)
    state = decision.events.reduce(evolveVessel, state)
  }
  return { answers, events, vessel: state }
}

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never

test('an acknowledgement stands with who, when, why and until when, and can be released by anybody', () => {
  const first = done(opened().vessel, [
    T + HOUR,
    { type: 'acknowledge-alert', by: by('Ada'), until: T + 3 * HOUR, reason: 'crew informed' },
  ])
  const acknowledged = { by: by('Ada'), at: T + HOUR, until: T + 3 * HOUR, reason: 'crew informed' }
  assert.deepEqual(alertOf(first.vessel).acknowledged, acknowledged)
  const second = done(first.vessel, [T + 2 * HOUR, { type: 'release-alert', by: by('Ben'), reason: 'off shift' }])
  assert.deepEqual(second.answers, ['done'])
  assert.equal(alertOf(second.vessel).acknowledged, null)
})

test('a snooze stands until its time, and can be ended before', () => {
  const { answers, vessel } = done(
    opened().vessel,
    [T + HOUR, { type: 'snooze-alert', by: by('Ada'), until: T + 9 * HOUR, reason: null }],
    [T + 2 * HOUR, { type: 'wake-alert', by: by('Ada'), reason: null }],
  )
  assert.deepEqual(answers, ['done', 'done'])
  assert.equal(alertOf(vessel).snoozed, null)
})

test("nobody's word is replaced unseen: who comes second changes nothing", () => {
  const { answers, events } = done(
    opened().vessel,
    [T + HOUR, { type: 'release-alert', by: by('Ada'), reason: null }],
    [T + HOUR, { type: 'wake-alert', by: by('Ada'), reason: null }],
    [T + HOUR, { type: 'acknowledge-alert', by: by('Ada'), until: null, reason: null }],
    [T + HOUR, { type: 'acknowledge-alert', by: by('Ben'), until: null, reason: 'mine' }],
    [T + HOUR, { type: 'snooze-alert', by: by('Ada'), until: T + 2 * HOUR, reason: null }],
    [T + HOUR, { type: 'snooze-alert', by: by('Ben'), until: T + 9 * HOUR, reason: null }],
  )
  assert.deepEqual(answers, ['changed', 'changed', 'done', 'changed', 'done', 'changed'])
  assert.deepEqual(
    events.map(({ type }) => type),
    ['alert-acknowledged', 'alert-snoozed'],
  )
})

test('nothing is done about an alert that is over, or never was', () => {
  const { vessel } = given()
  const command = { type: 'wake-alert', alert: 'a-down-server-1', by: by('Ada'), reason: null } as const
  assert.deepEqual(decideAlert(vessel, command, { now: T }), { events: [], answer: 'not-open' })
})

test('owner and note are entered, and entered anew', () => {
  const { vessel } = done(
    opened().vessel,
    [T + HOUR, { type: 'note-alert', by: by('Ada'), owner: 'Ben', note: null }],
    [T + HOUR, { type: 'note-alert', by: by('Ben'), owner: 'Ben', note: 'spare part on the way' }],
  )
  assert.deepEqual([alertOf(vessel).owner, alertOf(vessel).note], ['Ben', 'spare part on the way'])
})
