import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openReadStore } from '../../../hub/adapters/sqlite/read-store.ts'
import type { AlertEvent } from '../../../hub/core/alerts/alert.ts'
import type { By } from '../../../hub/core/by.ts'
import type { VesselEvent } from '../../../hub/core/events.ts'
import type { Batch } from '../../../hub/ports/log.ts'
import type { AlertQuery } from '../../../hub/ports/views.ts'
import { alertsView } from '../../../hub/projections/alert-view.ts'
import { readCursor } from '../../../hub/projections/history/page.ts'
import { createProjection } from '../../../hub/projections/projection.ts'
import type { VesselId } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso, type Seconds } from '../../../shared/time.ts'
import { givenFolder } from '../../given-folder.ts'
import { AURORA, added, DASHBOARD, followed, LINE, modelOf, present, SERVER, vesselId, written } from './given.ts'

const BOREALIS = vesselId('mv-borealis')
const T: Seconds = 1_795_564_800
const ADA: By = { kind: 'local', name: 'Ada' }
const ALL: AlertQuery = { state: null, kind: null, group: null, vessel: null, size: 100 }

const EVERY = { kind: null, severity: null, acknowledged: null, vessels: null, from: null, to: null, after: null }

type Opened = Extract<AlertEvent, { type: 'alert-opened' }>

const opened = (alert: string, since: Seconds, over: Partial<Opened> = {}): VesselEvent => ({
  type: 'alert-opened',
  at: since + 900,
  learnedAt: since + 900,
  alert,
  kind: 'down',
  component: SERVER,
  incident: null,
  since,
  severity: 'medium',
  heldBy: null,
  reason: 'down',
  ...over,
})
const on = (at: Seconds) => ({ at, learnedAt: at })
const resolved = (alert: string, at: Seconds): VesselEvent => ({
  type: 'alert-resolved',
  ...on(at),
  alert,
  reason: 'recovered',
})

/** Two vessels: three alerts that stand, one of them held, and two that are over. */
function given() {
  const log = written()
  log.append(AURORA, added(T, { name: 'Aurora', group: 'North' }))
  log.append(BOREALIS, added(T, { name: 'Borealis', group: 'South' }))
  log.append(AURORA, opened('a-1', T + 100), opened('a-old', T, { component: DASHBOARD }))
  log.append(BOREALIS, opened('a-1', T + 50, { kind: 'silent', component: null, reason: 'not-heard' }))
  log.append(BOREALIS, opened('a-2', T + 10, { heldBy: { kind: 'silent' } }), opened('a-3', T, { kind: 'no-data' }))
  log.append(AURORA, resolved('a-old', T + 2 * HOUR_S))
  log.append(BOREALIS, resolved('a-3', T + 3 * HOUR_S))
  return log
}

test('open alerts come first, then held ones, oldest first; then resolved ones, newest first', (t) => {
  const { alerts, counts, more } = modelOf(t, given().batches).alerts(ALL, present(T + DAY_S))
  assert.deepEqual(
    alerts.map(({ state, vessel, id }) => `${state} ${vessel.name} ${id}`),
    ['open Borealis a-1', 'open Aurora a-1', 'held Borealis a-2', 'resolved Borealis a-3', 'resolved Aurora a-old'],
  )
  assert.deepEqual([counts, more], [{ open: 2, held: 1 }, false])
})

test('state, kind, group and vessel choose, each by itself and together', (t) => {
  const model = modelOf(t, given().batches)
  const ids = (query: Partial<AlertQuery>) =>
    model.alerts({ ...ALL, ...query }, present(T + DAY_S)).alerts.map(({ vessel, id }) => `${vessel.name[0]} ${id}`)
  assert.deepEqual(ids({ state: 'held' }), ['B a-2'])
  assert.deepEqual(ids({ state: 'resolved' }), ['B a-3', 'A a-old'])
  assert.deepEqual(ids({ kind: 'down' }), ['A a-1', 'B a-2', 'A a-old'])
  assert.deepEqual(ids({ group: 'South', state: 'open' }), ['B a-1'])
  assert.deepEqual(ids({ vessel: AURORA }), ['A a-1', 'A a-old'])
  assert.deepEqual(ids({ group: 'North', kind: 'no-data' }), [])
})

test('of the resolved ones no more than are asked for, and it is said that there are more', (t) => {
  const { alerts, more } = modelOf(t, given().batches).alerts({ ...ALL, size: 1 }, present(T + DAY_S))
  assert.deepEqual([alerts.at(-1)?.id, more], ['a-3', true])
})

test("the vessel's page has those that stand, and not those that are over", (t) => {
  const vessel = modelOf(t, given().batches).vessel(BOREALIS, present(T + DAY_S), LINE)
  assert.deepEqual(
    vessel?.alerts.map(({ id, state }) => [id, state]),
    [
      ['a-1', 'open'],
      ['a-2', 'held'],
    ],
  )
})

test('everything that was done about an alert is kept with it, with who, when and why, also when it is over', (t) => {
  const log = given()
  log.append(AURORA, {
    type: 'alert-acknowledged',
    ...on(T + 1000),
    alert: 'a-1',
    by: ADA,
    until: T + 5000,
    reason: 'mine',
  })
  log.append(AURORA, { type: 'alert-changed', ...on(T + 5000), alert: 'a-1', reason: 'acknowledgement-expired' })
  log.append(
    AURORA,
    { type: 'alert-snoozed', ...on(T + 6000), alert: 'a-1', by: ADA, until: T + 9000, reason: null },
    { type: 'alert-changed', ...on(T + 7000), alert: 'a-1', reason: 'woken', why: 'too early', by: ADA },
  )
  log.append(AURORA, resolved('a-1', T + 8000))
  const alert = modelOf(t, log.batches).alert(AURORA, 'a-1', present(T + DAY_S))
  assert.deepEqual(
    alert?.deeds.map(({ did, by, at, until, reason }) => [did, by.name, at, until, reason]),
    [
      ['acknowledged', 'Ada', iso(T + 1000), iso(T + 5000), 'mine'],
      ['acknowledgement-expired', null, iso(T + 5000), null, null],
      ['snoozed', 'Ada', iso(T + 6000), iso(T + 9000), null],
      ['woken', 'Ada', iso(T + 7000), null, 'too early'],
    ],
  )
  assert.deepEqual(alert?.resolved, { at: iso(T + 8000), reason: 'recovered' })
})

test('a store that is opened again has the same alerts', async (t) => {
  const file = join(await givenFolder(t), 'projections.sqlite')
  const seen = (batches: readonly Batch[]) => {
    const store = openReadStore(file, 'log-1')
    const projection = createProjection(store)
    for (const batch of batches) projection.apply([batch])
    const view = alertsView(store, ALL, present(T + DAY_S), () => null)
    store.close()
    return view
  }
  const grown = seen(given().batches)
  assert.deepEqual(seen([]), grown)
  assert.equal(grown.alerts.length, 5)
})

test('alerts that were over for longer than there is detail are forgotten', (t) => {
  const log = given()
  const later = T + 401 * DAY_S
  log.append(AURORA, opened('a-new', later), resolved('a-new', later + HOUR_S))
  const store = followed(t, log.batches)
  const over = (vessel: VesselId) => [...store.resolvedAlerts({ ...EVERY, vessels: [vessel] })].map(({ id }) => id)
  assert.deepEqual([over(AURORA), over(BOREALIS)], [['a-new'], ['a-3']])
})

test('the past is chosen by severity, acknowledgement and time as well, a page at a time', (t) => {
  const log = written()
  log.append(AURORA, added(T, { group: 'North' }))
  for (let n = 0; n < 5; n++) {
    const [alert, since] = [`a-${n}`, T + n * HOUR_S]
    log.append(AURORA, opened(alert, since, { severity: n % 2 === 0 ? 'high' : 'low' }))
    if (n < 2)
      log.append(AURORA, { type: 'alert-acknowledged', ...on(since + 1000), alert, by: ADA, until: null, reason: null })
    if (n < 4) log.append(AURORA, resolved(alert, since + 1800))
  }
  const model = modelOf(t, log.batches)
  const page = (query: Partial<AlertQuery>) => model.alerts({ ...ALL, ...query }, present(T + DAY_S))
  const ids = (query: Partial<AlertQuery>) => page(query).alerts.map(({ id }) => id)
  assert.deepEqual(ids({ severity: 'high' }), ['a-4', 'a-2', 'a-0'])
  assert.deepEqual(ids({ acknowledged: true }), ['a-1', 'a-0'])
  assert.deepEqual(ids({ acknowledged: false, state: 'resolved' }), ['a-3', 'a-2'])
  assert.deepEqual(ids({ from: T + 2 * HOUR_S, to: T + 3 * HOUR_S }), ['a-2'])
  assert.deepEqual(ids({ from: T + 4 * HOUR_S }), ['a-4'], 'what stands is there as well')
  assert.deepEqual(ids({ group: 'South' }), [])
  const first = page({ size: 2 })
  assert.deepEqual([first.alerts.map(({ id }) => id), first.more], [['a-4', 'a-3', 'a-2'], true])
  const second = page({ size: 2, after: readCursor(first.next ?? '') })
  assert.deepEqual([second.alerts.map(({ id }) => id), second.next], [['a-1', 'a-0'], null])
})
