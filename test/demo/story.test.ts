import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { demoFleet, imoNumber } from '../../deploy/demo/fleet.ts'
import { COMPONENTS, HISTORY_S, truth } from '../../deploy/demo/story.ts'
import { INTERVAL_S, seriesOf } from '../../deploy/demo/telegraf.ts'
import { HOUR_S, MINUTE_S } from '../../shared/time.ts'
import { clip, covered, stateAt, total } from '../../shared/timeline.ts'

const BEGIN = 1_795_600_000
const DAY = { from: BEGIN - 24 * HOUR_S, to: BEGIN }
const fleet = demoFleet(66)
const plotted = (plot: string) => fleet.find((vessel) => vessel.plot === plot) ?? assert.fail(plot)

test('sixty-six vessels with names of their own', () => {
  assert.equal(new Set(fleet.map(({ id }) => id)).size, 66)
  assert.equal(new Set(fleet.map(({ imo }) => imo)).size, 66)
  assert.equal(new Set(demoFleet(500).map(({ id }) => id)).size, 500)
})

test('every IMO number has the check digit of its first six', () => {
  assert.equal(imoNumber(907_472), '9074729')
  for (const { imo } of fleet) {
    const sum = [...imo.slice(0, 6)].reduce((total, digit, at) => total + Number(digit) * (7 - at), 0)
    assert.equal(sum % 10, Number(imo[6]))
  }
})

test('a story tells the same of a stretch of time whatever is asked around it', () => {
  const anyHours = fc.integer({ min: -80, max: 30 })
  fc.assert(
    fc.property(
      fc.constantFrom(...fleet),
      fc.constantFrom(...COMPONENTS),
      anyHours,
      anyHours,
      (vessel, component, a, b) => {
        const window = { from: BEGIN + Math.min(a, b) * HOUR_S, to: BEGIN + Math.max(a, b) * HOUR_S }
        const wide = truth(vessel, component, BEGIN, { from: window.from - 5_000, to: window.to + 7_000 })
        assert.deepEqual(truth(vessel, component, BEGIN, window), clip(wide, window))
      },
    ),
    { numRuns: 60 },
  )
})

test('there is a truth of every second since the history begins, and none before', () => {
  for (const vessel of fleet)
    for (const component of COMPONENTS) {
      const said = covered(truth(vessel, component, BEGIN, { from: BEGIN - HISTORY_S - 100, to: BEGIN + 100 }))
      assert.deepEqual(said, [{ from: BEGIN - HISTORY_S, to: BEGIN + 100, state: true }])
    }
})

test('the stories are what they are called', () => {
  const now = (plot: string, component: (typeof COMPONENTS)[number]) =>
    stateAt(truth(plotted(plot), component, BEGIN, DAY), BEGIN - 1)
  assert.equal(now('dead-access-point', 'access-point'), 'down')
  assert.equal(now('telegraf-stopped', 'server'), 'unmeasured')
  assert.equal(now('new-server', 'server'), 'down')
  for (const component of COMPONENTS) assert.equal(now('yard', component), 'down')
  const flaps = truth(plotted('flapping-server'), 'server', BEGIN, { from: BEGIN, to: BEGIN + HOUR_S })
  assert.ok(flaps.filter(({ state }) => state === 'down').length >= 5)
})

test('a vessel whose link can be healed is well by now, whatever the hour, for as long as anybody looks', () => {
  for (const plot of ['lost-link', 'just-silent'])
    for (const component of COMPONENTS)
      for (let day = 0; day < 30; day++) {
        const begin = BEGIN + day * 25 * HOUR_S
        const now = { from: begin - HOUR_S, to: begin + 24 * HOUR_S }
        assert.deepEqual(truth(plotted(plot), component, begin, now), [{ ...now, state: 'up' }])
      }
})

test('a calm fleet is up most of the time, and something changes every few minutes', () => {
  const window = { from: BEGIN, to: BEGIN + 12 * HOUR_S }
  let downS = 0
  let changes = 0
  const calm = fleet.filter(({ plot }) => plot === 'calm')
  for (const vessel of calm)
    for (const component of COMPONENTS) {
      const timeline = truth(vessel, component, BEGIN, window)
      downS += total(timeline, window, (state) => state === 'down')
      changes += timeline.length - 1
    }
  const share = downS / (calm.length * COMPONENTS.length * 12 * HOUR_S)
  assert.ok(share > 0.002 && share < 0.02, `${share}`)
  const everyS = (12 * HOUR_S) / changes
  assert.ok(everyS > MINUTE_S && everyS < 6 * MINUTE_S, `${everyS}`)
})

test('Telegraf writes a point every interval of measured time, up or down as the truth has it', () => {
  for (const vessel of fleet.slice(0, 9)) {
    const tell = (component: (typeof COMPONENTS)[number]) => truth(vessel, component, BEGIN, DAY)
    for (const [at, series] of seriesOf(vessel.id, tell).entries()) {
      const timeline = tell(COMPONENTS[at] ?? assert.fail())
      const points = series.points(DAY)
      for (const point of points) {
        const up =
          series.measurement === 'ping'
            ? point.values.percent_packet_loss === 0
            : point.values.http_response_code === 200
        assert.equal(up ? 'up' : 'down', stateAt(timeline, point.at))
      }
      const measuredS = total(timeline, DAY, (state) => state !== 'unmeasured')
      assert.ok(Math.abs(points.length - measuredS / INTERVAL_S) <= timeline.length + 1)
    }
  }
})
