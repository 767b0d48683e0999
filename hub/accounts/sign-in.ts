import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { MINUTE_S, type Seconds, toSeconds } from '../../shared/time.ts'
import type { SignedInBy, User } from '../core/accounts/account.ts'
import type { Accounts, Begun, NotBegun, Refused, Whence } from '../ports/accounts.ts'
import type { Passwords } from '../ports/passwords.ts'
import type { Vault } from '../ports/vault.ts'
import type { Directory } from './directory.ts'
import { isSignOf, signOf } from './known-browser.ts'
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
  readonly newSecret: () => string
  readonly log: Log
}

export type Begin = (user: string, how: SignedInBy, whence: Whence) => Promise<Begun | Refused>

type SignIn = Pick<Accounts, 'signIn'> & {
  /** Whether the password is the user's; wrong ones are counted by the session that gave them. */
  proves(user: User, password: string, session: string): Promise<'right' | 'wrong' | 'locked'>
  /** Whoever has proven it. */
  readonly begin: Begin
  /** The name may be tried again. */
  forgive(user: string): void
}

/** Who says who they are, and how it is proven. */
export function createSignIn(parts: SignInParts): SignIn {
  const { directory, vault, passwords, sessions, clock, newSecret, log } = parts
  const byName = createTries(PER_NAME)
  /** By the sign of a known browser, or the session. */
  const byBrowser = createTries(PER_NAME)
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

  function lock(user: string, until: Seconds, from: string | null): void {
    log.warn({ user, from, until }, 'too many wrong passwords: locked for a while')
    // Not waited for: it would take longer for those who are there.
    directory.change({ type: 'lock-user', user, until, from }).catch((error: unknown) => {
      log.error({ error, user }, 'that a user is locked could not be recorded')
    })
  }

  /** Somebody who is not there is locked like anybody else: the answer must not tell who is. */
  function strange(name: string, user: User | undefined, { from }: Whence): Tries {
    const place = networkOf(from)
    return {
      waits() {
        const until = byAddress.waitsUntil(place, now())
        return until === null ? lockedOr(null, lockedUntil(name, user)) : { kind: 'too-many', until }
      },
      failed() {
        byAddress.failed(place, now())
        const until = byName.failed(name, now())
        if (until !== null && user !== undefined) lock(name, until, from)
        return lockedOr(WRONG, until)
      },
      forgive: () => byName.forgive(name),
    }
  }

  /** Whatever strangers did with the name. */
  const known = (sign: string): Tries => ({
    waits: () => lockedOr(null, byBrowser.waitsUntil(sign, now())),
    failed: () => lockedOr(WRONG, byBrowser.failed(sign, now())),
    forgive: () => byBrowser.forgive(sign),
  })

  return {
    async signIn(given, password, whence, sign) {
      const name = given.trim().toLowerCase().slice(0, 64)
      const user = (await directory.now()).users.get(name)
      const mayEnter = user !== undefined && !user.disabled && user.subject === null
      const hash = mayEnter ? vault.password(name) : null
      const tries =
        sign !== null && hash !== null && isSignOf(name, hash, sign) ? known(sign) : strange(name, user, whence)
      const waits = tries.waits()
      if (waits !== null) return waits
      if ((await passwords.matches(password, hash)) && hash !== null) {
        tries.forgive()
        const begun = await begin(name, 'password', whence)
        if (begun.kind === 'begun') return { ...begun, sign: signOf(name, hash, newSecret()) }
      }
      return tries.failed()
    },

    async proves(user, password, session) {
      if (byBrowser.waitsUntil(session, now()) !== null) return 'locked'
      if (await passwords.matches(password, vault.password(user.name))) return 'right'
      return byBrowser.failed(session, now()) === null ? 'wrong' : 'locked'
    },

    forgive: byName.forgive,

    begin,
  }
}

/** What was tried before, and counts now. */
type Tries = { waits(): NotBegun | null; failed(): NotBegun; forgive(): void }

const WRONG = { kind: 'wrong' } as const

const lockedOr = <T>(otherwise: T, until: Seconds | null): T | NotBegun =>
  until === null ? otherwise : { kind: 'locked', until }

/** Of an IPv6 address the network: one subscriber has more of them than anybody could count. */
export const networkOf = (address: string | null): string => {
  if (address === null || !address.includes(':') || address.startsWith('::ffff:')) return address ?? ''
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail?.split(':') ?? [])].slice(0, 4).join(':')
}
