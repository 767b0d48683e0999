import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import * as v from 'valibot'
import type { VesselEvent } from '../../../hub/core/events.ts'
import type { Times } from '../../../hub/core/excuses/excuse.ts'
import { occurrences } from '../../../hub/core/excuses/recurrence.ts'
import * as fleetApi from '../../../shared/api/fleet.ts'
import * as maintenanceApi from '../../../shared/api/maintenance.ts'
import * as timelineApi from '../../../shared/api/timeline.ts'
import * as vesselApi from '../../../shared/api/vessel.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso, OPEN, type Span } from '../../../shared/time.ts'
import {
  AURORA,
  added,
  born,
  DASHBOARD,
  excusing,
  history,
  LINE,
  listening,
  modelOf,
  present,
  SERVER,
  silent,
  told,
  written,
} from './given.ts'

const T0 = 20_000 * DAY_S
const NOW = T0 + 2 * DAY_S
const by = { kind: 'local', name: 'mate' } as const
const heard = new Map([[AURORA, { session: 65_536, seq: 9, watermark: NOW, lastHeard: NOW, offsetS: 0 }]])
const ALL = { state: null, group: null, vessel: null } as const

/** Aurora: its server down for the last four hours, its dashboard up; then what people entered. */
function aurora(...entered: VesselEvent[]) {
  const log = written()
  log.append(null, listening(T0))
  log.append(AURORA, added(T0), born(T0, { server: T0, dashboard: T0 }, T0))
  log.append(AURORA, told(NOW, NOW, history(SERVER, [T0, UP], [NOW - 4 * HOUR_S, DOWN]), history(DASHBOARD, [T0, UP])))
  if (entered.length > 0) log.append(AURORA, ...entered)
  return log
}

const ofServer = excusing(NOW, {
  excuse: 'e-server-1',
  component: SERVER,
  span: { from: NOW - 3 * HOUR_S, to: NOW + HOUR_S },
})
const ofVessel = excusing(NOW, { excuse: 'e-vessel-1', component: null, span: { from: NOW - 2 * HOUR_S, to: OPEN } })
const withdrawn: VesselEvent = {
  type: 'excuse-withdrawn',
  at: NOW,
  learnedAt: NOW,
  excuse: 'e-server-1',
  reason: 'not done',
  by,
}

describe('an excuse', () => {
  test('takes its time out of the figures, which say what was taken and why', (t) => {
    const vessel = v.parse(
      vesselApi.vessel,
      modelOf(t, aurora(ofServer).batches).vessel(AURORA, present(NOW, heard), LINE),
    )
    const day = vessel.components.find(({ id }) => id === 'server')?.uptime?.['24h']
    assert.deepEqual([day?.upS, day?.downS, day?.excusedS], [20 * HOUR_S, HOUR_S, 3 * HOUR_S])
    const item = { id: 'e-server-1', category: 'planned-maintenance', reason: 'new disks', excusedS: 3 * HOUR_S }
    assert.deepEqual(day?.excuses, [item])
    assert.deepEqual(vessel.uptime?.['24h'].excuses, [item], 'the vessel, since the server alone was not up')
    assert.deepEqual(vessel.components.find(({ id }) => id === 'dashboard')?.uptime?.['24h'].excuses, [])
  })

  test('of a component that is up is nothing that the vessel as a whole is excused for', (t) => {
    const ofDashboard = excusing(NOW, {
      excuse: 'e-dashboard-1',
      component: DASHBOARD,
      span: { from: NOW - 10 * HOUR_S, to: NOW },
    })
    const vessel = modelOf(t, aurora(ofDashboard).batches).vessel(AURORA, present(NOW, heard), LINE)
    assert.deepEqual(vessel?.uptime?.['24h'].excuses, [])
    assert.equal(vessel?.uptime?.['24h'].excusedS, 0)
  })

  test('is a state of the component, since it began; whatever lies beneath stays in the timeline', (t) => {
    const model = modelOf(t, aurora(ofServer).batches)
    const line = v.parse(fleetApi.fleet, model.fleet(present(NOW, heard))).vessels[0]
    assert.deepEqual(
      line?.components.map(({ id, state, since, downtimeS }) => [id, state, since, downtimeS]),
      [
        ['server', 'maintenance', iso(NOW - 3 * HOUR_S), 4 * HOUR_S],
        ['dashboard', 'up', iso(T0), null],
      ],
    )
    assert.equal(line?.state, 'maintenance', 'what is not excused is up')
    const query = { from: NOW - 5 * HOUR_S, to: NOW, component: SERVER }
    const timeline = v.parse(timelineApi.timeline, model.timeline(AURORA, query, present(NOW, heard)))
    assert.deepEqual(
      timeline.components[0]?.intervals.map(({ from, state, excusedBy }) => [from, state, excusedBy]),
      [
        [iso(NOW - 5 * HOUR_S), 'up', null],
        [iso(NOW - 4 * HOUR_S), 'down', null],
        [iso(NOW - 3 * HOUR_S), 'down', 'e-server-1'],
      ],
    )
    assert.deepEqual(timeline.excuses, [
      { id: 'e-server-1', component: 'server', category: 'planned-maintenance', reason: 'new disks' },
    ])
  })

  test('of the whole vessel hides that it is silent; one of a component does not', (t) => {
    const stateWith = (excuse: VesselEvent) => {
      const log = aurora(excuse)
      log.append(AURORA, silent(NOW, NOW + HOUR_S / 2))
      return modelOf(t, log.batches).fleet(present(NOW + HOUR_S / 2)).vessels[0]?.state
    }
    assert.equal(stateWith(ofVessel), 'maintenance')
    assert.equal(stateWith(ofServer), 'silent')
  })

  test('that begins later, or was withdrawn, is no state and takes nothing out', (t) => {
    const later = excusing(NOW, { excuse: 'e-server-2', component: SERVER, span: { from: NOW + HOUR_S, to: OPEN } })
    for (const log of [aurora(later), aurora(ofServer, withdrawn)]) {
      const vessel = modelOf(t, log.batches).vessel(AURORA, present(NOW, heard), LINE)
      assert.equal(vessel?.components[0]?.state, 'down')
      assert.equal(vessel?.components[0]?.uptime?.['24h'].excusedS, 0)
    }
  })
})

describe('the list', () => {
  const list = (t: Parameters<typeof modelOf>[0], query = {}, at = NOW) =>
    v.parse(
      maintenanceApi.maintenance,
      modelOf(t, aurora(ofServer, withdrawn, ofVessel).batches).maintenance({ ...ALL, ...query }, present(at)),
    ).excuses

  test('has what stands before what was withdrawn, each with who and why', (t) => {
    assert.deepEqual(
      list(t).map(({ id, state, component, to, withdrawn }) => [id, state, component?.id, to, withdrawn?.reason]),
      [
        ['e-vessel-1', 'now', undefined, null, undefined],
        ['e-server-1', 'withdrawn', 'server', iso(NOW + HOUR_S), 'not done'],
      ],
    )
    assert.deepEqual(list(t)[0]?.entered, { by, at: iso(NOW), reason: 'new disks' })
  })

  test('can be asked for a state, a vessel, a group', (t) => {
    assert.deepEqual(
      list(t, { state: 'withdrawn' }).map(({ id }) => id),
      ['e-server-1'],
    )
    assert.deepEqual(list(t, { group: 'North' }), [])
    assert.equal(list(t, { vessel: AURORA }).length, 2)
  })

  test('says what was given another end', (t) => {
    const changed: VesselEvent = {
      type: 'excuse-changed',
      at: NOW,
      learnedAt: NOW,
      excuse: 'e-vessel-1',
      span: { from: NOW - 2 * HOUR_S, to: NOW - HOUR_S },
      reviewAt: null,
      reason: 'they are done',
      by,
    }
    const model = modelOf(t, aurora(ofVessel, changed).batches)
    const [excuse] = model.maintenance(ALL, present(NOW)).excuses
    assert.deepEqual([excuse?.state, excuse?.to, excuse?.reviewAt], ['past', iso(NOW - HOUR_S), null])
    assert.deepEqual(excuse?.changed, [{ by, at: iso(NOW), reason: 'they are done' }])
  })
})

test('whatever is excused of whom, every figure adds up to its window, and the excuses to what they take out', (t) => {
  const span = fc
    .record({ from: fc.integer({ min: -40, max: 10 }), length: fc.integer({ min: 1, max: 40 }), open: fc.boolean() })
    .map(({ from, length, open }) => ({ from: NOW + from * 3_301, to: open ? OPEN : NOW + (from + length) * 3_301 }))
  const entered = fc.array(fc.record({ span, component: fc.constantFrom(null, SERVER, DASHBOARD) }), { maxLength: 5 })
  fc.assert(
    fc.property(entered, (all) => {
      const excuses = all.map((one, n) => excusing(NOW, { ...one, excuse: `e-${n}` }))
      const vessel = modelOf(t, aurora(...excuses).batches).vessel(AURORA, present(NOW, heard), LINE)
      for (const windows of [vessel?.uptime, ...(vessel?.components.map(({ uptime }) => uptime) ?? [])]) {
        for (const one of Object.values(windows ?? {})) {
          const whole = (Date.parse(one.to) - Date.parse(one.from)) / 1000
          assert.equal(one.upS + one.downS + one.unknownS + one.excusedS + one.outOfServiceS, whole)
          assert.equal(
            one.excuses.reduce((sum, { excusedS }) => sum + excusedS, 0),
            one.excusedS,
          )
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('a part in maintenance of a group that was left before it began is not listed', (t) => {
  const times = {
    spans: [],
    recurs: null,
    workedOutTo: null,
    ofGroup: { id: 'g-1', revision: 1, zone: 'UTC', within: [] },
  }
  const left = { type: 'excuse-changed', at: NOW, learnedAt: NOW, reviewAt: null, reason: 'left', by } as const
  const span = { from: NOW, to: NOW }
  const model = modelOf(t, aurora(ofServer, { ...left, excuse: 'e-server-1', span, times }).batches)
  assert.deepEqual(model.maintenance(ALL, present(NOW)).excuses, [])
})

/** Every night for 400 days, as the vessel's stream has it when it was worked out bit by bit. */
function nightly(): { readonly events: readonly VesselEvent[]; readonly nights: readonly Span[] } {
  const pattern = {
    repeats: { kind: 'daily', every: 1 },
    firstDay: iso(NOW - 399 * DAY_S).slice(0, 10),
    lastDay: null,
    begins: '22:00',
    ends: '02:00',
  } as const
  const recurs = { pattern, zone: 'Europe/Athens' }
  const nights: Span[] = []
  for (const night of occurrences(recurs, -OPEN)) {
    if (night.from > NOW + 40 * DAY_S) break
    nights.push(night)
  }
  const times = (until: number): Times => {
    const spans = nights.filter(({ from }) => from < until)
    return { spans, recurs, workedOutTo: nights[spans.length]?.from ?? null, ofGroup: null }
  }
  const span = { from: nights[0]?.from ?? 0, to: OPEN }
  const reason = 'backups'
  const entered = { type: 'excused', excuse: 'e-1', component: SERVER, category: 'planned-maintenance' } as const
  const when = { at: NOW, learnedAt: NOW, reason, by }
  return {
    nights,
    events: [
      { ...entered, ...when, span, times: times(NOW + DAY_S), reviewAt: NOW + 30 * DAY_S },
      { type: 'excuse-continued', excuse: 'e-1', ...when, by: { kind: 'hub' }, times: times(NOW + 35 * DAY_S) },
    ],
  }
}

test('what recurs is taken out of the figures night by night, over 90 days and summed up, and itemised as one', (t) => {
  const { events, nights } = nightly()
  const begin = NOW - 390 * DAY_S
  const log = written()
  log.append(null, listening(begin))
  log.append(AURORA, added(begin), born(begin, { server: begin }, begin))
  log.append(AURORA, told(NOW, NOW, history(SERVER, [begin, DOWN])), ...events)
  const model = modelOf(t, log.batches)
  const uptime = model.vessel(AURORA, present(NOW, heard), LINE)?.components[0]?.uptime
  for (const [window, days] of [
    ['24h', 1],
    ['7d', 7],
    ['90d', 90],
  ] as const) {
    const from = NOW - days * DAY_S
    const excusedS = nights.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, NOW) - Math.max(one.from, from)), 0)
    assert.deepEqual(
      uptime?.[window].excuses.map(({ id, excusedS }) => [id, excusedS]),
      [['e-1', excusedS]],
      window,
    )
    assert.equal(uptime?.[window].downS, days * DAY_S - excusedS)
  }
  const [excuse] = model.maintenance(ALL, present(NOW)).excuses
  assert.equal(excuse?.recurs?.words, 'every day 22:00–02:00, Europe/Athens')
  assert.deepEqual(
    excuse?.next.map(({ from }) => from),
    nights
      .filter(({ to }) => to > NOW)
      .slice(0, 3)
      .map(({ from }) => iso(from)),
  )
})
