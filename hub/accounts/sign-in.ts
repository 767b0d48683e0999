import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { MINUTE_S, type Seconds, toSeconds } from '../../shared/time.ts'
import type { SignedInBy, User } from '../core/accounts/account.ts'
import type { Accounts, Begun, NotBegun, Refused, Whence } from '../ports/accounts.ts'
import type { Passwords } from '../ports/passwords.ts'
import type { Vault } from '../ports/vault.ts'
import type { Directory } from './directory.ts'
import type { createSessions } from './sessions.ts'
import { createTries } from './tries.ts'

const PER_NAME = { most: 5, withinS: 15 * MINUTE_S }
const PER_ADDRESS = { most: 20, withinS: 15 * MINUTE_S }

type SignInParts = {
  readonly directory: Directory
  readonly vault: Vault
  readonly passwords: Passwords
  readonly sessions: ReturnType<typeof createSessions>
  readonly clock: Clock
  readonly log: Log
}

export type Begin = (user: string, how: SignedInBy, whence: Whence) => Promise<Begun | Refused>

type SignIn = Pick<Accounts, 'signIn'> & {
  /** Whether the password is the user's; a wrong one counts as at the door. */
  proves(user: User, password: string): Promise<'right' | 'wrong' | 'locked'>
  /** Whoever has proven it. */
  readonly begin: Begin
  /** The name may be tried again. */
  forgive(user: string): void
}

/** Who says who they are, and how it is proven. */
export function createSignIn({ directory, vault, passwords, sessions, clock, log }: SignInParts): SignIn {
  const byName = createTries(PER_NAME)
  const byAddress = createTries(PER_ADDRESS)
  const now = () => toSeconds(clock.now())

  const begin: Begin = async (user, how, whence) => {
    const answer = await directory.change({ type: 'sign-in', user, how, from: whence.from })
    return answer.kind === 'refused' ? answer : sessions.begin(user, whence)
  }

  const lockedUntil = (name: string, user: User | undefined): Seconds | null => {
    const until = Math.max(byName.waitsUntil(name, now()) ?? 0, user?.lockedUntil ?? 0)
    return until > now() ? until : null
  }

  /** Somebody who is not there is locked like anybody else: the answer must not tell who is. */
  function failed(name: string, user: User | undefined, from: string | null): Seconds | null {
    const until = byName.failed(name, now())
    if (until === null || user === undefined) return until
    log.warn({ user: name, from, until }, 'too many wrong passwords: locked for a while')
    // Not waited for: it would take longer for those who are there.
    directory.change({ type: 'lock-user', user: name, until, from }).catch((error: unknown) => {
      log.error({ error, user: name }, 'that a user is locked could not be recorded')
    })
    return until
  }

  return {
    async signIn(given, password, whence): Promise<Begun | NotBegun> {
      const place = networkOf(whence.from)
      const tooMany = byAddress.waitsUntil(place, now())
      if (tooMany !== null) return { kind: 'too-many', until: tooMany }
      const name = given.trim().toLowerCase().slice(0, 64)
      const user = (await directory.now()).users.get(name)
      const locked = lockedUntil(name, user)
      if (locked !== null) return { kind: 'locked', until: locked }
      const mayEnter = user !== undefined && !user.disabled && user.subject === null
      if ((await passwords.matches(password, mayEnter ? vault.password(name) : null)) && mayEnter) {
        byName.forgive(name)
        const begun = await begin(name, 'password', whence)
        if (begun.kind === 'begun') return begun
      }
      byAddress.failed(place, now())
      const until = failed(name, user, whence.from)
      return until === null ? { kind: 'wrong' } : { kind: 'locked', until }
    },

    async proves(user, password) {
      if (lockedUntil(user.name, user) !== null) return 'locked'
      if (await passwords.matches(password, vault.password(user.name))) return 'right'
      return failed(user.name, user, null) === null ? 'wrong' : 'locked'
    },

    forgive: byName.forgive,

    begin,
  }
}

/** Of an IPv6 address the network: one subscriber has more of them than anybody could count. */
export const networkOf = (address: string | null): string => {
  if (address === null || !address.includes(':') || address.startsWith('::ffff:')) return address ?? ''
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail?.split(':') ?? [])].slice(0, 4).join(':')
}
