import type { AccountEvent, EndedSessions, SignedInBy } from '../../../core/accounts/account.ts'
import { until, type Words } from './words.ts'

export const accountWords: Words<AccountEvent['type']> = {
  'user-added': ({ user, role, subject }) =>
    `Account ${user} made as ${role}${subject === null ? '' : ', known by single sign-on'}`,
  'user-role-changed': ({ user, role }) =>
    role === null
      ? `Account ${user} has no role any more: single sign-on gives none, and what they made lets nothing in`
      : `Account ${user} is now ${role}`,
  'user-disabled': ({ user }) => `Account ${user} disabled`,
  'user-enabled': ({ user }) => `Account ${user} enabled again`,
  'user-locked': (event) => `Account ${event.user} locked after too many wrong passwords${until(event.until)}`,
  'link-made': (event) =>
    `Link made${event.user === null ? ' for the first admin' : ` for ${event.user}`}, good once${until(event.until)}`,
  'password-set': ({ user }) => `Password of ${user} set`,
  'signed-in': ({ user, how }) => `${user} signed in ${WAYS[how]}`,
  'signed-out': ({ user, which }) => `${user}: ${SESSIONS[which]} ended`,
  'token-added': (event) => `Token ${event.name} of ${event.user} made as ${event.role}${until(event.until)}`,
  'token-revoked': ({ token, user }) => `Token ${token} of ${user} revoked`,
}

const WAYS: Readonly<Record<SignedInBy, string>> = {
  password: 'by password',
  link: 'by a link that was good once',
  'sign-on': 'by single sign-on',
  demo: 'as a user of the demo',
}

const SESSIONS: Readonly<Record<EndedSessions, string>> = {
  own: 'the session in use',
  other: 'another session',
  others: 'all sessions but the one in use',
  all: 'all sessions',
}
