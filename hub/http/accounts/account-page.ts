import type { Context } from 'hono'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { DAY_S, iso, type Seconds, toSeconds } from '../../../shared/time.ts'
import {
  type AccountView,
  accountMain,
  type PasswordErrors,
  type TokenEntry,
} from '../../../web/pages/accounts/account.ts'
import { allows, ROLES } from '../../core/accounts/permission.ts'
import type { Accounts } from '../../ports/accounts.ts'
import type { Person } from '../../ports/gate.ts'
import type { Session } from '../../ports/vault.ts'
import type { Views } from '../../ports/views.ts'
import { personOf } from '../door/door.ts'
import type { Frame } from '../frame.ts'
import { openAlerts } from '../pictures.ts'
import { browserName } from './browser.ts'

type AccountPageOptions = {
  readonly accounts: Accounts
  readonly views: Views
  readonly frame: Frame
  readonly clock: Clock
}

/** How long a token may be good. */
export const TOKEN_LENGTHS: readonly (readonly [value: string, words: string, seconds: Seconds])[] = [
  ['90d', '90 days', 90 * DAY_S],
  ['30d', '30 days', 30 * DAY_S],
  ['1d', '1 day', DAY_S],
  ['365d', '1 year', 365 * DAY_S],
]

export const NO_ENTRY: TokenEntry = { name: '', error: null, secret: null }

/** What came of what was sent from the page. */
type More = { readonly errors?: PasswordErrors; readonly done?: boolean; readonly token?: TokenEntry }

export type AccountPage = (c: Context, more: More) => Promise<string>

/** The page of one's own account. */
export const createAccountPage =
  ({ accounts, views, frame, clock }: AccountPageOptions): AccountPage =>
  async (c, { errors = {}, done = false, token = NO_ENTRY }) => {
    const person = personOf(c)
    const user = (await accounts.users()).find(({ name }) => name === person.name)
    const tokens = await accounts.tokens(person.name)
    const view: AccountView = {
      now: iso(toSeconds(clock.now())),
      name: person.name,
      role: person.role,
      password: user !== undefined && user.subject === null ? { errors, done } : null,
      sessions: accounts.sessions(person.name).map((session) => sessionView(session, person)),
      tokens: tokens.map(({ id, name, role, madeAt, until }) => ({
        id,
        name,
        role,
        made: iso(madeAt),
        until: iso(until),
      })),
      roles: ROLES.filter((role) => allows(person.role, role)),
      lengths: TOKEN_LENGTHS.map(([value, words]) => [value, words]),
      token,
    }
    return frame(c, { title: 'Account', main: accountMain(view), stream: null, open: await openAlerts(views) })
  }

const sessionView = ({ id, begunAt, usedAt, from, agent }: Session, person: Person) => ({
  id: shortOf(id),
  begun: iso(begunAt),
  used: iso(usedAt),
  from,
  browser: browserName(agent),
  current: id === person.session?.id,
})

/** Enough to tell one's own sessions apart. */
export const shortOf = (id: string): string => id.slice(0, 16)
