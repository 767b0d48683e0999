import { createHash } from 'node:crypto'
import type { Clock } from '../../shared/runtime/clock.ts'
import { DAY_S, HOUR_S, MINUTE_S, type Seconds, toSeconds } from '../../shared/time.ts'
import type { Begun, Whence } from '../ports/accounts.ts'
import type { Session, Vault } from '../ports/vault.ts'

export type SessionLimits = {
  /** A session that was not used for so long is over. */
  readonly idleS: Seconds
  /** However much it was used. */
  readonly longestS: Seconds
}

export const USUAL_LIMITS: SessionLimits = { idleS: 24 * HOUR_S, longestS: 14 * DAY_S }

/** What is kept of a secret of 256 random bits: slow hashing would add nothing. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** That it was used is written no more often than this. */
const USED_S = MINUTE_S
const MOST_AGENT = 200

type SessionsParts = {
  readonly vault: Vault
  readonly clock: Clock
  readonly newSecret: () => string
  readonly limits: SessionLimits
}

/** The sessions of browsers: kept here, so that they can be ended here. */
export function createSessions({ vault, clock, newSecret, limits }: SessionsParts) {
  const now = () => toSeconds(clock.now())
  const isGood = ({ begunAt, usedAt }: Session): boolean =>
    now() < begunAt + limits.longestS && now() < usedAt + limits.idleS

  return {
    begin(user: string, { from, agent }: Whence): Begun {
      const at = now()
      vault.forget({ begun: at - limits.longestS, used: at - limits.idleS, now: at })
      const secret = newSecret()
      const until = at + limits.longestS
      const id = hashOf(secret)
      vault.begin({ id, user, begunAt: at, usedAt: at, from, agent: agent?.slice(0, MOST_AGENT) ?? null })
      return { kind: 'begun', user, secret, until }
    },

    /** The session whose secret this is, while it is good; that it is used is remembered. */
    of(secret: string, from: string | null): Session | null {
      const session = vault.session(hashOf(secret))
      if (session === null || !isGood(session)) return null
      const at = now()
      if (at >= session.usedAt + USED_S || from !== session.from) vault.used(session.id, at, from)
      return session
    },

    all: (user: string): readonly Session[] => vault.sessions(user).filter(isGood),
  }
}
