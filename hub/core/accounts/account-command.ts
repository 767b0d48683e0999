import { DAY_S, type Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import { type Dated, dated } from '../dated.ts'
import type { AccountEvent, Accounts, EndedSessions, SignedInBy, User } from './account.ts'
import { allows, type Role } from './permission.ts'

/** What is wanted of the accounts, by whom. */
export type AccountCommand = AddUser | OfUser

type AddUser = {
  readonly type: 'add-user'
  readonly user: string
  readonly role: Role
  readonly subject: string | null
  /** Only while there is nobody. */
  readonly first: boolean
  readonly by: By
}

type OfUser =
  | { readonly type: 'change-role'; readonly user: string; readonly role: Role | null; readonly by: By }
  | { readonly type: 'disable-user'; readonly user: string; readonly reason: string | null; readonly by: By }
  | { readonly type: 'enable-user'; readonly user: string; readonly by: By }
  | { readonly type: 'lock-user'; readonly user: string; readonly until: Seconds; readonly from: string | null }
  | { readonly type: 'make-link'; readonly user: string | null; readonly until: Seconds; readonly by: By }
  | { readonly type: 'set-password'; readonly user: string; readonly by: By }
  | {
      readonly type: 'sign-in'
      readonly user: string
      readonly how: SignedInBy
      readonly from: string | null
    }
  | { readonly type: 'sign-out'; readonly user: string; readonly which: EndedSessions; readonly by: By }
  | {
      readonly type: 'add-token'
      readonly token: string
      readonly name: string
      readonly user: string
      readonly role: Role
      readonly until: Seconds
      readonly hash: string
      readonly by: By
    }
  | { readonly type: 'revoke-token'; readonly token: string; readonly user: string; readonly by: By }

export type AccountRefusal =
  | 'no-user'
  | 'no-name'
  | 'no-token'
  | 'taken'
  | 'not-first'
  | 'last-admin'
  | 'disabled'
  | 'no-role'
  | 'signs-on'
  | 'above-own-role'
  | 'too-long'
  | 'too-many'

export type AccountAnswer = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: AccountRefusal }

export type AccountDecision = { readonly events: readonly AccountEvent[]; readonly answer: AccountAnswer }

export const MOST_TOKENS = 20
/** What is for ever is forgotten. */
export const MOST_TOKEN_S = 400 * DAY_S

/** A name that people sign in with; a mail address will do. */
export const isUserName = (text: string): boolean => /^[a-z0-9][a-z0-9._@+-]{0,63}$/.test(text)

export function decideAccounts(accounts: Accounts, command: AccountCommand, now: Seconds): AccountDecision {
  const when = dated(now)
  if (command.type === 'add-user') return addUser(accounts, command, when)
  if (command.type === 'make-link' && command.user === null)
    return accounts.users.size > 0 ? refused('not-first') : done(eventOf(command, when))
  const user = accounts.users.get(command.user ?? '')
  if (user === undefined) return refused('no-user')
  const reason = refusalOf(accounts, user, command, now)
  if (reason !== null) return refused(reason)
  return changesNothing(user, command) ? done() : done(eventOf(command, when))
}

function addUser({ users }: Accounts, { user, role, subject, first, by }: AddUser, when: Dated): AccountDecision {
  if (first && users.size > 0) return refused('not-first')
  if (users.has(user)) return refused('taken')
  return done({ type: 'user-added', ...when, user, role, subject, by })
}

function refusalOf(accounts: Accounts, user: User, command: OfUser, now: Seconds): AccountRefusal | null {
  switch (command.type) {
    case 'change-role':
      // What a provider of single sign-on says of somebody is not for anybody here to contradict.
      if (user.subject !== null && command.by.kind !== 'hub') return 'signs-on'
      return command.role !== 'admin' && command.by.kind !== 'hub' && isLastAdmin(accounts, user) ? 'last-admin' : null
    case 'disable-user':
      return isLastAdmin(accounts, user) ? 'last-admin' : null
    case 'make-link':
    case 'set-password':
      return user.subject !== null ? 'signs-on' : null
    case 'sign-in':
      return user.disabled ? 'disabled' : user.role === null ? 'no-role' : null
    case 'add-token': {
      if (user.disabled) return 'disabled'
      if (user.role === null) return 'no-role'
      if (!allows(user.role, command.role)) return 'above-own-role'
      if (command.until > now + MOST_TOKEN_S) return 'too-long'
      const own = [...accounts.tokens.values()].filter((token) => token.user === user.name && token.until > now)
      if (own.length >= MOST_TOKENS) return 'too-many'
      return own.some(({ name }) => name === command.name) ? 'taken' : null
    }
    case 'revoke-token':
      return accounts.tokens.get(command.token)?.user === user.name ? null : 'no-token'
    case 'enable-user':
    case 'lock-user':
    case 'sign-out':
      return null
  }
}

const isLastAdmin = ({ users }: Accounts, user: User): boolean =>
  user.role === 'admin' &&
  !user.disabled &&
  [...users.values()].every(({ name, role, disabled }) => name === user.name || role !== 'admin' || disabled)

function changesNothing(user: User, command: OfUser): boolean {
  if (command.type === 'change-role') return user.role === command.role
  if (command.type === 'disable-user') return user.disabled
  return command.type === 'enable-user' && !user.disabled
}

function eventOf(command: OfUser, when: Dated): AccountEvent {
  switch (command.type) {
    case 'change-role':
      return { ...command, ...when, type: 'user-role-changed' }
    case 'disable-user':
      return { ...command, ...when, type: 'user-disabled' }
    case 'enable-user':
      return { ...command, ...when, type: 'user-enabled' }
    case 'lock-user':
      return { ...command, ...when, type: 'user-locked' }
    case 'make-link':
      return { ...command, ...when, type: 'link-made' }
    case 'set-password':
      return { ...command, ...when, type: 'password-set' }
    case 'sign-in':
      return { ...command, ...when, type: 'signed-in', by: { kind: 'user', name: command.user } }
    case 'sign-out':
      return { ...command, ...when, type: 'signed-out' }
    case 'add-token':
      return { ...command, ...when, type: 'token-added' }
    case 'revoke-token':
      return { ...command, ...when, type: 'token-revoked' }
  }
}

const refused = (reason: AccountRefusal): AccountDecision => ({ events: [], answer: { kind: 'refused', reason } })
const done = (...events: readonly AccountEvent[]): AccountDecision => ({ events, answer: { kind: 'done' } })
