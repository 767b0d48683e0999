import type { Context } from 'hono'
import { Fault } from '../../shared/fault.ts'
import { personOf } from './door.ts'

/** The fields of a form as text; of those that come more than once the last. */
export async function fieldsOf(c: Context): Promise<Readonly<Record<string, string>>> {
  const lists = await listsOf(c)
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, values]) => values.slice(-1).map((last) => [name, last])),
  )
}

/** Every value of each field of a form. Anything else than a form is refused: a browser would send it for a foreign page as well. */
export async function listsOf(c: Context): Promise<Readonly<Record<string, readonly string[]>>> {
  const type = c.req.header('Content-Type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    throw new Fault('invalid', 'This address takes a form, as the pages send it.')
  const body = await c.req.parseBody({ all: true })
  const texts = (value: unknown): readonly string[] => [value].flat().filter((one) => typeof one === 'string')
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, texts(value)]))
}

/** The fields of a form about accounts: with the key that stands in our own pages of this very session alone. */
export async function keyedFields(c: Context): Promise<Readonly<Record<string, string>>> {
  const { session } = personOf(c)
  const fields = await fieldsOf(c)
  if (session === null) throw new Fault('forbidden', 'This is for people who have signed in, not for programs.')
  if (fields.key !== session.formKey)
    throw new Fault('forbidden', 'The form is of another session, or of another page.', {
      hint: 'Open the page again, and do it there.',
    })
  return fields
}
