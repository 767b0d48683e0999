import type { Context } from 'hono'
import type { Seconds } from '../../../shared/time.ts'
import type { Accounts, Begun } from '../../ports/accounts.ts'
import { sessionCookie } from '../door/cookie.ts'
import { visitorOf } from '../door/door.ts'

/** A browser keeps one session: what it had before would live on, with nobody who could use or end it there. */
export async function enter(c: Context, accounts: Accounts, { secret, until }: Begun, now: Seconds): Promise<void> {
  const before = visitorOf(c)
  if (before !== null) await accounts.endSessions(before, 'own')
  sessionCookie.keep(c, secret, until - now)
}
