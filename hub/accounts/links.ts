import type { Clock } from '../../shared/runtime/clock.ts'
import { DAY_S, toSeconds } from '../../shared/time.ts'
import { isUserName } from '../core/accounts/account-command.ts'
import { passwordProblem } from '../core/accounts/password.ts'
import type { By } from '../core/by.ts'
import type { Accounts, Begun, NotTaken } from '../ports/accounts.ts'
import type { Passwords } from '../ports/passwords.ts'
import type { OneTimeLink, Vault } from '../ports/vault.ts'
import type { Directory } from './directory.ts'
import { type createSessions, hashOf } from './sessions.ts'

/** The first one stands in a log, where others may read it sooner or later. */
const FIRST_S = DAY_S
const OTHERS_S = 3 * DAY_S

type LinksParts = {
  readonly directory: Directory
  readonly vault: Vault
  readonly passwords: Passwords
  readonly sessions: ReturnType<typeof createSessions>
  readonly clock: Clock
  readonly newSecret: () => string
}

/** Links that are good once: whoever opens one chooses a password. */
export function createLinks(parts: LinksParts): Pick<Accounts, 'link' | 'takeLink' | 'makeLink'> {
  const { directory, vault, passwords, sessions, clock, newSecret } = parts
  const now = () => toSeconds(clock.now())

  function goodLink(secret: string): OneTimeLink | null {
    const link = vault.link(hashOf(secret))
    return link !== null && link.until > now() ? link : null
  }

  /** Who the link is for, made now if it is for the first one; null when it is void. */
  async function userOf(link: OneTimeLink, name: string): Promise<string | null> {
    if (link.user !== null) {
      const user = (await directory.now()).users.get(link.user)
      return user === undefined || user.disabled || user.subject !== null ? null : user.name
    }
    const by: By = { kind: 'user', name }
    const added = await directory.change({
      type: 'add-user',
      user: name,
      role: 'admin',
      subject: null,
      first: true,
      by,
    })
    return added.kind === 'done' ? name : null
  }

  return {
    link(secret) {
      const link = goodLink(secret)
      return link && { user: link.user, until: link.until }
    },

    async makeLink(user, by) {
      const until = now() + (user === null ? FIRST_S : OTHERS_S)
      const answer = await directory.change({ type: 'make-link', user, until, by })
      if (answer.kind === 'refused') return answer
      const secret = newSecret()
      vault.keepLink({ hash: hashOf(secret), user, until })
      return { kind: 'made', secret, until }
    },

    async takeLink(secret, { name, password }, whence): Promise<Begun | NotTaken> {
      const link = goodLink(secret)
      if (link === null) return { kind: 'no-link' }
      const wanted = link.user ?? name
      if (!isUserName(wanted)) return { kind: 'invalid', field: 'name', words: NO_NAME }
      const problem = passwordProblem(password, wanted)
      if (problem !== null) return { kind: 'invalid', field: 'password', words: problem }
      const hash = await passwords.hash(password)
      if (!vault.takeLink(link.hash)) return { kind: 'no-link' }
      const user = await userOf(link, wanted)
      if (user === null) return { kind: 'no-link' }
      vault.keepPassword(user, hash)
      vault.end(user, 'all')
      await directory.change({ type: 'set-password', user, by: { kind: 'user', name: user } })
      await directory.change({ type: 'sign-in', user, how: 'link', from: whence.from })
      return sessions.begin(user, whence)
    },
  }
}

export const NO_NAME = 'takes small letters, digits and . _ @ + -, at most 64, such as ada or ada@example.com'
