import { randomBytes, randomUUID } from 'node:crypto'
import { createAccounts } from '../../hub/accounts/accounts.ts'
import { createPasswords } from '../../hub/adapters/passwords.ts'
import { openSqliteVault } from '../../hub/adapters/sqlite/vault.ts'
import type { Accounts } from '../../hub/ports/accounts.ts'
import type { EventLog } from '../../hub/ports/log.ts'
import type { HubSettings } from '../../hub/settings/settings.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'

type AccountsData = {
  readonly events: EventLog
  readonly vaultFile: string
  readonly clock: Clock
  readonly settings: Pick<HubSettings, 'accounts'>
}

/** The accounts of a hub, whether it runs or not, for as long as `work` takes. */
export async function withAccounts<T>(
  { events, vaultFile, clock, settings }: AccountsData,
  work: (accounts: Accounts) => Promise<T>,
): Promise<T> {
  const vault = openSqliteVault(vaultFile)
  const { idle: idleS, longest: longestS } = settings.accounts
  try {
    return await work(
      createAccounts({
        events,
        vault,
        passwords: createPasswords(),
        clock,
        log: quietLog,
        limits: { idleS, longestS },
        newId: randomUUID,
        newSecret: () => randomBytes(32).toString('base64url'),
        signal: new AbortController().signal,
      }),
    )
  } finally {
    vault.close()
  }
}
