import * as v from 'valibot'
import { NTHS, type Pattern, type Repeats, WEEKDAYS } from '../../../shared/pattern.ts'
import { iso, OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import { instantAt, lastInstantAt } from '../../../shared/zone.ts'

/** A time as it was written: what a clock shows, and whether it says that it goes by UTC. */
type Moment = { readonly wall: Seconds; readonly isUtc: boolean }

/** When something is to be, before it is said by which clocks. A review is of what has no end. */
export type WhenGiven = { readonly review: Moment | null } & (
  | { readonly kind: 'once'; readonly from: Moment; readonly to: Moment | null }
  | { readonly kind: 'recurs'; readonly pattern: Pattern }
)

/** `2026-11-26T15:00Z` is an instant by itself; without the `Z` it is what a clock in the zone shows. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2}))?(Z?)$/
const WRONG_MOMENT = 'must be a time such as 2026-11-26T15:00'

function momentIn(text: string): Moment | null {
  const [, day, minute, second = '00', utc] = MOMENT.exec(text) ?? []
  const written = `${day}T${minute}:${second}Z`
  const wall = Date.parse(written) / 1000
  // The thirtieth of February does not become the second of March.
  return Number.isInteger(wall) && iso(wall) === written ? { wall, isUtc: utc === 'Z' } : null
}

/** Null for what is no time. */
export function momentOf(text: string, zone: string): Seconds | null {
  const moment = momentIn(text)
  return moment && beginAt(moment, zone)
}

export const beginAt = ({ wall, isUtc }: Moment, zone: string): Seconds => (isUtc ? wall : instantAt(wall, zone))

/** By the clocks of one zone. */
export const spanIn = (zone: string, { from, to }: { readonly from: Moment; readonly to: Moment | null }): Span => ({
  from: beginAt(from, zone),
  to: to === null ? OPEN : to.isUtc ? to.wall : lastInstantAt(to.wall, zone),
})

/** What turns a text into a value, or says what is wrong with it; an empty one is none if that may be. */
const read = <T>(parse: (text: string) => T | null, wrong: string) => {
  const given = v.pipe(
    v.string(wrong),
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      const value = parse(dataset.value)
      if (value !== null) return value
      addIssue({ message: wrong })
      return NEVER
    }),
  )
  const none = v.pipe(
    v.literal(''),
    v.transform(() => null),
  )
  return { given: v.optional(given, ''), perhaps: v.optional(v.union([none, given], wrong), '') }
}

const moment = read(momentIn, WRONG_MOMENT)
const day = read((text) => (momentIn(`${text}T00:00`) === null ? null : text), 'must be a day such as 2026-12-01')
const clock = read((text) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : null), 'must be a time such as 22:00')

const counting = (least: number, most: number, otherwise = '') =>
  read((text) => {
    const count = Number(/^\d{1,3}$/.test(text) ? text : text === '' ? otherwise : '0')
    return count >= least && count <= most ? count : null
  }, `must be a whole number from ${least} to ${most}`).given

const weekdays = read((text) => {
  const given = text.split(',')
  const on = WEEKDAYS.filter((one) => given.includes(one))
  return on.length === given.length ? on : null
}, 'choose at least one of mo, tu, we, th, fr, sa and su').given

const nth = read((text) => NTHS.find((one) => String(one) === text) ?? null, 'must be 1, 2, 3, 4 or -1').given

const recurring = {
  every: counting(1, 52, '1'),
  firstDay: day.given,
  lastDay: day.perhaps,
  begins: clock.given,
  ends: clock.given,
  reviewAt: moment.perhaps,
}

const schema = v.variant(
  'repeats',
  [
    v.object({ repeats: v.literal('once'), from: moment.given, to: moment.perhaps, reviewAt: moment.perhaps }),
    v.object({ repeats: v.literal('daily'), ...recurring }),
    v.object({ repeats: v.literal('weekly'), ...recurring, weekdays }),
    v.object({ repeats: v.literal('monthly'), ...recurring, day: counting(1, 31) }),
    v.object({ repeats: v.literal('monthly-weekday'), ...recurring, nth, weekdays }),
  ],
  'choose one of these',
)

type Given = v.InferOutput<typeof schema>

export type WhenRead =
  | { readonly ok: true; readonly when: WhenGiven }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> }

/** From the fields of a form, or of an object as a program sends it. */
export function readWhen(fields: Readonly<Partial<Record<string, string>>>): WhenRead {
  const result = v.safeParse(schema, { ...fields, repeats: fields.repeats || 'once' })
  if (!result.success)
    return {
      ok: false,
      errors: Object.fromEntries(result.issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message])),
    }
  const { output } = result
  if (output.repeats === 'once') {
    const { from, to, reviewAt } = output
    return { ok: true, when: { kind: 'once', from, to, review: to === null ? reviewAt : null } }
  }
  const { firstDay, lastDay, begins, ends, reviewAt } = output
  const pattern = { repeats: repeatsOf(output), firstDay, lastDay, begins, ends }
  return { ok: true, when: { kind: 'recurs', pattern, review: lastDay === null ? reviewAt : null } }
}

function repeatsOf(given: Exclude<Given, { repeats: 'once' }>): Repeats {
  const { every } = given
  switch (given.repeats) {
    case 'daily':
      return { kind: 'daily', every }
    case 'weekly':
      return { kind: 'weekly', every, on: given.weekdays }
    case 'monthly':
      return { kind: 'monthly', every, day: given.day }
    case 'monthly-weekday':
      return { kind: 'monthly-weekday', every, nth: given.nth, on: given.weekdays }
  }
}
