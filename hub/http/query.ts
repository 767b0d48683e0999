import * as v from 'valibot'
import type { Problem } from '../../shared/api.ts'
import { isComponentId } from '../../shared/model.ts'
import { DAY_S } from '../../shared/time.ts'

/** The parameters of a request, or everything that is wrong with them at once. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: NonNullable<Problem['errors']> }

const wholeNumber = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`
  return v.pipe(
    v.string(message),
    v.regex(/^\d{1,9}$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  )
}

const INSTANT = 'must be a time such as 2026-11-23T17:31:00Z'
const instant = v.pipe(
  v.string(INSTANT),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, INSTANT),
  v.transform((text) => Date.parse(text) / 1000),
  v.check((seconds) => Number.isInteger(seconds), INSTANT),
)

export const pageQuery = v.strictObject({
  page: v.optional(wholeNumber(1, 1_000_000), '1'),
  size: v.optional(wholeNumber(1, 1_000), '200'),
})

const MOST_DAYS = 400

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

export function parseQuery<S extends v.GenericSchema>(
  schema: S,
  query: Readonly<Record<string, string>>,
): Parsed<v.InferOutput<S>> {
  const result = v.safeParse(schema, query)
  if (result.success) return { ok: true, value: result.output }
  return {
    ok: false,
    errors: result.issues.map((issue) => ({
      parameter: v.getDotPath(issue) ?? '',
      detail: issue.type === 'strict_object' ? 'is not a parameter of this address' : issue.message,
    })),
  }
}
