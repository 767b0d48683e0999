import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { excuseAt, excusedUntil } from '../../hub/core/excuses/excuse.ts'
import { decideExcuse, type ExcuseCommand } from '../../hub/core/excuses/excuse-command.ts'
import { occurrences } from '../../hub/core/excuses/recurrence.ts'
import type { Pattern } from '../../shared/pattern.ts'
import { DAY_S, iso, OPEN, type Seconds, type Span } from '../../shared/time.ts'
import { SERVER } from '../hub/projections/given.ts'
import { down, given, HOUR, MIN, news, proposals, type Story, T, up } from './given-vessel.ts'

const by = { kind: 'local', name: 'mate' } as const
const day = (at: Seconds) => iso(at).slice(0, 10)
const nightly: Pattern = {
  repeats: { kind: 'daily', every: 1 },
  firstDay: day(T),
  lastDay: null,
  begins: '22:00',
  ends: '02:00',
}
const ATHENS = 'Europe/Athens'
const REVIEW = T + 30 * DAY_S

const every = (pattern: Partial<Pattern> = {}, reviewAt: Seconds | null = REVIEW): ExcuseCommand => ({
  type: 'excuse',
  component: SERVER,
  category: 'planned-maintenance',
  recurs: { pattern: { ...nightly, ...pattern }, zone: ATHENS },
  reviewAt,
  reason: 'backups',
  by,
})

const excuseOf = ({ vessel }: Story) => vessel.excuses[0] ?? assert.fail('nothing was entered')

/** By the calendar alone, without what the hub has worked out of it. */
function nights(pattern: Partial<Pattern>, to: Seconds): Span[] {
  const found: Span[] = []
  for (const span of occurrences({ pattern: { ...nightly, ...pattern }, zone: ATHENS }, 0)) {
    if (span.from >= to) break
    found.push(span)
  }
  return found
}

describe('maintenance that recurs', () => {
  test('excuses each of its times and nothing between them, and raises nothing in any', () => {
    const story = given().maintains(T, every())
    const [first, second] = nights({}, T + 3 * DAY_S)
    assert.ok(first && second)
    const { excuses } = story.vessel
    const at = [first.from - 1, first.from, first.to - 1, first.to, second.from - 1, second.from, second.to]
    assert.deepEqual(
      at.map((one) => excuseAt(excuses, SERVER, one) !== undefined),
      [false, true, true, false, false, true, false],
    )
    const fallen = (from: Seconds, to: Seconds) => {
      const told = story.beats(from).told(from + MIN, down(SERVER, from))
      return news(
        told
          .beats(to - MIN)
          .told(to, up(SERVER, to))
          .beats(to + 2 * HOUR),
      )
    }
    const outage = (from: Seconds, to: Seconds) => fallen(from, to).filter((one) => one.startsWith('down'))
    assert.deepEqual(outage(second.from + MIN, second.to - MIN), [])
    assert.equal(outage(first.to + 2 * HOUR, first.to + 6 * HOUR).length, 1)
  })

  test('one without an end is worked out a while ahead, again and again, and never misses a night', () => {
    const until = T + 120 * DAY_S
    const story = given()
      .maintains(T, every())
      .beats(T + MIN)
      .passes(until)
    const { times } = excuseOf(story)
    const continuedAt = story.events.flatMap((event) => (event.type === 'excuse-continued' ? [event.at] : []))
    assert.ok(continuedAt.length > 10 && continuedAt.length < 20, `${continuedAt.length} times in 120 days`)
    assert.deepEqual(times.spans, nights({}, times.workedOutTo ?? 0))
    assert.ok((times.workedOutTo ?? 0) > until + 20 * DAY_S)
    assert.ok((times.workedOutTo ?? 0) < until + 40 * DAY_S)
  })

  test('its state stays bounded: of more than 400 days ago nothing is kept', () => {
    let story = given().maintains(T, every())
    for (let week = 1; week < 75; week++) story = story.grouped(T + week * 7 * DAY_S)
    assert.ok(excuseOf(story).times.spans.length < 440)
  })

  test('a rare one is worked out at least three times ahead', () => {
    const rare = { repeats: { kind: 'monthly', every: 12, day: 5 } as const }
    const { spans } = excuseOf(given().maintains(T, every(rare, T + 400 * DAY_S))).times
    assert.deepEqual(
      spans.map(({ from }) => day(from)),
      ['2027-11-05', '2028-11-05', '2029-11-05'],
    )
  })

  test('what it holds is held until the end of this night, not of all nights', () => {
    const [night] = nights({}, T + 2 * DAY_S)
    const excuse = excuseOf(given().maintains(T, every()))
    assert.equal(excuse.span.to, OPEN)
    assert.equal(excusedUntil(excuse, night?.from ?? 0), night?.to)
  })

  test('one with an end is whole, and ends', () => {
    const lastDay = day(T + 60 * DAY_S)
    const story = given()
      .maintains(T, every({ lastDay }, null))
      .beats(T + MIN)
      .passes(T + 90 * DAY_S)
    const { span, times } = excuseOf(story)
    const all = nights({ lastDay }, T + 90 * DAY_S)
    assert.deepEqual(times.spans, all)
    assert.equal(times.workedOutTo, null)
    assert.deepEqual(span, { from: all[0]?.from, to: all.at(-1)?.to })
  })

  test('entered after the fact it excuses what has been', () => {
    const firstDay = day(T - 10 * DAY_S)
    assert.deepEqual(excuseOf(given().maintains(T, every({ firstDay }))).times.spans[0], nights({ firstDay }, T)[0])
  })

  test('a change holds from now on: what has begun stays as it was', () => {
    const entered = given().maintains(T, every())
    const now = T + 10 * DAY_S
    const weekly = { repeats: { kind: 'weekly', every: 1, on: ['su'] } as const, begins: '06:00', ends: '07:00' }
    const { id } = excuseOf(entered)
    const { recurs } = { recurs: { pattern: { ...nightly, ...weekly }, zone: ATHENS } }
    const story = entered
      .beats(T + MIN)
      .passes(now)
      .maintains(now, { type: 'change-excuse', excuse: id, recurs, reviewAt: now + DAY_S, reason: 'too often', by })
    const { times, changed } = excuseOf(story)
    assert.deepEqual(
      times.spans.filter(({ from }) => from <= now),
      nights({}, now),
    )
    const after = times.spans.filter(({ from }) => from > now)
    assert.deepEqual(
      after,
      nights(weekly, times.workedOutTo ?? 0).filter(({ from }) => from > now),
    )
    assert.deepEqual(changed, [{ by, at: now, reason: 'too often' }])
  })

  test('what was once, without an end or with one, is so until it is changed to recur', () => {
    for (const to of [OPEN, T + 20 * DAY_S]) {
      const span = { from: T - DAY_S, to }
      const what = { component: SERVER, category: 'yard', reviewAt: REVIEW, reason: 'yard', by } as const
      const entered = given().maintains(T, { type: 'excuse', span, ...what })
      const { id } = excuseOf(entered)
      const now = T + 10 * DAY_S
      const recurs = { pattern: nightly, zone: ATHENS }
      const change = { type: 'change-excuse', excuse: id, recurs, reviewAt: REVIEW, reason: 'by night', by } as const
      const { times } = excuseOf(entered.maintains(now, change))
      const later = nights({}, times.workedOutTo ?? 0).filter(({ from }) => from > now)
      assert.deepEqual(times.spans, [{ from: span.from, to: now }, ...later])
    }
  })

  test('a last day in the past ends it: what has begun stays, nothing more comes', () => {
    const entered = given().maintains(T, every())
    const now = T + 10 * DAY_S
    const recurs = { pattern: { ...nightly, lastDay: day(now - DAY_S) }, zone: ATHENS }
    const story = entered
      .beats(T + MIN)
      .passes(now)
      .maintains(now, {
        type: 'change-excuse',
        excuse: excuseOf(entered).id,
        recurs,
        reviewAt: null,
        reason: 'no more',
        by,
      })
    const { span, times } = excuseOf(story)
    assert.deepEqual(times.spans, nights({}, now))
    assert.equal(span.to, times.spans.at(-1)?.to)
  })

  test('one that has stood for years may still be changed, and ended', () => {
    let story = given().maintains(T, every())
    const now = T + 900 * DAY_S
    for (let week = 1; week * 7 < 900; week++) story = story.grouped(T + week * 7 * DAY_S)
    const change = { type: 'change-excuse', excuse: excuseOf(story).id, reason: 'later', by } as const
    const later = story.maintains(now, {
      ...change,
      recurs: { pattern: { ...nightly, begins: '23:00' }, zone: ATHENS },
      reviewAt: now + 30 * DAY_S,
    })
    assert.equal(excuseOf(later).changed.length, 1)
    assert.ok(excuseOf(later).times.spans.length < 440)
    const recurs = { pattern: { ...nightly, lastDay: day(now) }, zone: ATHENS }
    const ended = story.maintains(now, { ...change, recurs, reviewAt: null })
    assert.equal(excuseOf(ended).times.workedOutTo, null)
  })

  test('taken back, all of it counts again', () => {
    const entered = given().maintains(T, every())
    const taken = { type: 'withdraw-excuse', excuse: excuseOf(entered).id, reason: 'not done', by } as const
    const story = entered
      .beats(T + MIN)
      .passes(T + 3 * DAY_S)
      .maintains(T + 3 * DAY_S, taken)
    for (const { from } of nights({}, T + 6 * DAY_S))
      assert.equal(excuseAt(story.vessel.excuses, SERVER, from), undefined)
    const later = story.passes(T + 90 * DAY_S)
    assert.equal(later.events.filter(({ type, at }) => type === 'excuse-continued' && at > T + 3 * DAY_S).length, 0)
  })

  test('between its nights the age runs on, and what is old enough is proposed by day', () => {
    const story = given()
      .maintains(T, every())
      .told(T + MIN, down(SERVER, T))
      .beats(T + 4 * DAY_S)
    assert.equal(proposals(story)[0], 'proposed p-i-server (age) critical')
  })

  test('what makes no sense is refused by name', () => {
    const known = { isVessel: true, components: [{ id: SERVER }], excuses: [] }
    const answer = (command: ExcuseCommand) => decideExcuse(known, command, T).answer
    const refusals: [string, ExcuseCommand][] = [
      ['no-review', every({}, null)],
      ['no-review', every({}, T - DAY_S)],
      [
        'never',
        every({ repeats: { kind: 'weekly', every: 1, on: ['tu'] }, firstDay: '2026-12-02', lastDay: '2026-12-05' }),
      ],
      ['too-long-ago', every({ firstDay: day(T - 401 * DAY_S) })],
      ['too-far-ahead', every({ lastDay: day(T + 6 * 366 * DAY_S) })],
    ]
    for (const [reason, command] of refusals) assert.deepEqual(answer(command), { kind: 'refused', reason })
  })
})
