import type { Seconds } from '../../shared/time.ts'
import type { Token, User } from '../core/accounts/account.ts'
import type { AccountAnswer, AccountCommand } from '../core/accounts/account-command.ts'
import type { Role } from '../core/accounts/permission.ts'
import type { By } from '../core/by.ts'
import type { Gate, Person } from './gate.ts'
import type { Session } from './vault.ts'

/** Where somebody signs in from, as far as that is known. */
export type Whence = { readonly from: string | null; readonly agent: string | null }

/** A session that began: what its browser is to keep, and until when at most. */
export type Begun = { readonly kind: 'begun'; readonly user: string; readonly secret: string; readonly until: Seconds }

export type NotBegun =
  /** The name, the password, or both: nobody learns which. */
  | { readonly kind: 'wrong' }
  /** Too many wrong passwords for this name; the right one does not help now. */
  | { readonly kind: 'locked'; readonly until: Seconds }
  /** Too many failed from there. */
  | { readonly kind: 'too-many'; readonly until: Seconds }

export type Refused = Extract<AccountAnswer, { kind: 'refused' }>

/** Why a link did not open: it is none, was used or is over; or what was entered with it. */
export type NotTaken =
  | { readonly kind: 'no-link' }
  | { readonly kind: 'invalid'; readonly field: 'name' | 'password'; readonly words: string }

/** As a provider of single sign-on names somebody. */
export type Identity = { readonly subject: string; readonly name: string; readonly role: Role }

export type NewToken = { readonly name: string; readonly role: Role; readonly until: Seconds }

/** Everything about who may come in. */
export interface Accounts extends Gate {
  /** Nobody could sign in: nobody has an account. */
  isEmpty(): Promise<boolean>

  /** `sign` is what the browser kept of an earlier time, if it kept something, and is to keep now. */
  signIn(
    name: string,
    password: string,
    whence: Whence,
    sign?: string | null,
  ): Promise<(Begun & { readonly sign: string }) | NotBegun>
  signOn(identity: Identity, whence: Whence): Promise<Begun | Refused>
  /** The provider gives them no role any more: no session or token of theirs is good until it gives one again. */
  signOff(subject: string): Promise<void>
  /** Without any proof: for the demo's people alone. */
  letIn(name: string, whence: Whence): Promise<Begun | Refused>

  /** What a link is for; null for one that is none, was used or is over. */
  link(secret: string): { readonly user: string | null; readonly until: Seconds } | null
  takeLink(
    secret: string,
    entered: { readonly name: string; readonly password: string },
    whence: Whence,
  ): Promise<Begun | NotTaken>
  /** In place of any earlier one for the same user; null makes the first admin. */
  makeLink(
    user: string | null,
    by: By,
  ): Promise<{ readonly kind: 'made'; readonly secret: string; readonly until: Seconds } | Refused>

  sessions(user: string): readonly Session[]
  /** One of theirs by its id, all but the one in use, or the one in use. */
  endSessions(person: Person, which: { readonly only: string } | 'others' | 'own'): Promise<void>
  /** Ends the other sessions as well. */
  changePassword(
    person: Person,
    old: string,
    fresh: string,
  ): Promise<'done' | 'wrong' | 'locked' | { readonly problem: string }>
  /** By the command line: ends all sessions. */
  setPassword(
    user: string,
    password: string,
    by: By,
  ): Promise<AccountAnswer | { readonly kind: 'invalid'; readonly words: string }>

  /** Of one user, without those that are over. */
  tokens(user: string): Promise<readonly Token[]>
  addToken(
    user: string,
    token: NewToken,
    by: By,
  ): Promise<{ readonly kind: 'added'; readonly secret: string } | Refused>

  users(): Promise<readonly User[]>
  /** What is decided of the accounts; sessions end with the right to them. */
  change(command: AccountCommand): Promise<AccountAnswer>
}
