import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePeriod, spanOf } from '../../hub/core/reports/period.ts'
import { DAY_S, isoDay } from '../../shared/time.ts'
import { daysOf, titleOf } from '../../web/pages/reports/period.ts'

test('a period is called as people call it, and says from which day to which', () => {
  assert.deepEqual(['2026-10', '2026-Q4', '2026'].map(titleOf), ['October 2026', 'Q4 2026', '2026'])
  assert.deepEqual(['2026-10', '2028-02', '2026-Q4', '2026'].map(daysOf), [
    '1 to 31 October 2026',
    '1 to 29 February 2028',
    '1 October to 31 December 2026',
    '1 January to 31 December 2026',
  ])
})

test('its days are those that its figures are reckoned over', () => {
  const year = fc.integer({ min: 2000, max: 2999 })
  const part = fc.oneof(
    fc.constant(''),
    fc.integer({ min: 1, max: 4 }).map((one) => `-Q${one}`),
    fc.integer({ min: 1, max: 12 }).map((one) => `-${String(one).padStart(2, '0')}`),
  )
  fc.assert(
    fc.property(year, part, (of, rest) => {
      const period = parsePeriod(`${of}${rest}`) ?? assert.fail(`${of}${rest}`)
      const { from, to } = spanOf(period, 'UTC')
      const [first = '', last = ''] = daysOf(period.label).split(' to ')
      const day = (words: string) => new Date(`${words} UTC`).toISOString().slice(0, 10)
      const whole = first.includes(' ') ? `${first} ${of}` : `${first} ${last.replace(/^\d+ /, '')}`
      assert.deepEqual([day(whole), day(last)], [isoDay(from / DAY_S), isoDay(to / DAY_S - 1)])
    }),
  )
})
