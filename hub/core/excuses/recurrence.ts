import rrule from 'rrule'
import { type Pattern, type Recurrence, type Repeats, WEEKDAYS } from '../../../shared/pattern.ts'
import { DAY_S, HOUR_S, MINUTE_S, OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import { instantAt, lastInstantAt } from '../../../shared/zone.ts'

/**
 * The occurrences that begin at `from` or later: each once, in order, disjoint; without end if the pattern has none. The
 * days are found by the calendar alone, then the clocks of the zone say the instants. One of which a clock change leaves
 * nothing keeps its length: a maintenance night is never dropped.
 */
export function* occurrences({ pattern, zone }: Recurrence, from: Seconds): Generator<Span, void> {
  const rule = ruleOf(pattern)
  const lengthS = lengthOf(pattern)
  const over = pattern.lastDay === null ? OPEN : midnight(pattern.lastDay) + NEAR_S
  let begin = Math.max(from, midnight(pattern.firstDay) - NEAR_S)
  for (; begin < over; begin += AT_ONCE_S) {
    const end = begin + AT_ONCE_S
    const walls = rule.between(dateAt(begin - NEAR_S), dateAt(end + NEAR_S), true)
    let next: Span | undefined
    for (const [at, wall] of walls.entries()) {
      const span = next ?? spanAt(wall, lengthS, zone)
      const following = walls[at + 1]
      next = following && spanAt(following, lengthS, zone)
      if (span.from >= end) break
      if (span.from >= begin) yield { from: span.from, to: Math.min(span.to, next?.from ?? OPEN) }
    }
  }
}

/** No clock shows anything further from UTC, with a day for what lasts over midnight. */
const NEAR_S = 2 * DAY_S
const AT_ONCE_S = 100 * DAY_S

function spanAt(date: Date, lengthS: Seconds, zone: string): Span {
  const wall = date.getTime() / 1000
  const from = instantAt(wall, zone)
  const to = lastInstantAt(wall + lengthS, zone)
  return { from, to: to > from ? to : from + lengthS }
}

const { RRule } = rrule
const RULE_DAYS = [RRule.MO, RRule.TU, RRule.WE, RRule.TH, RRule.FR, RRule.SA, RRule.SU]
const ruleDay = (day: (typeof WEEKDAYS)[number]) => RULE_DAYS[WEEKDAYS.indexOf(day)] ?? RRule.MO

/** In floating time: a date of UTC stands for what the clock on the wall shows. */
const ruleOf = ({ repeats, firstDay, lastDay, begins }: Pattern) =>
  new RRule({
    dtstart: dateAt(midnight(firstDay) + timeOf(begins)),
    until: lastDay === null ? null : dateAt(midnight(lastDay) + DAY_S - 1),
    interval: repeats.every,
    wkst: RRule.MO,
    ...daysOf(repeats),
  })

function daysOf(repeats: Repeats) {
  switch (repeats.kind) {
    case 'daily':
      return { freq: RRule.DAILY }
    case 'weekly':
      return { freq: RRule.WEEKLY, byweekday: repeats.on.map(ruleDay) }
    case 'monthly': {
      // Of the last days up to this one that a month has, the last.
      const { day } = repeats
      const days = Array.from({ length: Math.max(1, day - 27) }, (_, back) => day - back)
      return { freq: RRule.MONTHLY, bymonthday: days, bysetpos: -1 }
    }
    case 'monthly-weekday':
      return { freq: RRule.MONTHLY, byweekday: repeats.on.map((day) => ruleDay(day).nth(repeats.nth)) }
  }
}

const dateAt = (wall: Seconds): Date => new Date(wall * 1000)

const midnight = (day: string): Seconds => Date.parse(`${day}T00:00Z`) / 1000

const timeOf = (clock: string): Seconds => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * HOUR_S + minutes * MINUTE_S
}

function lengthOf({ begins, ends }: Pattern): Seconds {
  const length = timeOf(ends) - timeOf(begins)
  return length > 0 ? length : length + DAY_S
}
