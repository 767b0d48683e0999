import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import * as fleetApi from '../../../shared/api/fleet.ts'
import * as timelineApi from '../../../shared/api/timeline.ts'
import * as vesselApi from '../../../shared/api/vessel.ts'
import { DATABASE, DOWN, UP } from '../../../shared/model.ts'
import { DAY_S, dayOf, HOUR_S, iso, MINUTE_S } from '../../../shared/time.ts'
import {
  AURORA,
  added,
  born,
  DASHBOARD,
  heardAgain,
  history,
  LINE,
  listening,
  modelOf,
  present,
  SERVER,
  silent,
  told,
  troubled,
  vesselId,
  written,
} from './given.ts'

const T0 = 20_000 * DAY_S

/** Aurora, up since T0 and heard every five minutes; `now` is two days on. */
function aurora() {
  const log = written()
  log.append(null, listening(T0))
  log.append(AURORA, added(T0))
  log.append(AURORA, born(T0, { server: T0, dashboard: T0 }, T0))
  return log
}
const NOW = T0 + 2 * DAY_S
const heard = (watermark: number, lastHeard = watermark) =>
  new Map([[AURORA, { session: 65_536, seq: 9, watermark, lastHeard, offsetS: 0 }]])

test('a vessel that was never heard is unknown and waits for first contact', (t) => {
  const log = written()
  log.append(AURORA, added(T0))
  const fleet = v.parse(fleetApi.fleet, modelOf(t, log.batches).fleet(present(NOW)))
  assert.deepEqual(fleet.counts, { silent: 0, down: 0, unknown: 1, maintenance: 0, up: 0 })
  const [vessel] = fleet.vessels
  assert.equal(vessel?.state, 'unknown')
  assert.deepEqual(vessel?.presence, { kind: 'never-heard' })
  assert.equal(vessel?.lastHeard, null)
})

test('figures of a heard vessel end at its watermark: what has not been told yet is no gap', (t) => {
  const log = aurora()
  const end = NOW - 4 * MINUTE_S
  log.append(
    AURORA,
    told(
      end,
      end,
      history(SERVER, [T0, UP], [end - 2 * HOUR_S, DOWN], [end - HOUR_S, UP]),
      history(DASHBOARD, [T0, UP]),
    ),
  )
  const model = modelOf(t, log.batches)
  const [server, dashboard] = model.fleet(present(NOW, heard(end))).vessels[0]?.components ?? []
  assert.equal(server?.windowEnd, iso(end))
  assert.equal(server?.uptime24h, (100 * 23) / 24)
  assert.equal(server?.coverage24h, 100)
  assert.equal(server?.sla, 'met')
  assert.equal(server?.hours, 'ddu'.padStart(24, 'u'))
  assert.equal(server?.since, iso(end - HOUR_S))
  assert.equal(server?.downtimeS, null)
  assert.equal(dashboard?.uptime24h, 100)
  assert.equal(dashboard?.since, iso(T0), 'the begin of a state may lie before every window')
  v.parse(vesselApi.vessel, model.vessel(AURORA, present(NOW, heard(end)), LINE))
})

test('a silent vessel is down by silence, told apart from what was measured, until it has told its truth', (t) => {
  const log = aurora()
  const last = NOW - 12 * HOUR_S
  log.append(AURORA, told(last, last, history(SERVER, [T0, UP], [last - HOUR_S, DOWN]), history(DASHBOARD, [T0, UP])))
  log.append(AURORA, silent(last, last + 15 * MINUTE_S))
  const quiet = modelOf(t, log.batches).fleet(present(NOW, heard(last))).vessels[0]
  const [server, dashboard] = quiet?.components ?? []
  assert.equal(quiet?.state, 'silent')
  assert.deepEqual(quiet?.presence, { kind: 'silent', since: iso(last) })
  assert.equal(dashboard?.state, 'silent')
  assert.equal(dashboard?.since, iso(last))
  assert.equal(dashboard?.downtimeS, 12 * HOUR_S)
  assert.equal(dashboard?.windowEnd, iso(NOW))
  assert.equal(dashboard?.uptime24h, 50)
  assert.equal(dashboard?.measured24h, 100)
  assert.equal(dashboard?.sla, 'missed')
  assert.equal(server?.downtimeS, 13 * HOUR_S, 'a downtime goes on through the silence')

  log.append(AURORA, heardAgain(NOW, last))
  log.append(AURORA, told(NOW, NOW, history(SERVER, [last, DOWN], [last + HOUR_S, UP]), history(DASHBOARD, [last, UP])))
  const [healed, spared] = modelOf(t, log.batches).fleet(present(NOW, heard(NOW))).vessels[0]?.components ?? []
  assert.equal(healed?.uptime24h, (100 * 22) / 24)
  assert.equal(spared?.uptime24h, 100)
  assert.equal(spared?.observed24h, 50, 'as shore saw it, it stays down for ever')
  assert.equal(spared?.downtimeS, null)
})

test('a vessel that is heard but tells nothing is unknown, with the cause that its agent gives', (t) => {
  const log = aurora()
  const last = NOW - 2 * HOUR_S
  log.append(AURORA, told(last, last, history(SERVER, [T0, UP]), history(DASHBOARD, [T0, UP])))
  log.append(AURORA, troubled(NOW, last, 'refused'))
  const [server] = modelOf(t, log.batches).fleet(present(NOW, heard(last, NOW))).vessels[0]?.components ?? []
  assert.equal(server?.state, 'unknown')
  assert.equal(server?.cause, 'database')
  assert.equal(server?.since, iso(last))
  assert.equal(server?.coverage24h, (100 * 22) / 24)
})

test('a component that was named but not measured yet says so, and has no figure', (t) => {
  const log = written()
  log.append(AURORA, added(T0))
  log.append(AURORA, born(T0, { server: null }))
  const [server] = modelOf(t, log.batches).fleet(present(NOW, heard(NOW))).vessels[0]?.components ?? []
  assert.equal(server?.state, 'unknown')
  assert.equal(server?.cause, 'no-samples-yet')
  assert.equal(server?.uptime24h, null)
  assert.deepEqual([server?.sla, server?.reason], ['undetermined', 'new'])
})

test('a new vessel is judged when enough of the window is in service; the figure says what time it covers', (t) => {
  const log = written()
  const begin = NOW - 6 * HOUR_S
  log.append(AURORA, added(T0))
  log.append(AURORA, born(NOW, { server: begin }, begin))
  log.append(AURORA, told(NOW, NOW, history(SERVER, [begin, DOWN], [begin + HOUR_S, UP])))
  const vessel = modelOf(t, log.batches).vessel(AURORA, present(NOW, heard(NOW)), LINE)
  const [server] = vessel?.components ?? []
  assert.deepEqual([server?.sla, server?.reason], ['undetermined', 'new'])
  assert.equal(server?.uptime24h, (100 * 5) / 6)
  assert.equal(server?.uptime?.['24h'].outOfServiceS, 18 * HOUR_S)
  assert.equal(vessel?.uptime?.['24h'].upS, 5 * HOUR_S)
})

test('the timeline tiles what was asked for, up to where the window ends, and names its sources', (t) => {
  const log = aurora()
  const end = T0 + 5 * HOUR_S
  log.append(
    AURORA,
    told(
      end,
      end,
      history(SERVER, [T0, UP], [T0 + HOUR_S, DATABASE], [T0 + 2 * HOUR_S, DOWN]),
      history(DASHBOARD, [T0, UP]),
    ),
  )
  log.append(AURORA, silent(end, end + 15 * MINUTE_S))
  const query = { from: T0 - HOUR_S, to: T0 + 9 * HOUR_S, component: SERVER }
  const now = T0 + 7 * HOUR_S
  const answer = modelOf(t, log.batches).timeline(AURORA, query, present(now, heard(end)))
  assert.deepEqual(
    v
      .parse(timelineApi.timeline, answer)
      .components[0]?.intervals.map(({ from, to, state, source, cause }) => [from, to, state, source, cause]),
    [
      [iso(T0 - HOUR_S), iso(T0), 'unknown', 'none', 'out-of-service'],
      [iso(T0), iso(T0 + HOUR_S), 'up', 'measured', null],
      [iso(T0 + HOUR_S), iso(T0 + 2 * HOUR_S), 'unknown', 'none', 'database'],
      [iso(T0 + 2 * HOUR_S), iso(end), 'down', 'measured', null],
      [iso(end), iso(now), 'down', 'silent', null],
    ],
  )
})

test('what was measured out of service is shown, and excused by that', (t) => {
  const log = written()
  const [end, ashore] = [T0 + 5 * HOUR_S, T0 + 3 * HOUR_S]
  log.append(null, listening(T0))
  log.append(AURORA, added(T0, { inService: [{ from: T0, to: ashore }] }), born(T0, { server: T0 }, T0))
  log.append(AURORA, told(end, end, history(SERVER, [T0, UP], [T0 + 2 * HOUR_S, DOWN], [T0 + 4 * HOUR_S, DATABASE])))
  const query = { from: T0, to: end, component: SERVER }
  const answer = modelOf(t, log.batches).timeline(AURORA, query, present(end, heard(end)))
  assert.deepEqual(
    v
      .parse(timelineApi.timeline, answer)
      .components[0]?.intervals.map(({ from, state, cause, excusedBy }) => [from, state, cause, excusedBy]),
    [
      [iso(T0), 'up', null, null],
      [iso(T0 + 2 * HOUR_S), 'down', null, null],
      [iso(ashore), 'down', null, 'out of service'],
      [iso(T0 + 4 * HOUR_S), 'unknown', 'out-of-service', null],
    ],
  )
})

test('two agents with one credential are shown by their installations, until an hour or two after the last of it', (t) => {
  const log = aurora()
  log.append(AURORA, { type: 'identity-contested', at: NOW, learnedAt: NOW, instances: [7, 0xcafe_f00d] })
  const at = (now: number) => v.parse(vesselApi.vessel, modelOf(t, log.batches).vessel(AURORA, present(now), LINE))
  assert.deepEqual(at(NOW + HOUR_S).contested, { namedAt: iso(NOW), instances: ['00000007', 'cafef00d'] })
  assert.equal(at(NOW + 2 * HOUR_S).contested, null)
})

test('the link says what it carried day by day, and what of that today in UTC', (t) => {
  const model = modelOf(t, aurora().batches)
  const line = {
    ...LINE,
    bytesByDay: [
      { day: dayOf(NOW) - 1, up: 5, down: 6 },
      { day: dayOf(NOW), up: 7, down: 8 },
    ],
  }
  const link = model.vessel(AURORA, present(NOW), line)?.link
  assert.deepEqual(link?.bytesToday, { up: 7, down: 8 })
  assert.deepEqual(link?.bytesByDay, [
    { day: iso(NOW - DAY_S).slice(0, 10), up: 5, down: 6 },
    { day: iso(NOW).slice(0, 10), up: 7, down: 8 },
  ])
  assert.deepEqual(model.vessel(AURORA, present(NOW + DAY_S), line)?.link.bytesToday, { up: 0, down: 0 })
})

test('settings of agent and hub that do not go together are said with the vessel', (t) => {
  const { policy, ...at } = present(NOW)
  const warningsAt = (silentAfterS: number) =>
    modelOf(t, aurora().batches)
      .vessel(AURORA, { ...at, policy: { ...policy, silentAfterS } }, LINE)
      ?.warnings.map(({ code }) => code)
  assert.deepEqual(warningsAt(660), [])
  assert.deepEqual(warningsAt(600), ['heartbeat'])
})

test('vessels come by name, the retired ones not at all; what nobody knows is not found', (t) => {
  const log = written()
  log.append(vesselId('a'), added(T0, { name: 'Zephyr' }))
  log.append(vesselId('b'), added(T0, { name: 'aurora' }))
  log.append(vesselId('c'), added(T0), {
    type: 'vessel-retired',
    at: T0,
    learnedAt: T0,
    reason: 'sold',
    by: { kind: 'command-line', name: 'ada' },
  })
  const model = modelOf(t, log.batches)
  assert.deepEqual(
    model.fleet(present(NOW)).vessels.map(({ name }) => name),
    ['aurora', 'Zephyr'],
  )
  assert.equal(model.vessel(AURORA, present(NOW), LINE), null)
  assert.equal(model.timeline(AURORA, { from: T0, to: NOW, component: null }, present(NOW)), null)
})
