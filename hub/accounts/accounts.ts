import type { Log } from '../../shared/runtime/log.ts'
import { toSeconds } from '../../shared/time.ts'
import { passwordProblem } from '../core/accounts/password.ts'
import type { Accounts } from '../ports/accounts.ts'
import type { Passwords } from '../ports/passwords.ts'
import type { Vault } from '../ports/vault.ts'
import { createDirectory, type Directory, type DirectoryParts } from './directory.ts'
import { createGate } from './gate.ts'
import { createLinks } from './links.ts'
import { createSessions, hashOf, type SessionLimits } from './sessions.ts'
import { createSignIn } from './sign-in.ts'
import { createSignOn } from './sign-on.ts'

export type AccountsParts = DirectoryParts & {
  readonly vault: Vault
  readonly passwords: Passwords
  /** 256 random bits, as text that can stand in an address. */
  readonly newSecret: () => string
  readonly limits: SessionLimits
  readonly log: Log
}

/** Who may come in, and what they may do with their own account; the same in a hub and in a command beside it. */
export function createAccounts(parts: AccountsParts): Accounts {
  const { vault, passwords, clock, newSecret, newId } = parts
  const directory = createDirectory(parts)
  const sessions = createSessions(parts)
  const signIn = createSignIn({ ...parts, directory, sessions })
  const now = () => toSeconds(clock.now())
  return {
    ...createGate({ directory, sessions, clock }),
    signIn: signIn.signIn,
    letIn: (name, whence) => signIn.begin(name, 'demo', whence),
    ...createSignOn({ directory, vault, begin: signIn.begin }),
    ...createLinks({ ...parts, directory, sessions }),
    ...createOwn({ ...parts, directory, sessions, signIn }),

    isEmpty: async () => (await directory.now()).users.size === 0,
    users: async () =>
      [...(await directory.now()).users.values()].sort((one, other) => one.name.localeCompare(other.name)),

    async tokens(user) {
      const { tokens } = await directory.now()
      return [...tokens.values()].filter((token) => token.user === user && token.until > now())
    },
    async addToken(user, { name, role, until }, by) {
      const secret = `wk_${newSecret()}`
      const token = { token: newId(), name, user, role, until, hash: hashOf(secret), by }
      const answer = await directory.change({ type: 'add-token', ...token })
      return answer.kind === 'refused' ? answer : { kind: 'added', secret }
    },

    async change(command) {
      const answer = await directory.change(command)
      if (command.type === 'disable-user' && answer.kind === 'done') vault.end(command.user, 'all')
      return answer
    },
    async setPassword(user, password, by) {
      const problem = passwordProblem(password, user)
      if (problem !== null) return { kind: 'invalid', words: problem }
      const hash = await passwords.hash(password)
      const answer = await directory.change({ type: 'set-password', user, by })
      if (answer.kind === 'refused') return answer
      vault.keepPassword(user, hash)
      vault.end(user, 'all')
      signIn.forgive(user)
      return answer
    },
  }
}

type OwnParts = {
  readonly directory: Directory
  readonly vault: Vault
  readonly passwords: Passwords
  readonly sessions: ReturnType<typeof createSessions>
  readonly signIn: ReturnType<typeof createSignIn>
}

/** What people do with their own account. */
const createOwn = ({
  directory,
  vault,
  passwords,
  sessions,
  signIn,
}: OwnParts): Pick<Accounts, 'sessions' | 'endSessions' | 'changePassword'> => ({
  sessions: sessions.all,

  async endSessions({ name, by, session }, which) {
    const own = session?.id ?? ''
    const ended = vault.end(name, which === 'others' ? { but: own } : { only: which === 'own' ? own : which.only })
    if (ended === 0) return
    await directory.change({ type: 'sign-out', user: name, which: typeof which === 'string' ? which : 'other', by })
  },

  async changePassword({ name, by, session }, old, fresh) {
    const user = (await directory.now()).users.get(name)
    if (session === null || user === undefined || user.subject !== null) return 'wrong'
    const problem = passwordProblem(fresh, name)
    const proof = await signIn.proves(user, old, session.id)
    if (proof !== 'right') return proof
    if (problem !== null) return { problem }
    const hash = await passwords.hash(fresh)
    const answer = await directory.change({ type: 'set-password', user: name, by })
    if (answer.kind === 'refused') return 'wrong'
    vault.keepPassword(name, hash)
    vault.end(name, { but: session.id })
    signIn.forgive(name)
    return 'done'
  },
})
