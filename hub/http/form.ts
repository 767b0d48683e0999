import type { Context } from 'hono'
import * as v from 'valibot'
import { Fault } from '../../shared/fault.ts'

/** The fields of a form as text; of those that come more than once the last. */
export async function fieldsOf(c: Context): Promise<Readonly<Record<string, string>>> {
  const lists = await listsOf(c)
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, values]) => values.slice(-1).map((last) => [name, last])),
  )
}

export const isForm = (c: Context): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(c.req.header('Content-Type') ?? '')

/** Whether htmx sent it: it takes the part of the page that has changed, where a form by itself comes back to its page. */
export const isOfHtmx = (c: Context): boolean => c.req.header('HX-Request') !== undefined

/** Every value of each field of a form. Anything else than a form is refused: a browser would send it for a foreign page as well. */
export async function listsOf(c: Context): Promise<Readonly<Record<string, readonly string[]>>> {
  if (!isForm(c)) throw new Fault('invalid', 'This address takes a form, as the pages send it.')
  const body = await c.req.parseBody({ all: true })
  const texts = (value: unknown): readonly string[] => [value].flat().filter((one) => typeof one === 'string')
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, texts(value)]))
}

/** A field that may be left empty: null then. */
export const textOrNull = (most: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(most, `takes at most ${most} characters`),
      v.transform((given) => given || null),
    ),
    '',
  )
