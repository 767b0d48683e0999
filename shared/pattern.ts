import * as v from 'valibot'

export const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Which one of a month, counted from its begin; -1: the last one. */
export const NTHS = [1, 2, 3, 4, -1] as const
export type Nth = (typeof NTHS)[number]

/** On which days, of each, of every second and so on. */
export type Repeats = { readonly every: number } & (
  | { readonly kind: 'daily' }
  | { readonly kind: 'weekly'; readonly on: readonly Weekday[] }
  /** A shorter month has its last day in place of this one. */
  | { readonly kind: 'monthly'; readonly day: number }
  | { readonly kind: 'monthly-weekday'; readonly nth: Nth; readonly on: readonly Weekday[] }
)

/** What comes again and again, by a clock on a wall. */
export type Pattern = {
  readonly repeats: Repeats
  /** `2026-12-01`: none begins before this day. */
  readonly firstDay: string
  /** None begins after this day; null: until somebody knows better. */
  readonly lastDay: string | null
  /** `22:00` */
  readonly begins: string
  /** At or before `begins`: on the day after. */
  readonly ends: string
}

/** A pattern where it is meant: by the clocks of a zone. */
export type Recurrence = { readonly pattern: Pattern; readonly zone: string }

/** `every Tuesday 22:00–02:00, Europe/Athens` */
export const spokenPattern = ({ repeats, begins, ends }: Pattern, zone: string): string =>
  `${spokenDays(repeats)} ${begins}–${ends}, ${zone}`

function spokenDays(repeats: Repeats): string {
  const { every } = repeats
  switch (repeats.kind) {
    case 'daily':
      return every === 1 ? 'every day' : `every ${every} days`
    case 'weekly': {
      const on = listed(repeats.on.map((day) => DAYS[day]))
      return every === 1 ? `every ${on}` : `every ${every} weeks on ${on}`
    }
    case 'monthly':
      return `${months(every)} on ${repeats.day > 28 ? `the ${ordinal(repeats.day)}, or the last day,` : `the ${ordinal(repeats.day)}`}`
    case 'monthly-weekday':
      return `${months(every)} on the ${NTH_WORDS[repeats.nth]} ${listed(repeats.on.map((day) => DAYS[day]))}`
  }
}

const months = (every: number): string => (every === 1 ? 'every month' : `every ${every} months`)

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

function ordinal(day: number): string {
  const ending = day > 10 && day < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${ending}`
}

export const DAYS: Readonly<Record<Weekday, string>> = {
  mo: 'Monday',
  tu: 'Tuesday',
  we: 'Wednesday',
  th: 'Thursday',
  fr: 'Friday',
  sa: 'Saturday',
  su: 'Sunday',
}

export const NTH_WORDS: Readonly<Record<Nth, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  [-1]: 'last',
}

const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))
const clock = v.pipe(v.string(), v.regex(/^\d{2}:\d{2}$/))
const every = v.pipe(v.number(), v.integer(), v.minValue(1))
const on = v.array(v.picklist(WEEKDAYS))

/** As events, rows and answers hold it. */
export const patternSchema: v.GenericSchema<unknown, Pattern> = v.object({
  repeats: v.variant('kind', [
    v.object({ kind: v.literal('daily'), every }),
    v.object({ kind: v.literal('weekly'), every, on }),
    v.object({ kind: v.literal('monthly'), every, day: v.pipe(v.number(), v.integer()) }),
    v.object({ kind: v.literal('monthly-weekday'), every, nth: v.picklist(NTHS), on }),
  ]),
  firstDay: day,
  lastDay: v.nullable(day),
  begins: clock,
  ends: clock,
})
