import { Hono, type MiddlewareHandler } from 'hono'
import { Fault } from '../../../shared/fault.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import type { Role } from '../../core/accounts/permission.ts'
import type { Accounts } from '../../ports/accounts.ts'
import type { SignOn } from '../../ports/sign-on.ts'
import type { Views } from '../../ports/views.ts'
import { changes, visitorOf } from '../door/door.ts'
import type { Frame } from '../frame.ts'
import { createAccount } from './account.ts'
import { createAccountPage } from './account-page.ts'
import { createSetup } from './setup.ts'
import { createSignIn } from './sign-in.ts'
import { createTokens } from './tokens.ts'
import { createUsers } from './users.ts'

/** Who may come in, and by which ways. */
export type People = {
  readonly accounts: Accounts
  readonly signOn: SignOn | null
  /** Whom a click lets in; empty in a real hub. */
  readonly demo: readonly { readonly name: string; readonly role: Role }[]
}

type PeopleOptions = {
  readonly people: People
  readonly views: Views
  readonly frame: Frame
  readonly clock: Clock
  readonly log: Log
  readonly publicUrl: string | null
}

/** The pages by which people come in, see to their own account, and admins to those of others. */
export function createPeople({ people, views, frame, clock, log, publicUrl }: PeopleOptions): Hono {
  const { accounts } = people
  const app = new Hono()
  // What stands on them is for one pair of eyes, and some of it for one look.
  for (const path of ['/login', '/login/*', '/setup', '/account', '/account/*', '/users', '/users/*'])
    app.use(path, keptNowhere)
  for (const path of ['/account/*', '/users', '/users/*']) app.use(path, inPerson)
  app.route('/', createSignIn({ ...people, frame, clock, log }))
  app.route('/', createSetup({ accounts, frame, clock }))
  const own = createAccountPage({ accounts, views, frame, clock })
  app.route('/', createAccount(accounts, own))
  app.route('/', createTokens(accounts, own, clock))
  app.route('/', createUsers({ accounts, views, frame, clock, publicUrl }))
  return app
}

/** No program makes itself a way in that outlives its token. */
const inPerson: MiddlewareHandler = async (c, next) => {
  if (changes(c) && visitorOf(c)?.session === null)
    throw new Fault('forbidden', 'This is for people who have signed in, not for programs.')
  return next()
}

const keptNowhere: MiddlewareHandler = async (c, next) => {
  c.header('Cache-Control', 'no-store')
  await next()
}
