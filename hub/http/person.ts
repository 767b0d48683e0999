import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import * as v from 'valibot'
import { DAY_S } from '../../shared/time.ts'
import { nameMain } from '../../web/pages/name.ts'
import { SESSION_COOKIE } from './door.ts'
import { fieldsOf, ownPagesOnly } from './form.ts'
import type { Frame } from './frame.ts'

const MOST = 60
const KEPT_S = 400 * DAY_S

const name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'say who you are: what you do here is recorded with it'),
  v.maxLength(MOST, `takes at most ${MOST} characters`),
  v.regex(/^\P{Cc}*$/u, 'takes letters and signs only'),
)

type NameSaid = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly error: string }

function readName(text: string): NameSaid {
  const read = v.safeParse(name, text)
  return read.success ? { ok: true, name: read.output } : { ok: false, error: read.issues[0].message }
}

/** Who acts here, as this browser was told; null before. Until there are accounts nobody checks it. */
function personOf(c: Context): string | null {
  const read = readName(getCookie(c, SESSION_COOKIE) ?? '')
  return read.ok ? read.name : null
}

const keepName = (c: Context, said: string): void =>
  setCookie(c, SESSION_COOKIE, said, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: KEPT_S })

/** `/name`: where somebody says, or changes, who acts in this browser. */
export function createPerson(frame: Frame): Hono {
  const person = new Hono()
  const page = (c: Context, given: string, error: string | null): string =>
    frame(c, { title: 'Your name', stream: null, open: null, main: nameMain(given, error, MOST) })

  person.get('/name', (c) => c.html(page(c, personOf(c) ?? '', null)))
  person.post('/name', ownPagesOnly, async (c) => {
    const { name: given = '' } = await fieldsOf(c)
    const said = readName(given)
    if (!said.ok) return c.html(page(c, given, said.error), 422)
    keepName(c, said.name)
    return c.redirect('/', 303)
  })
  return person
}
