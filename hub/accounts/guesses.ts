import { networkOf } from '../../shared/network.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { MINUTE_S, type Seconds, toSeconds } from '../../shared/time.ts'
import type { User } from '../core/accounts/account.ts'
import type { NotBegun, Whence } from '../ports/accounts.ts'
import type { Directory } from './directory.ts'
import { createTries } from './tries.ts'

const PER_NAME = { most: 5, withinS: 15 * MINUTE_S }
const PER_BROWSER = PER_NAME
const PER_ADDRESS = { most: 20, withinS: 15 * MINUTE_S }

/** What was guessed before, as far as it counts now. */
export type Guesses = {
  /** Null when one may be made. */
  waits(): NotBegun | null
  failed(): NotBegun
  forgive(): void
}

type GuessesParts = { readonly directory: Directory; readonly clock: Clock; readonly log: Log }

/** Counts wrong passwords: of strangers by the name and by where they are, of a browser that is known by itself. */
export function createGuesses({ directory, clock, log }: GuessesParts) {
  const byName = createTries(PER_NAME)
  const byBrowser = createTries(PER_BROWSER)
  const byAddress = createTries(PER_ADDRESS)
  const now = () => toSeconds(clock.now())

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

  return {
    /** Somebody who is not there is locked like anybody else: the answer must not tell who is. */
    ofStranger(name: string, user: User | undefined, { from }: Whence): Guesses {
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
    },

    /** Whatever strangers did with the name; `key` is the sign of the browser, or its session. */
    ofBrowser: (key: string): Guesses => ({
      waits: () => lockedOr(null, byBrowser.waitsUntil(key, now())),
      failed: () => lockedOr(WRONG, byBrowser.failed(key, now())),
      forgive: () => byBrowser.forgive(key),
    }),

    /** The name may be tried again. */
    forgive: byName.forgive,
  }
}

const WRONG = { kind: 'wrong' } as const

const lockedOr = <T>(otherwise: T, until: Seconds | null): T | NotBegun =>
  until === null ? otherwise : { kind: 'locked', until }
