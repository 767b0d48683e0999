import { createAccounts } from '../../hub/accounts/accounts.ts'
import { USUAL_LIMITS } from '../../hub/accounts/sessions.ts'
import { openSqliteVault } from '../../hub/adapters/sqlite/vault.ts'
import type { People } from '../../hub/http/accounts/people.ts'
import type { Accounts } from '../../hub/ports/accounts.ts'
import type { EventLog } from '../../hub/ports/log.ts'
import type { Passwords } from '../../hub/ports/passwords.ts'
import type { Vault } from '../../hub/ports/vault.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { createMemoryLog } from './memory-log.ts'

/** As slow as nothing; counts how often it was asked, since that is what would take the time. */
export function quickPasswords(): Passwords & { asked(): number } {
  let asked = 0
  return {
    hash: async (password) => `quick ${password}`,
    async matches(password, hash) {
      asked++
      return hash === `quick ${password}`
    },
    asked: () => asked,
  }
}

export type GivenAccounts = {
  readonly accounts: Accounts
  readonly events: EventLog
  readonly vault: Vault
  readonly passwords: ReturnType<typeof quickPasswords>
}

/** The real accounts, in memory. */
export function givenAccounts(clock: Clock, events: EventLog = createMemoryLog()): GivenAccounts {
  const vault = openSqliteVault(':memory:')
  const passwords = quickPasswords()
  let made = 0
  const accounts = createAccounts({
    events,
    vault,
    passwords,
    clock,
    log: quietLog,
    limits: USUAL_LIMITS,
    newId: () => `id-${++made}`,
    newSecret: () => `secret-${++made}`,
    signal: new AbortController().signal,
  })
  return { accounts, events, vault, passwords }
}

/** Nobody yet, and no other way in than a password. */
export const fakePeople = (clock: Clock): People => ({
  accounts: givenAccounts(clock).accounts,
  signOn: null,
  demo: [],
})
