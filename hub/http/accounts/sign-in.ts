import { type Context, Hono } from 'hono'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { DAY_S, iso, type Seconds, toSeconds } from '../../../shared/time.ts'
import { type SignInView, signInMain } from '../../../web/pages/accounts/sign-in.ts'
import type { Role } from '../../core/accounts/permission.ts'
import type { Accounts, Begun, NotBegun } from '../../ports/accounts.ts'
import type { SignOn } from '../../ports/sign-on.ts'
import { createCookie, sessionCookie } from '../door/cookie.ts'
import { personOf, visitorOf } from '../door/door.ts'
import { safeReturn } from '../door/own-pages.ts'
import { whenceOf } from '../door/whence.ts'
import { fieldsOf } from '../form.ts'
import type { Frame } from '../frame.ts'
import { enter } from './enter.ts'
import { createSignOn } from './sign-on.ts'

export type SignInOptions = {
  readonly accounts: Accounts
  readonly frame: Frame
  readonly clock: Clock
  readonly log: Log
  readonly signOn: SignOn | null
  /** The demo's people; empty in a real hub. */
  readonly demo: readonly { readonly name: string; readonly role: Role }[]
}

/** `/login` and what belongs to it: by password, at a provider, in the demo by a click; and out again. */
export function createSignIn({ accounts, frame, clock, log, signOn, demo }: SignInOptions): Hono {
  const app = new Hono()

  async function page(c: Context, view: Partial<SignInView>): Promise<string> {
    const people = demo.map(({ name, role }) => ({ name, role, may: MAY[role] }))
    const usual = { to: '/', name: '', words: null, signOn: signOn?.name ?? null, demo: people }
    const main = signInMain({ ...usual, empty: await accounts.isEmpty(), ...view })
    return frame(c, { title: 'Sign in', main, stream: null, open: null })
  }

  app.get('/login', async (c) => {
    const to = safeReturn(c.req.query('to'))
    return visitorOf(c) === null ? c.html(await page(c, { to })) : c.redirect(to, 303)
  })

  app.post('/login', async (c) => {
    const { name = '', password = '', to } = await fieldsOf(c)
    const begun = await accounts.signIn(name, password, whenceOf(c), signCookie.read(c))
    if (begun.kind === 'begun') return goOn(c, begun, to)
    if (begun.kind !== 'wrong') c.header('Retry-After', String(Math.max(1, begun.until - toSeconds(clock.now()))))
    const view = { name, to: safeReturn(to), words: notBegunWords(begun) }
    return c.html(await page(c, view), begun.kind === 'wrong' ? 422 : 429)
  })

  if (demo.length > 0)
    app.post('/login/demo', async (c) => {
      const { name, to } = await fieldsOf(c)
      const person = demo.find((one) => one.name === name)
      const begun = person === undefined ? null : await accounts.letIn(person.name, whenceOf(c))
      if (begun?.kind === 'begun') return goOn(c, begun, to)
      return c.html(await page(c, { words: 'This person of the demo cannot come in any more.' }), 422)
    })

  if (signOn !== null)
    app.route('/', createSignOn({ accounts, signOn, clock, log, page: (c, words) => page(c, { words }) }))

  app.post('/logout', async (c) => {
    await accounts.endSessions(personOf(c), 'own')
    sessionCookie.drop(c)
    // The button back shows nothing to whoever sits there next.
    c.header('Clear-Site-Data', '"cache"')
    return c.redirect('/login', 303)
  })

  const goOn = async (c: Context, begun: Begun & { sign?: string }, to: string | undefined): Promise<Response> => {
    await enter(c, accounts, begun, toSeconds(clock.now()))
    if (begun.sign !== undefined) signCookie.keep(c, begun.sign, KNOWN_S)
    return c.redirect(safeReturn(to), 303)
  }
  return app
}

/** That somebody came in by a password from this browser. */
const signCookie = createCookie('watchkeeper-known')
const KNOWN_S = 400 * DAY_S

const at = (until: Seconds): string => `${iso(until).slice(11, 16)} UTC`

function notBegunWords(refused: NotBegun): string {
  switch (refused.kind) {
    case 'wrong':
      return 'Name or password is wrong.'
    case 'locked':
      return `Too many wrong passwords for this name: it is locked until ${at(refused.until)}. An admin can let you in sooner, with a link to set a new one.`
    case 'too-many':
      return `Too many attempts from where you are: try again at ${at(refused.until)}.`
  }
}

const MAY: Readonly<Record<Role, string>> = {
  viewer: 'looks',
  operator: 'acknowledges, snoozes, enters maintenance',
  approver: 'decides on tickets as well',
  admin: 'does everything, and says who else may',
}
