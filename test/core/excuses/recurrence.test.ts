import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { occurrences } from '../../../hub/core/excuses/recurrence.ts'
import { NTHS, type Pattern, type Recurrence, type Repeats, spokenPattern, WEEKDAYS } from '../../../shared/pattern.ts'
import { DAY_S, HOUR_S, iso, isoDay, MINUTE_S, OPEN, type Seconds, type Span } from '../../../shared/time.ts'

const nightly: Pattern = {
  repeats: { kind: 'daily', every: 1 },
  firstDay: '2027-03-27',
  lastDay: '2027-03-29',
  begins: '22:00',
  ends: '02:00',
}
const of = (pattern: Partial<Pattern>, zone: string): Recurrence => ({ pattern: { ...nightly, ...pattern }, zone })

const all = (recurrence: Recurrence, from = 0): readonly string[] =>
  [...occurrences(recurrence, from)].map((span) => `${iso(span.from)} ${iso(span.to)}`)

function first(recurrence: Recurrence, from: Seconds, count: number): Span[] {
  const found: Span[] = []
  for (const span of occurrences(recurrence, from)) {
    found.push(span)
    if (found.length === count) break
  }
  return found
}

describe('when clocks change', () => {
  test('what begins in the hour that is skipped begins at the first instant after it', () => {
    assert.deepEqual(all(of({ begins: '02:30', ends: '05:00' }, 'Europe/Oslo')), [
      '2027-03-27T01:30:00Z 2027-03-27T04:00:00Z',
      '2027-03-28T01:00:00Z 2027-03-28T03:00:00Z',
      '2027-03-29T00:30:00Z 2027-03-29T03:00:00Z',
    ])
  })

  test('what lies in the skipped hour altogether is not dropped: it keeps its length', () => {
    assert.deepEqual(
      all(of({ begins: '02:10', ends: '02:50' }, 'Europe/Oslo'))[1],
      '2027-03-28T01:00:00Z 2027-03-28T01:40:00Z',
    )
  })

  test('what begins in an hour that is shown twice begins with the first, what ends in it ends with the second', () => {
    const october = { firstDay: '2027-10-31', lastDay: '2027-10-31' }
    assert.deepEqual(all(of({ ...october, begins: '02:30', ends: '04:00' }, 'Europe/Oslo')), [
      '2027-10-31T00:30:00Z 2027-10-31T03:00:00Z',
    ])
    assert.deepEqual(all(of({ ...october, begins: '01:00', ends: '02:30' }, 'Europe/Oslo')), [
      '2027-10-30T23:00:00Z 2027-10-31T01:30:00Z',
    ])
  })

  test('a night keeps the times that people read on their clocks', () => {
    assert.deepEqual(all(of({ repeats: { kind: 'weekly', every: 1, on: ['sa'] } }, 'Europe/Athens')), [
      '2027-03-27T20:00:00Z 2027-03-28T00:00:00Z',
    ])
    assert.deepEqual(all(of({ firstDay: '2027-03-27', lastDay: '2027-03-27', ends: '06:00' }, 'Europe/Athens')), [
      '2027-03-27T20:00:00Z 2027-03-28T03:00:00Z',
    ])
  })

  test('whole days follow each other without overlap where midnight is shown twice', () => {
    const cuba = of({ firstDay: '2027-11-06', lastDay: '2027-11-08', begins: '00:30', ends: '00:30' }, 'America/Havana')
    const spans = [...occurrences(cuba, 0)]
    for (const [at, { to }] of spans.entries()) assert.ok(to <= (spans[at + 1]?.from ?? OPEN))
    assert.equal(spans.length, 3)
  })

  test('a day that a zone skips has its night at the first instant after it', () => {
    const apia = of({ firstDay: '2011-12-29', lastDay: '2011-12-31', begins: '22:00', ends: '23:00' }, 'Pacific/Apia')
    assert.deepEqual(all(apia), [
      '2011-12-30T08:00:00Z 2011-12-30T09:00:00Z',
      '2011-12-30T10:00:00Z 2011-12-30T11:00:00Z',
      '2011-12-31T08:00:00Z 2011-12-31T09:00:00Z',
    ])
  })
})

describe('patterns', () => {
  const days = (repeats: Repeats, firstDay: string, lastDay: string): readonly string[] =>
    all(of({ repeats, firstDay, lastDay, begins: '10:00', ends: '11:00' }, 'UTC')).map((span) => span.slice(0, 10))

  test('every second week on two days, counted in weeks that begin on Monday', () => {
    assert.deepEqual(days({ kind: 'weekly', every: 2, on: ['tu', 'su'] }, '2026-12-02', '2026-12-31'), [
      '2026-12-06',
      '2026-12-15',
      '2026-12-20',
      '2026-12-29',
    ])
  })

  test('the thirty-first is the last day of a shorter month', () => {
    assert.deepEqual(days({ kind: 'monthly', every: 1, day: 31 }, '2027-01-01', '2027-04-30'), [
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
    ])
  })

  test('the second Tuesday, the last Sunday', () => {
    assert.deepEqual(days({ kind: 'monthly-weekday', every: 1, nth: 2, on: ['tu'] }, '2027-01-01', '2027-02-28'), [
      '2027-01-12',
      '2027-02-09',
    ])
    assert.deepEqual(days({ kind: 'monthly-weekday', every: 1, nth: -1, on: ['su'] }, '2027-01-01', '2027-02-28'), [
      '2027-01-31',
      '2027-02-28',
    ])
  })

  test('one without an end is asked for as much as is wanted', () => {
    const open = of({ lastDay: null, repeats: { kind: 'monthly', every: 12, day: 29 } }, 'UTC')
    assert.deepEqual(
      first(open, 0, 3).map((span) => iso(span.from).slice(0, 10)),
      ['2027-03-29', '2028-03-29', '2029-03-29'],
    )
  })

  test('in words', () => {
    const words = (repeats: Repeats) => spokenPattern({ ...nightly, repeats }, 'Europe/Athens')
    assert.equal(words({ kind: 'weekly', every: 1, on: ['tu'] }), 'every Tuesday 22:00–02:00, Europe/Athens')
    assert.equal(
      words({ kind: 'weekly', every: 2, on: ['mo', 'we', 'fr'] }),
      'every 2 weeks on Monday, Wednesday and Friday 22:00–02:00, Europe/Athens',
    )
    assert.equal(words({ kind: 'daily', every: 3 }), 'every 3 days 22:00–02:00, Europe/Athens')
    assert.equal(words({ kind: 'monthly', every: 1, day: 22 }), 'every month on the 22nd 22:00–02:00, Europe/Athens')
    assert.equal(
      words({ kind: 'monthly', every: 1, day: 31 }),
      'every month on the 31st, or the last day, 22:00–02:00, Europe/Athens',
    )
    assert.equal(
      words({ kind: 'monthly-weekday', every: 3, nth: -1, on: ['su'] }),
      'every 3 months on the last Sunday 22:00–02:00, Europe/Athens',
    )
  })
})

/* What comes below is the naive oracle: it walks every day and tries every clock, and shares nothing with what it judges. */

const ZONES = [
  'UTC',
  'Europe/Oslo',
  'Europe/Athens',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Singapore',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
] as const

const clocks = new Map(
  ZONES.map((zone) => [
    zone as string,
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
)
const shown = (at: Seconds, zone: string): Seconds =>
  Date.parse(
    `${clocks
      .get(zone)
      ?.format(at * 1000)
      .replace(' ', 'T')}Z`,
  ) / 1000

const QUARTER_S = 15 * MINUTE_S
/** Every instant near `wall` at which a clock that is off by whole quarters can show it. */
const near = (wall: Seconds): readonly Seconds[] => Array.from({ length: 120 }, (_, at) => wall + (at - 60) * QUARTER_S)

function naive(wall: Seconds, zone: string, which: 'first' | 'last'): Seconds {
  const showing = near(wall).filter((at) => shown(at, zone) === wall)
  const found = which === 'first' ? showing[0] : showing.at(-1)
  if (found !== undefined) return found
  const whole = Math.floor(wall / QUARTER_S) * QUARTER_S
  return near(whole).find((at) => shown(at - 1, zone) < wall && shown(at, zone) > wall) ?? assert.fail('no instant')
}

const weekdayOf = (day: number) => WEEKDAYS[(day + 3) % 7] ?? 'mo'
const monday = (day: number) => day - ((day + 3) % 7)
const monthOf = (day: number) => {
  const [year = 0, month = 0] = isoDay(day).split('-').map(Number)
  return year * 12 + month
}
const dateOf = (day: number) => Number(isoDay(day).slice(8))
const isLastOfMonth = (day: number) => monthOf(day + 1) !== monthOf(day)

function falls(day: number, first: number, repeats: Repeats): boolean {
  switch (repeats.kind) {
    case 'daily':
      return (day - first) % repeats.every === 0
    case 'weekly':
      return (monday(day) - monday(first)) % (7 * repeats.every) === 0 && repeats.on.includes(weekdayOf(day))
    case 'monthly': {
      const isIt = dateOf(day) === repeats.day || (isLastOfMonth(day) && dateOf(day) < repeats.day)
      return (monthOf(day) - monthOf(first)) % repeats.every === 0 && isIt
    }
    case 'monthly-weekday': {
      const isIt = repeats.nth === -1 ? monthOf(day + 7) !== monthOf(day) : Math.ceil(dateOf(day) / 7) === repeats.nth
      return (monthOf(day) - monthOf(first)) % repeats.every === 0 && isIt && repeats.on.includes(weekdayOf(day))
    }
  }
}

const secondsOf = (clock: string) => Number(clock.slice(0, 2)) * HOUR_S + Number(clock.slice(3)) * MINUTE_S

function oracle({ pattern, zone }: Recurrence): readonly Span[] {
  const firstDay = Date.parse(`${pattern.firstDay}T00:00Z`) / 1000 / DAY_S
  const lastDay = Date.parse(`${pattern.lastDay}T00:00Z`) / 1000 / DAY_S
  const length = secondsOf(pattern.ends) - secondsOf(pattern.begins)
  const spans: Span[] = []
  for (let day = firstDay; day <= lastDay; day++) {
    if (!falls(day, firstDay, pattern.repeats)) continue
    const begin = day * DAY_S + secondsOf(pattern.begins)
    const end = begin + (length > 0 ? length : length + DAY_S)
    const from = naive(begin, zone, 'first')
    const to = naive(end, zone, 'last')
    spans.push({ from, to: to > from ? to : from + end - begin })
  }
  return spans.map(({ from, to }, at) => ({ from, to: Math.min(to, spans[at + 1]?.from ?? OPEN) }))
}

const anyDays = fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 3 })
const anyRepeats: fc.Arbitrary<Repeats> = fc.oneof(
  fc.record({ kind: fc.constant('daily' as const), every: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('weekly' as const), every: fc.integer({ min: 1, max: 3 }), on: anyDays }),
  fc.record({
    kind: fc.constant('monthly' as const),
    every: fc.integer({ min: 1, max: 3 }),
    day: fc.integer({ min: 1, max: 31 }),
  }),
  fc.record({
    kind: fc.constant('monthly-weekday' as const),
    every: fc.integer({ min: 1, max: 2 }),
    nth: fc.constantFrom(...NTHS),
    on: anyDays,
  }),
)
const anyClock = fc
  .record({
    hour: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })),
    minute: fc.constantFrom(0, 10, 30, 59),
  })
  .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const dayIn = (year: number, ofYear: number) => isoDay(Date.UTC(year, 0, 1) / 1000 / DAY_S + ofYear)

const anyRecurrence: fc.Arbitrary<Recurrence> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    repeats: anyRepeats,
    year: fc.integer({ min: 2008, max: 2040 }),
    // Around the days on which clocks are changed, and on any other.
    ofYear: fc.oneof(
      fc.integer({ min: 60, max: 95 }),
      fc.integer({ min: 270, max: 312 }),
      fc.integer({ min: 0, max: 364 }),
    ),
    lasts: fc.integer({ min: 0, max: 50 }),
    begins: anyClock,
    ends: anyClock,
  })
  .map(({ zone, repeats, year, ofYear, lasts, begins, ends }) => ({
    zone,
    pattern: { repeats, firstDay: dayIn(year, ofYear), lastDay: dayIn(year, ofYear + lasts), begins, ends },
  }))

describe('for any pattern, in any zone and year', () => {
  test('every occurrence appears once, in order and disjoint, where the naive oracle sees it', () => {
    fc.assert(
      fc.property(anyRecurrence, (recurrence) => {
        const found = [...occurrences(recurrence, -OPEN)]
        assert.deepEqual(found, oracle(recurrence))
        for (const [at, { from, to }] of found.entries()) {
          assert.ok(from < to)
          assert.ok(to <= (found[at + 1]?.from ?? OPEN))
        }
      }),
      { numRuns: 150 },
    )
  })

  test('asked for from any instant, it goes on from there: none is told twice, none is left out', () => {
    fc.assert(
      fc.property(anyRecurrence, fc.nat(), (recurrence, part) => {
        const whole = [...occurrences(recurrence, -OPEN)]
        const cut = whole[part % (whole.length + 1)]?.from ?? OPEN
        const before = whole.filter(({ from }) => from < cut)
        assert.deepEqual([...before, ...(cut === OPEN ? [] : occurrences(recurrence, cut))], whole)
      }),
      { numRuns: 100 },
    )
  })
})
