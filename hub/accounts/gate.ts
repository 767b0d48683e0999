import { createHash } from 'node:crypto'
import type { Clock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import type { User } from '../core/accounts/account.ts'
import { lesser, type Role } from '../core/accounts/permission.ts'
import type { Gate, Person } from '../ports/gate.ts'
import type { Directory } from './directory.ts'
import { type createSessions, hashOf } from './sessions.ts'

type GateParts = {
  readonly directory: Directory
  readonly sessions: ReturnType<typeof createSessions>
  readonly clock: Clock
}

/** Whose session or token it is, and what they may do by now. */
export function createGate({ directory, sessions, clock }: GateParts): Gate {
  const good = (user: User | undefined): user is User & { readonly role: Role } =>
    user !== undefined && !user.disabled && user.role !== null

  async function byToken(secret: string): Promise<Person | null> {
    const { users, tokens } = await directory.now()
    const hash = hashOf(secret)
    const token = [...tokens.values()].find((one) => one.hash === hash && one.until > toSeconds(clock.now()))
    const user = users.get(token?.user ?? '')
    if (token === undefined || !good(user)) return null
    const by = { kind: 'token', name: token.name, user: user.name } as const
    // Never more than who made it may by now.
    return { name: `${token.name} (${user.name})`, role: lesser(token.role, user.role), by, session: null }
  }

  async function bySession(secret: string, from: string | null): Promise<Person | null> {
    const session = sessions.of(secret, from)
    if (session === null) return null
    const user = (await directory.now()).users.get(session.user)
    if (!good(user)) return null
    const { name, role } = user
    return { name, role, by: { kind: 'user', name }, session: { id: session.id, formKey: formKeyOf(secret) } }
  }

  return {
    async who({ session, token, from }) {
      if (token !== null) return byToken(token)
      return session === null ? null : bySession(session, from)
    },
    async admins() {
      const { users } = await directory.now()
      return [...users.values()].filter((user) => user.role === 'admin' && good(user)).map(({ name }) => name)
    },
  }
}

/** Known to the pages of a session alone; the session cannot be told from it. */
const formKeyOf = (secret: string): string => createHash('sha256').update(`form ${secret}`).digest('base64url')
