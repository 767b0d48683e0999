import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import type { SignedInBy, User } from '../core/accounts/account.ts'
import type { Accounts, Begun, Refused, Whence } from '../ports/accounts.ts'
import type { Passwords } from '../ports/passwords.ts'
import type { Vault } from '../ports/vault.ts'
import type { Directory } from './directory.ts'
import { createGuesses } from './guesses.ts'
import { isSignOf, signOf } from './known-browser.ts'
import type { createSessions } from './sessions.ts'

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
  const { directory, vault, passwords, sessions, newSecret } = parts
  const guesses = createGuesses(parts)

  const begin: Begin = async (user, how, whence) => {
    const answer = await directory.change({ type: 'sign-in', user, how, from: whence.from })
    return answer.kind === 'refused' ? answer : sessions.begin(user, whence)
  }

  return {
    async signIn(given, password, whence, sign = null) {
      const name = given.trim().toLowerCase().slice(0, 64)
      const user = (await directory.now()).users.get(name)
      const mayEnter = user !== undefined && !user.disabled && user.subject === null
      const hash = mayEnter ? vault.password(name) : null
      const isKnown = sign !== null && hash !== null && isSignOf(name, hash, sign)
      const before = isKnown ? guesses.ofBrowser(sign) : guesses.ofStranger(name, user, whence)
      const waits = before.waits()
      if (waits !== null) return waits
      if ((await passwords.matches(password, hash)) && hash !== null) {
        before.forgive()
        const begun = await begin(name, 'password', whence)
        if (begun.kind === 'begun') return { ...begun, sign: signOf(name, hash, newSecret()) }
      }
      return before.failed()
    },

    async proves(user, password, session) {
      const before = guesses.ofBrowser(session)
      if (before.waits() !== null) return 'locked'
      if (await passwords.matches(password, vault.password(user.name))) {
        before.forgive()
        return 'right'
      }
      return before.failed().kind === 'wrong' ? 'wrong' : 'locked'
    },

    forgive: guesses.forgive,
    begin,
  }
}
