import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkAnswer } from '../../../../agent/adapters/influx/answer.ts'
import { fingerprintsOf, samplesOf } from '../../../../agent/adapters/influx/rows.ts'
import { HOUR_S } from '../../../../shared/time.ts'
import { givenPing } from '../../given-source.ts'

const check = givenPing('a')
const window = { from: 100 * HOUR_S, to: 101 * HOUR_S }
const at = (s: number, ms = 0) => (window.from + s) * 1000 + ms
const answer = (...values: unknown[][]) => ({
  results: [
    { statement_id: 0, series: [{ name: 'ping', columns: ['time', 'percent_packet_loss', 'result_code'], values }] },
  ],
})

function read(body: unknown) {
  const series = checkAnswer(body, 1)
  return series.ok ? samplesOf(check, series.value[0] ?? [], window) : series
}

test('points are floored to their second, and down wins in it, whichever comes first', () => {
  const body = answer(
    [at(0, 999), 0, 0],
    [at(5), 100, 1],
    [at(5, 1), 0, 0],
    [at(6), 0, 0],
    [at(6), null, 2],
    [at(7), 0, 0],
  )
  assert.deepEqual(read(body), {
    ok: true,
    value: [
      { at: window.from, up: true },
      { at: window.from + 5, up: false },
      { at: window.from + 6, up: false },
      { at: window.from + 7, up: true },
    ],
  })
})

test('no series is no sample', () => {
  assert.deepEqual(read({ results: [{ statement_id: 0 }] }), { ok: true, value: [] })
})

test('an error anywhere, also after good rows of another statement, is a refusal of all', () => {
  const [good] = answer([at(0), 0, 0]).results
  const checked = checkAnswer(
    { results: [good, { statement_id: 1, error: 'query-timeout limit exceeded', statement: 1 }] },
    2,
  )
  assert.deepEqual(checked, {
    ok: false,
    breach: { kind: 'refusal', error: 'query-timeout limit exceeded', statement: 1 },
  })
})

test('a part is not taken for the whole', () => {
  const [good] = answer([at(0), 0, 0]).results
  for (const body of [
    { results: [{ ...good, partial: true }] },
    { results: [{ ...good, series: [{ ...good?.series[0], partial: true }] }] },
  ]) {
    assert.deepEqual(checkAnswer(body, 1), { ok: false, breach: { kind: 'cut' } })
  }
})

test('more series than one, or of another name, are refused', () => {
  const [good] = answer([at(0), 0, 0]).results
  const [series] = good?.series ?? []
  assert.equal(read({ results: [{ ...good, series: [series, series] }] }).ok, false)
  assert.equal(read({ results: [{ ...good, series: [{ ...series, name: 'pong' }] }] }).ok, false)
})

test('whatever comes instead of an answer is a breach or an answer, never an exception', () => {
  const pieces = fc.oneof(
    fc.constantFrom('results', 'series', 'values', 'columns', 'time', 0, null, {}, []),
    fc.jsonValue(),
  )
  const like = fc.record(
    {
      results: fc.array(
        fc.record(
          { statement_id: fc.constantFrom(0, 1, '0'), error: pieces, partial: pieces, series: fc.array(pieces) },
          { requiredKeys: [] },
        ),
      ),
      error: pieces,
    },
    { requiredKeys: [] },
  )
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), like), (body) => assert.equal(typeof read(body).ok, 'boolean')))
})

test('one value replaced by anything else is refused, or reads as what it says', () => {
  const rows = [
    [at(0), 0, 0],
    [at(10), 100, 1],
    [at(20), 0, 0],
  ]
  fc.assert(
    fc.property(fc.nat(2), fc.nat(2), fc.jsonValue(), (row, column, value) => {
      const changed = rows.map((cells, r) => cells.map((cell, c) => (r === row && c === column ? value : cell)))
      const seen = read(answer(...changed))
      const fits = column === 0 ? false : value === null || typeof value === 'number'
      if (seen.ok && column > 0) assert.ok(fits, `${JSON.stringify(value)} was taken for a number`)
      if (seen.ok) assert.ok(seen.value.every(({ at: time }) => time >= window.from && time < window.to))
    }),
    { examples: [[0, 0, { toString: false }]] },
  )
})

test('each whole hour has a print: that of nothing, or one that any change of it changes', () => {
  const span = { from: 100 * HOUR_S, to: 103 * HOUR_S }
  const columns = ['time', 'c0', 's0', 'c1', 's1']
  const print = (values: unknown[][]) => {
    const prints = fingerprintsOf(check, [{ name: 'ping', columns, values }], span)
    assert.ok(prints.ok)
    return prints.value
  }
  const before = print([
    [at(0), 6, 0, 6, 0],
    [at(HOUR_S), 6, 0, 6, 0],
  ])
  assert.deepEqual(
    before.map(({ hour }) => hour),
    [100 * HOUR_S, 101 * HOUR_S, 102 * HOUR_S],
  )
  assert.equal(before[2]?.print, '')
  const after = print([
    [at(0), 6, 0, 6, 0],
    [at(HOUR_S), 6, 100, 6, 1],
  ])
  assert.equal(after[0]?.print, before[0]?.print)
  assert.notEqual(after[1]?.print, before[1]?.print)
})
