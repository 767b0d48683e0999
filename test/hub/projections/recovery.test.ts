import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { incidentsView } from '../../../hub/projections/history/incident-view.ts'
import { createReadModel } from '../../../hub/projections/read-model.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { iso, type Seconds } from '../../../shared/time.ts'
import { given, HOUR, MIN, type Story, states, T } from '../../core/given-vessel.ts'
import { AURORA, added, born, followed, history, LINE, listening, present, SERVER, told, written } from './given.ts'

const NONE = { group: null, component: null, state: null, from: null, to: null, after: null, size: 100 }

/** What pages and the API say at `now` of a vessel whose story this is, which was heard last then. */
function seen(t: TestContext, story: Story, now: Seconds) {
  const log = written()
  log.append(null, listening(0))
  log.append(AURORA, added(T - 48 * HOUR), born(T, { server: T - 48 * HOUR }, T))
  log.append(AURORA, told(T, T, history(SERVER, [T - 48 * HOUR, UP])))
  for (const event of story.events) log.append(AURORA, event)
  const store = followed(t, log.batches)
  const model = createReadModel(store)
  const seq = { session: 65_536, seq: 9, watermark: now, lastHeard: now, offsetS: 0 }
  const at = present(now, new Map([[AURORA, seq]]))
  const past = { now, policy: at.policy, recovering: model.recovering(at) }
  return {
    incidents: incidentsView(store, { ...NONE, vessel: AURORA }, past).incidents,
    alerts: model.alerts({ ...NONE, kind: null, vessel: AURORA }, at).alerts,
    component: model.vessel(AURORA, at, LINE)?.components[0],
  }
}

/** Down for 20 minutes, then up. */
const upAt = T + 20 * MIN
const downThenUp = () =>
  given()
    .told(T, states(SERVER, [T, DOWN]))
    .beats(T + 18 * MIN)
    .told(upAt, states(SERVER, [upAt, UP]))

test('an outage that is up again but not over says since when, and when it is over, wherever it is told', (t) => {
  const now = upAt + 10 * MIN
  const recovery = { since: iso(upAt), overAt: iso(upAt + 30 * MIN) }
  const { incidents, alerts, component } = seen(t, downThenUp().beats(now), now)
  assert.deepEqual(
    incidents.map((one) => [one.state, one.recovery]),
    [['open', recovery]],
  )
  assert.deepEqual(
    alerts.map((one) => [one.kind, one.recovery]),
    [['down', recovery]],
  )
  assert.equal(component?.state, 'up')
  assert.deepEqual(component?.outage, { incident: incidents[0]?.id, began: iso(T), recovery })
})

test('what is down has no recovery, and goes by when the whole outage began', (t) => {
  const again = upAt + 10 * MIN
  const now = again + 5 * MIN
  const { incidents, alerts, component } = seen(
    t,
    downThenUp()
      .told(again, states(SERVER, [again, DOWN]))
      .beats(now),
    now,
  )
  assert.deepEqual([incidents.map((one) => one.recovery), alerts.map((one) => one.recovery)], [[null], [null]])
  assert.equal(component?.downtimeS, 5 * MIN)
  assert.deepEqual(component?.outage, { incident: incidents[0]?.id, began: iso(T), recovery: null })
})

test('what was up for long enough is over, and nothing goes on', (t) => {
  const now = upAt + 35 * MIN
  const { incidents, alerts, component } = seen(t, downThenUp().beats(now), now)
  assert.deepEqual(
    incidents.map((one) => [one.state, one.ended, one.recovery]),
    [['ended', iso(upAt), null]],
  )
  assert.deepEqual(
    alerts.map((one) => one.recovery),
    [null],
  )
  assert.equal(component?.outage, null)
})

test('a vessel that is heard again is not silent any more, though its silence is over only when it has told', (t) => {
  const story = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 2 * HOUR)
    .heard(T + 2 * HOUR)
  const silences = seen(t, story, T + 2 * HOUR).incidents.map((one) => [one.component, one.state, one.recovery])
  assert.deepEqual(silences, [[null, 'open', { since: iso(T + 2 * HOUR), overAt: null }]])
})
