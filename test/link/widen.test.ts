import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Journal } from '../../shared/link/journal.ts'
import { widen } from '../../shared/link/reading.ts'
import { DOWN, NO_SAMPLES, type StateCode, UP } from '../../shared/model.ts'
import { DAY_S, OPEN, type Span } from '../../shared/time.ts'
import type { Timeline } from '../../shared/timeline.ts'
import { component } from './pair.ts'

const server = component('server')
const DAY = (day: number) => day * DAY_S

const journalOf = (timeline: Timeline<StateCode>): Journal => ({
  instance: 1,
  boots: 1,
  components: [{ id: server, removed: false, timeline }],
  to: DAY(10),
  ring: [{ runningS: 0, to: DAY(10) }],
})

const widened = (timeline: Timeline<StateCode>, window: Span, read: Timeline<StateCode>, speaksFrom: number | null) =>
  widen(journalOf(timeline), {
    window,
    timelines: new Map([[server, read]]),
    speaksFrom: new Map(speaksFrom === null ? [] : [[server, speaksFrom]]),
  }).components[0]?.timeline

const claimed = [
  { from: DAY(3), to: DAY(5), state: UP },
  { from: DAY(6), to: OPEN, state: UP },
]

test('a lost day is claimed again as the database has it', () => {
  const read = [
    { from: DAY(5), to: DAY(5) + 100, state: UP },
    { from: DAY(5) + 100, to: DAY(5) + 200, state: DOWN },
  ]
  assert.deepEqual(widened(claimed, { from: DAY(5), to: DAY(6) }, read, DAY(1)), [
    { from: DAY(3), to: DAY(5) + 100, state: UP },
    { from: DAY(5) + 100, to: DAY(5) + 200, state: DOWN },
    { from: DAY(5) + 200, to: DAY(6), state: NO_SAMPLES },
    { from: DAY(6), to: OPEN, state: UP },
  ])
})

test('what the database no longer holds stays unclaimed', () => {
  const read = [{ from: DAY(5) + 600, to: DAY(6), state: DOWN }]
  assert.deepEqual(widened(claimed, { from: DAY(5), to: DAY(6) }, read, DAY(5) + 600), [
    { from: DAY(3), to: DAY(5), state: UP },
    { from: DAY(5) + 600, to: DAY(6), state: DOWN },
    { from: DAY(6), to: OPEN, state: UP },
  ])
  assert.deepEqual(widened(claimed, { from: DAY(5), to: DAY(6) }, [], null), claimed)
})

test('what is claimed already is not touched', () => {
  const read = [{ from: DAY(1), to: DAY(8), state: DOWN }]
  assert.deepEqual(widened(claimed, { from: DAY(1), to: DAY(8) }, read, DAY(1)), [
    { from: DAY(1), to: DAY(3), state: DOWN },
    { from: DAY(3), to: DAY(5), state: UP },
    { from: DAY(5), to: DAY(6), state: DOWN },
    { from: DAY(6), to: OPEN, state: UP },
  ])
})
