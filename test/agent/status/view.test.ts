import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { crewView, type Facts } from '../../../agent/status/view.ts'
import type { Journal } from '../../../shared/link/journal.ts'
import { DATABASE, DOWN, isVesselId, NO_SAMPLES, type StateCode, UP, type VesselId } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso, OPEN, type Seconds } from '../../../shared/time.ts'
import type { Timeline } from '../../../shared/timeline.ts'
import { componentId, journals, START } from '../journals.ts'

const server = componentId('server')

function vesselId(text: string): VesselId {
  if (!isVesselId(text)) throw new Error(`${text} is no vessel id`)
  return text
}

const facts = (journal: Journal | null, now: Seconds): Facts => ({
  now,
  vessel: vesselId('mv-aurora'),
  name: 'MV Aurora',
  version: '0.1.0',
  names: new Map([[server, 'Server']]),
  journal,
  currentForS: 300,
  shore: {
    connected: true,
    since: null,
    because: null,
    lastContact: null,
    untold: null,
    bytesToday: { up: 0, down: 0 },
  },
  troubles: [],
  losses: [],
})

const journalOf = (timeline: Timeline<StateCode>, to: Seconds | null): Journal => ({
  instance: 1,
  boots: 1,
  components: [{ id: server, removed: false, timeline }],
  to,
  ring: [],
})

test('a component is told with its state since it began, also when that is longer than a day ago', () => {
  const now = START + 3 * DAY_S
  const timeline = [
    { from: START, to: START + HOUR_S, state: DOWN },
    { from: START + HOUR_S, to: OPEN, state: UP },
  ]
  const [component] = crewView(facts(journalOf(timeline, now - 5), now)).components
  assert.equal(component?.name, 'Server')
  assert.equal(component?.state, 'up')
  assert.equal(component?.since, iso(START + HOUR_S))
  assert.equal(component?.uptime24h, 100)
  assert.equal(component?.measured24hS, DAY_S)
})

test('the figure of a day counts only what was measured, and says how much that was', () => {
  const now = START + 8 * HOUR_S
  const timeline = [
    { from: START, to: START + 3 * HOUR_S, state: UP },
    { from: START + 3 * HOUR_S, to: START + 4 * HOUR_S, state: DOWN },
    { from: START + 4 * HOUR_S, to: OPEN, state: NO_SAMPLES },
  ]
  const [component] = crewView(facts(journalOf(timeline, now), now)).components
  assert.equal(component?.state, 'unknown')
  assert.equal(component?.cause, 'no-samples')
  assert.equal(component?.uptime24h, 75)
  assert.equal(component?.measured24hS, 4 * HOUR_S)
  assert.deepEqual(
    component?.intervals.map(({ state }) => state),
    ['up', 'down', 'unknown'],
  )
})

test('a downtime goes on through what was not measured, as on shore, and ends with up', () => {
  const now = START + 4 * HOUR_S
  const pieces = (...codes: StateCode[]) =>
    codes.map((state, hour) => ({
      from: START + hour * HOUR_S,
      to: hour === codes.length - 1 ? OPEN : START + (hour + 1) * HOUR_S,
      state,
    }))
  const since = (...codes: StateCode[]) => crewView(facts(journalOf(pieces(...codes), now), now)).components[0]?.since
  assert.equal(since(UP, DOWN, NO_SAMPLES, DOWN), iso(START + HOUR_S))
  assert.equal(since(DOWN, UP, NO_SAMPLES, DOWN), iso(START + 3 * HOUR_S))
  assert.equal(since(NO_SAMPLES, DOWN, DATABASE, DOWN), iso(START + HOUR_S))
  assert.equal(since(DOWN, UP, NO_SAMPLES, UP), iso(START + 3 * HOUR_S))
})

test('what was measured too long ago says nothing of now: it is never shown as up', () => {
  const to = START + 10 * HOUR_S
  const journal = journalOf([{ from: START, to: OPEN, state: UP }], to)
  assert.equal(crewView(facts(journal, to + 300)).components[0]?.state, 'up')
  const [component] = crewView(facts(journal, to + 301)).components
  assert.equal(component?.state, 'unknown')
  assert.equal(component?.since, iso(to))
  assert.equal(component?.cause, 'database')
})

test('a database that cannot be read is the reason', () => {
  const journal = journalOf([{ from: START, to: OPEN, state: DATABASE }], START + 60)
  assert.equal(crewView(facts(journal, START + 60)).components[0]?.cause, 'database')
})

test('the last measurement is when one was made: the record goes on while there is none', () => {
  const measuredTo = (timeline: Timeline<StateCode>, now = START + HOUR_S) =>
    crewView(facts(journalOf(timeline, START + HOUR_S - 5), now)).measuredTo
  const up = { from: START, to: OPEN, state: UP }
  const stopped = START + 600
  assert.equal(measuredTo([up]), iso(START + HOUR_S - 5))
  const away = [
    { ...up, to: stopped },
    { from: stopped, to: OPEN, state: DATABASE },
  ]
  assert.equal(measuredTo(away), iso(stopped))
  assert.equal(crewView(facts(journalOf(away, START + HOUR_S - 5), START + HOUR_S)).components[0]?.since, iso(stopped))
  assert.equal(measuredTo([{ ...up, state: NO_SAMPLES }]), null)
})

test('nothing is said of the time before the agent began to watch', () => {
  const begin = START + HOUR_S
  const journal = journalOf([{ from: begin, to: OPEN, state: NO_SAMPLES }], begin + 60)
  const [component] = crewView(facts(journal, begin + 60)).components
  assert.equal(component?.since, iso(begin))
  assert.deepEqual(component?.intervals, [{ state: 'unknown', from: iso(begin), to: iso(begin + 60) }])
})

test('before the first measurement nothing is known, and nothing is up', () => {
  for (const journal of [null, { ...journalOf([], null), components: [] }, journalOf([], null)]) {
    const [component] = crewView(facts(journal, START)).components
    assert.deepEqual([component?.name, component?.state], ['Server', 'unknown'])
    assert.equal(component?.since, null)
    assert.equal(component?.uptime24h, null)
  }
})

test('what waits to be sent is nothing, all since a time, or not known', () => {
  const waiting = (untold: number | null | undefined) =>
    crewView({ ...facts(null, START), shore: { ...facts(null, START).shore, untold } }).shore.waiting
  assert.equal(waiting(null), 'nothing')
  assert.equal(waiting(undefined), 'not known')
  assert.deepEqual(waiting(START - 60), { since: iso(START - 60) })
})

test('whatever the journal holds, intervals lie side by side up to now, and only configured components are shown', () =>
  fc.assert(
    fc.property(journals, fc.nat({ max: DAY_S }), (journal, later) => {
      const now = (journal.to ?? START) + later
      const configured = journal.components.filter(({ removed }) => !removed).map(({ id }) => id)
      const names = new Map(configured.map((id) => [id, `The ${id}`]))
      const { components } = crewView({ ...facts(journal, now), names })
      assert.deepEqual(
        components.map(({ id }) => id),
        configured,
      )
      for (const { intervals, uptime24h, measured24hS, state } of components) {
        intervals.forEach(({ from, to }, at) => {
          assert.ok(from < to)
          assert.equal(intervals[at + 1]?.from ?? to, to)
        })
        assert.equal(uptime24h === null, measured24hS === 0)
        if (intervals.length > 0) assert.equal(intervals.at(-1)?.state, state)
        if (later > 300) assert.equal(state, 'unknown')
      }
    }),
  ))
