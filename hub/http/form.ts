import type { Context } from 'hono'
import { csrf } from 'hono/csrf'
import { Fault } from '../../shared/fault.ts'

/** What changes something comes from our own pages: by what the browser says of the sender, or by its origin. */
export const ownPagesOnly = csrf({
  origin: (origin, c) => URL.parse(origin)?.host === c.req.header('Host')?.toLowerCase(),
})

/** The fields of a form as text. Anything else than a form is refused: a browser would send it for a foreign page as well. */
export async function fieldsOf(c: Context): Promise<Readonly<Record<string, string>>> {
  const type = c.req.header('Content-Type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    throw new Fault('invalid', 'This address takes a form, as the pages send it.')
  const body = await c.req.parseBody()
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
