import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VesselEvent } from '../../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import type { IncidentQuery } from '../../../hub/ports/history.ts'
import { incidentsView } from '../../../hub/projections/history/incident-view.ts'
import { readCursor } from '../../../hub/projections/history/page.ts'
import { createProjection } from '../../../hub/projections/projection.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso, type Seconds } from '../../../shared/time.ts'
import { given, MIN, type Story, states } from '../../core/given-vessel.ts'
import { AURORA, added, DASHBOARD, followed, SERVER, vesselId, written } from './given.ts'

const BOREALIS = vesselId('mv-borealis')
const T: Seconds = 1_795_564_800
const ALL: IncidentQuery = {
  vessel: null,
  group: null,
  component: null,
  state: null,
  from: null,
  to: null,
  after: null,
  size: 100,
}
const NOW = { now: T + 2 * DAY_S, policy: DEFAULT_POLICY, recovering: () => null }

const began = (
  at: Seconds,
  component = SERVER,
  over: { incident?: string; learnedAt?: Seconds } = {},
): VesselEvent => ({
  type: 'incident-began',
  at,
  learnedAt: at + MIN,
  incident: `i-${component}-${at.toString(36)}`,
  component,
  began: at,
  reason: 'measured',
  vesselIncident: null,
  ...over,
})
const ended = (incident: string, at: Seconds): VesselEvent => ({
  type: 'incident-ended',
  at,
  learnedAt: at + MIN,
  incident,
  ended: at,
  reason: 'recovered',
  heirs: [],
})
const idOf = (at: Seconds, component = SERVER) => `i-${component}-${at.toString(36)}`

/** What a story made true, as the log would hold it. */
function logOf(story: Story) {
  const log = written()
  log.append(AURORA, added(T, { group: 'North' }))
  for (const event of story.events) log.append(AURORA, event)
  return log
}

test('an outage that began and ended within a silence stands in the history with its true times, and called nobody', (t) => {
  const story = given()
    .silent(T, T + 15 * MIN)
    .passes(T + 5 * HOUR_S)
    .heard(T + 5 * HOUR_S)
    .settled(T + 5 * HOUR_S + MIN, states(SERVER, [T, UP], [T + HOUR_S, DOWN], [T + 2 * HOUR_S, UP]))
  const store = followed(t, logOf(story).batches)
  const [outage, silence, ...others] = incidentsView(store, ALL, NOW).incidents
  assert.deepEqual(
    [outage?.component?.name, outage?.reason, outage?.began, outage?.ended, outage?.lastedS],
    ['Server', 'late', iso(T + HOUR_S), iso(T + 2 * HOUR_S), HOUR_S],
  )
  assert.deepEqual([outage?.learnedAt, outage?.endLearnedAt], [iso(T + 5 * HOUR_S + MIN), iso(T + 5 * HOUR_S + MIN)])
  assert.deepEqual([outage?.severity, outage?.tickets, outage?.vesselIncident], [null, [], silence?.id])
  assert.deepEqual(
    [silence?.component, silence?.reason, silence?.state, silence?.why],
    [null, 'silent', 'ended', 'told'],
  )
  assert.deepEqual(others, [])
  const rows = [outage, silence].map((one) => [one?.id, one?.began, one?.ended])
  const state = story.vessel.incidents.map(({ id, began, ended }) => [
    id,
    iso(began),
    ended === null ? null : iso(ended),
  ])
  assert.deepEqual(rows.sort(), state.sort(), 'the rows are what the decider knows')
})

test('a message belongs to the trail of the incident whose alert it tells of, and to no other', (t) => {
  const notices = { channels: ['email'], groupForS: 60, everyS: 900, digest: null, publicUrl: null }
  const story = given({ notices }, [SERVER, DASHBOARD])
    .told(T + MIN, states(SERVER, [T, DOWN]))
    .beats(T + HOUR_S)
    .told(T + HOUR_S + MIN, states(DASHBOARD, [T + HOUR_S, DOWN]))
    .beats(T + 3 * HOUR_S)
  const { batches } = logOf(story)
  const store = followed(t, batches)
  const told = (component: typeof SERVER) => {
    const incident = story.vessel.incidents.find((one) => one.component === component)?.id ?? assert.fail()
    const places = [...store.trail({ vessel: AURORA, incident, after: null })]
    const events = places.map(({ position, index }) => batches[position - 1]?.events[index])
    return events.flatMap((event) => (event?.type === 'notice-wanted' ? [event.subject] : []))
  }
  assert.match(told(SERVER).join(), /Server down/)
  assert.equal(told(SERVER).length, 1)
  assert.equal(told(DASHBOARD).length, 1)
  assert.notDeepEqual(told(SERVER), told(DASHBOARD))
})

test('an incident whose times are found to be others says so, keeps its id, and may never have been', (t) => {
  const log = written()
  log.append(AURORA, added(T), began(T + HOUR_S))
  const incident = idOf(T + HOUR_S)
  const restated = (
    began_: Seconds,
    end: Seconds | null,
    reason: 'amended' | 'never-was',
    at: Seconds,
  ): VesselEvent => ({
    type: 'incident-restated',
    at,
    learnedAt: at,
    incident,
    began: began_,
    ended: end,
    reason,
  })
  const view = () => incidentsView(followed(t, log.batches), ALL, NOW).incidents[0]
  log.append(AURORA, restated(T, null, 'amended', T + 2 * HOUR_S))
  assert.deepEqual(
    [view()?.id, view()?.began, view()?.state, view()?.restated, view()?.lastedS],
    [incident, iso(T), 'open', 1, 2 * DAY_S],
  )
  log.append(AURORA, ended(incident, T + 3 * HOUR_S))
  assert.deepEqual([view()?.why, view()?.endLearnedAt], ['recovered', iso(T + 3 * HOUR_S + MIN)])
  log.append(AURORA, restated(T, T, 'never-was', T + 5 * HOUR_S))
  assert.deepEqual([view()?.why, view()?.lastedS, view()?.restated], ['never-was', 0, 2])
})

/** Two vessels of two groups; of Aurora's two incidents one goes on. */
function someIncidents() {
  const log = written()
  log.append(AURORA, added(T, { name: 'Aurora', group: 'North' }))
  log.append(BOREALIS, added(T, { name: 'Borealis', group: 'South' }))
  log.append(AURORA, began(T), began(T + 5 * HOUR_S, DASHBOARD))
  log.append(BOREALIS, began(T + HOUR_S))
  log.append(AURORA, ended(idOf(T), T + 2 * HOUR_S))
  log.append(BOREALIS, ended(idOf(T + HOUR_S), T + 4 * HOUR_S))
  return log
}

test('vessel, group, component, state and time choose, each by itself and together', (t) => {
  const store = followed(t, someIncidents().batches)
  const found = (query: Partial<IncidentQuery>) =>
    incidentsView(store, { ...ALL, ...query }, NOW).incidents.map(
      ({ vessel, began }) => `${vessel.name} ${began.slice(11, 13)}`,
    )
  const begin = new Date(T * 1000).getUTCHours()
  const at = (hours: number) => String((begin + hours) % 24).padStart(2, '0')
  const [a0, a5, b1] = [`Aurora ${at(0)}`, `Aurora ${at(5)}`, `Borealis ${at(1)}`]
  assert.deepEqual(found({}), [a5, b1, a0], 'the newest first')
  assert.deepEqual(found({ vessel: AURORA }), [a5, a0])
  assert.deepEqual(found({ group: 'South' }), [b1])
  assert.deepEqual(found({ group: 'South', vessel: AURORA }), [])
  assert.deepEqual(found({ component: DASHBOARD }), [a5])
  assert.deepEqual(found({ state: 'open' }), [a5])
  assert.deepEqual(found({ state: 'ended', vessel: AURORA }), [a0])
  assert.deepEqual(found({ from: T + 3 * HOUR_S }), [a5, b1], 'what touches the time from then on')
  assert.deepEqual(found({ to: T + HOUR_S }), [a0])
  assert.deepEqual(found({ from: T + 3 * HOUR_S, to: T + 5 * HOUR_S }), [b1])
})

test('pages go on where the one before ended, whatever comes meanwhile', (t) => {
  const log = written()
  log.append(AURORA, added(T))
  log.append(BOREALIS, added(T))
  // Two vessels at the same second: the order is still one.
  for (let n = 0; n < 5; n++) for (const vessel of [BOREALIS, AURORA]) log.append(vessel, began(T + n * HOUR_S))
  const store = followed(t, log.batches)
  const seen: string[] = []
  let after: string | null = null
  for (let page = 0; page === 0 || after !== null; page++) {
    const cursor: IncidentQuery['after'] = after === null ? null : readCursor(after)
    const { incidents, next } = incidentsView(store, { ...ALL, size: 3, after: cursor }, NOW)
    seen.push(...incidents.map(({ vessel, began }) => `${began} ${vessel.id}`))
    after = next
    log.append(AURORA, began(T + (10 + page) * HOUR_S))
    const last = log.batches.at(-1)
    if (last !== undefined) createProjection(store).apply([last])
  }
  const expected = [4, 3, 2, 1, 0].flatMap((n) => [AURORA, BOREALIS].map((id) => `${iso(T + n * HOUR_S)} ${id}`))
  assert.deepEqual(seen, expected)
})

test('what ended longer ago than there is detail is forgotten, with its trail; what goes on is not', (t) => {
  const log = someIncidents()
  const later = T + 401 * DAY_S
  log.append(AURORA, began(later), ended(idOf(later), later + HOUR_S))
  const store = followed(t, log.batches)
  const left = [
    ...store.incidents({ vessels: [AURORA], from: null, to: null, after: null, component: null, isOpen: null }),
  ]
  assert.deepEqual(
    left.map(({ id }) => id),
    [idOf(later), idOf(T + 5 * HOUR_S, DASHBOARD)],
  )
  assert.equal([...store.trail({ vessel: AURORA, incident: idOf(T), after: null })].length, 0)
  assert.equal([...store.trail({ vessel: AURORA, incident: idOf(later), after: null })].length, 2)
})
