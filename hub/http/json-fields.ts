import type { Context } from 'hono'
import * as v from 'valibot'
import { Fault } from '../../shared/fault.ts'

const fieldsSchema = v.record(v.string(), v.nullable(v.string()))

/** An object of texts; what is null is not given. Only JSON: a browser does not send that for a foreign page. */
export async function jsonFields(c: Context): Promise<Readonly<Record<string, string>>> {
  const wrong = new Fault('invalid', 'This address takes an object of texts as application/json.')
  if (!/^application\/json\b/i.test(c.req.header('Content-Type') ?? '')) throw wrong
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), fieldsSchema), await c.req.text())
  if (!read.success) throw wrong
  return Object.fromEntries(
    Object.entries(read.output).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  )
}
