import * as v from 'valibot'
import type { Problem } from '../../shared/api/problem.ts'
import { isComponentId, isVesselId, STATES } from '../../shared/model.ts'
import { DAY_S, iso, type Seconds } from '../../shared/time.ts'
import { ALERT_KINDS } from '../core/alerts/alert-kind.ts'
import { SEVERITIES } from '../core/alerts/severity.ts'
import { readCursor } from '../projections/history/page.ts'

/** The parameters of a request, or everything that is wrong with them at once. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: NonNullable<Problem['errors']> }

export const wholeNumber = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`
  return v.pipe(
    v.string(message),
    v.regex(/^\d{1,9}$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  )
}

/** As the answers write it; the thirtieth of February does not become the second of March. */
function isInstant(text: string): boolean {
  const seconds = Date.parse(text) / 1000
  return Number.isInteger(seconds) && iso(seconds) === text
}

const INSTANT = 'must be a time such as 2026-11-23T17:31:00Z'
const instant = v.pipe(
  v.string(INSTANT),
  v.check(isInstant, INSTANT),
  v.transform((text) => Date.parse(text) / 1000),
)

export const pageQuery = v.strictObject({
  page: v.optional(wholeNumber(1, 1_000_000), '1'),
  size: v.optional(wholeNumber(1, 1_000), '200'),
})

export const noQuery = v.strictObject({})

/** Null stands for all; an empty field of a form is none. */
export const picked = <const T extends string>(of: readonly T[]) =>
  v.optional(
    v.pipe(
      v.picklist(['', ...of], `must be one of ${of.join(', ')}`),
      v.transform((value): T | null => of.find((one) => one === value) ?? null),
    ),
    '',
  )

export const named = v.optional(
  v.pipe(
    v.string(),
    v.maxLength(100, 'is too long'),
    v.transform((text) => text || null),
  ),
  '',
)

export const vesselNamed = v.pipe(
  named,
  v.check((text) => text === null || isVesselId(text), 'must be the id of a vessel'),
  v.transform((text) => (text !== null && isVesselId(text) ? text : null)),
)

/** Which vessels of the fleet; what cannot be chosen is left out, since a search field takes anything. */
export const fleetQuery = v.object({
  state: v.fallback(picked([...STATES, 'below']), null),
  q: v.fallback(v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100)), ''), ''),
  group: v.fallback(named, null),
  by: v.fallback(picked(['group']), null),
  page: v.fallback(v.optional(wholeNumber(1, 1_000_000), '1'), 1),
  wall: v.pipe(
    v.optional(v.string(), 'no'),
    v.transform((said) => said !== 'no'),
  ),
})

const MOMENT = 'must be a day such as 2026-11-23, or a time such as 2026-11-23T17:31:00Z'

/** A day as its first second, or the first after it; null for an empty field. */
export const moment = (dayEnds: boolean) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.check((text) => text === '' || secondsOf(text, false) !== null, MOMENT),
    v.transform((text) => secondsOf(text, dayEnds)),
  )

/** Null for what is on no calendar. */
function secondsOf(text: string, dayEnds: boolean): Seconds | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const at = Date.parse(text) / 1000
  if (!Number.isInteger(at) || !iso(at).startsWith(text)) return null
  if (isDay) return dayEnds ? at + DAY_S : at
  return iso(at) === text ? at : null
}

export const cursor = v.pipe(
  v.optional(v.string(), ''),
  v.check((text) => text === '' || readCursor(text) !== null, 'must be `next` of the page before'),
  v.transform(readCursor),
)

export const yesOrNo = v.pipe(
  picked(['yes', 'no']),
  v.transform((text) => (text === null ? null : text === 'yes')),
)

/** Which alerts: null fits all. */
export const alertsQuery = v.strictObject({
  state: picked(['open', 'held', 'resolved']),
  kind: picked(ALERT_KINDS),
  group: named,
  vessel: vesselNamed,
  severity: picked(SEVERITIES),
  acknowledged: yesOrNo,
  from: moment(false),
  to: moment(true),
  after: cursor,
  size: v.optional(wholeNumber(0, 1_000), '100'),
})

/** Which maintenance: null fits all. */
export const maintenanceQuery = v.strictObject({
  state: picked(['now', 'coming', 'past', 'withdrawn']),
  group: named,
  vessel: vesselNamed,
})

/** The longest period that can be asked for. */
export const MOST_DAYS = 400

/** `to` is now, and `from` a day before it, unless given. */
export const timelineQuery = (now: number) =>
  v.pipe(
    v.strictObject({
      from: v.optional(instant),
      to: v.optional(instant),
      component: v.optional(v.pipe(v.string(), v.check(isComponentId, 'must be the id of a component'))),
    }),
    v.transform(({ from, to = now, component }) => ({ from: from ?? to - DAY_S, to, component })),
    v.forward(
      v.partialCheck(
        [['from'], ['to']],
        ({ from, to }) => from < to && to - from <= MOST_DAYS * DAY_S,
        `must be before \`to\`, by at most ${MOST_DAYS} days`,
      ),
      ['from'],
    ),
  )

/** `queries` as Hono gives them: every value of each parameter. */
export function parseQuery<S extends v.GenericSchema>(
  schema: S,
  queries: Readonly<Record<string, readonly string[]>>,
): Parsed<v.InferOutput<S>> {
  const all = Object.entries(queries)
  const result = v.safeParse(schema, Object.fromEntries(all.map(([name, [first]]) => [name, first])))
  const repeated = all.filter(([, values]) => values.length > 1)
  if (result.success && repeated.length === 0) return { ok: true, value: result.output }
  return {
    ok: false,
    errors: [
      ...repeated.map(([parameter]) => ({ parameter, detail: 'must be given once' })),
      ...(result.issues ?? []).map((issue) => ({
        parameter: v.getDotPath(issue) ?? '',
        detail: issue.type === 'strict_object' ? 'is not a parameter of this address' : issue.message,
      })),
    ],
  }
}
