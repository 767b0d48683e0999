import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { age, ago, bytes, duration, lasting, percent, points, secondsOf, utc } from '../../web/format.ts'

describe('points', () => {
  test('say more, less or the same', () => {
    assert.deepEqual([points(97.1, 97.4), points(100, 98.75), points(95, 95)], ['+0.3', '−1.3', '0.0'])
  })
  test('are what somebody reckons who has the two figures on paper', () => {
    const share = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(
      fc.property(share, share, (from, to) => {
        const told = Number(points(from, to).replace('−', '-'))
        assert.ok(Math.abs(Number(percent(from)) + told - Number(percent(to))) < 1e-9)
        assert.ok(Math.abs(told - (to - from)) < 0.1 + 1e-9)
      }),
    )
  })
})

describe('percentages', () => {
  test('are floored to one decimal', () => {
    assert.equal(percent(94.9999), '94.9')
    assert.equal(percent(57.9), '57.9')
    assert.equal(percent(0), '0.0')
  })

  test('say 100 only when it is exactly 100', () => {
    assert.equal(percent(100), '100')
    assert.equal(percent(99.9999999999999), '99.9')
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, maxExcluded: true, noNaN: true }), (share) => {
        assert.ok(Number(percent(share)) <= share + 1e-9)
        assert.notEqual(percent(share), '100')
      }),
    )
  })

  test('that nobody knows are a dash, not a zero', () => assert.equal(percent(null), '—'))
})

describe('durations', () => {
  test('use the two greatest units and never round up', () => {
    assert.equal(duration(0), '0 s')
    assert.equal(duration(59), '59 s')
    assert.equal(duration(3600), '1 h')
    assert.equal(duration(3 * 86_400 + 7 * 3600 + 3599), '3 d 7 h')
    assert.equal(duration(86_400 + 59), '1 d')
    assert.equal(duration(200), '3 min 20 s')
  })

  test('so far are told without flickering seconds', () => {
    assert.deepEqual([0, 59, 61, 3600 + 119].map(lasting), ['0 s', '59 s', '1 min', '1 h 1 min'])
  })

  test('have a short form for tiles', () => {
    assert.deepEqual([30, 300, 7200, 86_400 * 1.5, 86_400 * 4].map(age), ['<1m', '5m', '2h', '36h', '4d'])
  })
})

test('times are UTC, say so, and carry the exact instant', () => {
  assert.equal(utc('2026-11-23T17:31:05Z'), '2026-11-23 17:31 UTC')
  assert.equal(secondsOf('1970-01-01T00:01:00Z'), 60)
  assert.match(
    String(ago('2026-11-23T17:31:05Z', '2026-11-23T17:37:05Z')),
    /datetime="2026-11-23T17:31:05Z".*6 min ago/,
  )
})

test('volumes are rounded up: they are paid for', () => {
  assert.deepEqual([0, 999, 1000, 1201, 3_400_001, 5e9].map(bytes), [
    '0 B',
    '999 B',
    '1.0 KB',
    '1.3 KB',
    '3.5 MB',
    '5.0 GB',
  ])
})
