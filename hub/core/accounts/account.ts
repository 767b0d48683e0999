import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'
import type { Role } from './permission.ts'

/** What happens to those who may come in, and to what lets them in. Secrets, or hashes of passwords, stand in none of it. */
export type AccountEvent = Dated &
  /** `subject`: as a provider of single sign-on knows the person; null for an account with a password. */
  (
    | {
        readonly type: 'user-added'
        readonly user: string
        readonly role: Role
        readonly subject: string | null
        readonly by: By
      }
    /** Without a role: the provider of single sign-on gives them none any more. */
    | { readonly type: 'user-role-changed'; readonly user: string; readonly role: Role | null; readonly by: By }
    | { readonly type: 'user-disabled'; readonly user: string; readonly reason: string | null; readonly by: By }
    | { readonly type: 'user-enabled'; readonly user: string; readonly by: By }
    /** Too many wrong passwords; `from` is where the last one came from. */
    | { readonly type: 'user-locked'; readonly user: string; readonly until: Seconds; readonly from: string | null }
    /** A link, good once, to set a password; without a user it makes the first admin. */
    | { readonly type: 'link-made'; readonly user: string | null; readonly until: Seconds; readonly by: By }
    | { readonly type: 'password-set'; readonly user: string; readonly by: By }
    | {
        readonly type: 'signed-in'
        readonly user: string
        readonly how: SignedInBy
        readonly from: string | null
        readonly by: By
      }
    | { readonly type: 'signed-out'; readonly user: string; readonly which: EndedSessions; readonly by: By }
    | {
        readonly type: 'token-added'
        readonly token: string
        readonly name: string
        readonly user: string
        readonly role: Role
        readonly until: Seconds
        readonly hash: string
        readonly by: By
      }
    | { readonly type: 'token-revoked'; readonly token: string; readonly user: string; readonly by: By }
  )

export const SIGNED_IN_BY = ['password', 'link', 'sign-on', 'demo'] as const
export type SignedInBy = (typeof SIGNED_IN_BY)[number]

/** Which of somebody's sessions ended: the one in use, another one, all but the one in use, all. */
export const ENDED_SESSIONS = ['own', 'other', 'others', 'all'] as const
export type EndedSessions = (typeof ENDED_SESSIONS)[number]

export type User = {
  readonly name: string
  /** Null while a provider of single sign-on, who knows them, gives none: nothing of theirs lets anybody in. */
  readonly role: Role | null
  readonly subject: string | null
  readonly disabled: boolean
  readonly lockedUntil: Seconds | null
  readonly addedAt: Seconds
  readonly signedInAt: Seconds | null
}

/** What lets a program in as somebody. */
export type Token = {
  readonly id: string
  readonly name: string
  readonly user: string
  readonly role: Role
  readonly madeAt: Seconds
  readonly until: Seconds
  readonly hash: string
}

/** Who may come in, folded from their stream. */
export type Accounts = {
  readonly users: ReadonlyMap<string, User>
  /** By their id; without the revoked ones. */
  readonly tokens: ReadonlyMap<string, Token>
}

export const NO_ACCOUNTS: Accounts = { users: new Map(), tokens: new Map() }

export const ACCOUNTS_STREAM = 'accounts'

export function evolveAccounts(accounts: Accounts, event: AccountEvent): Accounts {
  switch (event.type) {
    case 'user-added':
      return withUser(accounts, {
        name: event.user,
        role: event.role,
        subject: event.subject,
        disabled: false,
        lockedUntil: null,
        addedAt: event.at,
        signedInAt: null,
      })
    case 'user-role-changed':
      return changed(accounts, event.user, { role: event.role })
    case 'user-disabled':
      return changed(accounts, event.user, { disabled: true })
    case 'user-enabled':
      return changed(accounts, event.user, { disabled: false })
    case 'user-locked':
      return changed(accounts, event.user, { lockedUntil: event.until })
    case 'password-set':
      return changed(accounts, event.user, { lockedUntil: null })
    case 'signed-in':
      return changed(accounts, event.user, { signedInAt: event.at })
    case 'token-added': {
      const { token: id, name, user, role, until, hash, at: madeAt } = event
      return { ...accounts, tokens: new Map(accounts.tokens).set(id, { id, name, user, role, madeAt, until, hash }) }
    }
    case 'token-revoked': {
      const tokens = new Map(accounts.tokens)
      tokens.delete(event.token)
      return { ...accounts, tokens }
    }
    case 'link-made':
    case 'signed-out':
      return accounts
  }
}

const withUser = (accounts: Accounts, user: User): Accounts => ({
  ...accounts,
  users: new Map(accounts.users).set(user.name, user),
})

function changed(accounts: Accounts, name: string, news: Partial<User>): Accounts {
  const user = accounts.users.get(name)
  return user === undefined ? accounts : withUser(accounts, { ...user, ...news })
}
