import type { Clock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import {
  ACCOUNTS_STREAM,
  type AccountEvent,
  type Accounts,
  evolveAccounts,
  NO_ACCOUNTS,
} from '../core/accounts/account.ts'
import { type AccountAnswer, type AccountCommand, decideAccounts } from '../core/accounts/account-command.ts'
import { ofAccounts } from '../core/events.ts'
import { createHandle } from '../handle.ts'
import type { EventLog } from '../ports/log.ts'

export type DirectoryParts = {
  readonly events: EventLog
  readonly clock: Clock
  readonly newId: () => string
  readonly signal: AbortSignal
}

/** Who may come in, as the log says it now: what another process has just appended counts at once. */
export interface Directory {
  now(): Promise<Accounts>
  change(command: AccountCommand): Promise<AccountAnswer>
}

export function createDirectory({ events, clock, newId, signal }: DirectoryParts): Directory {
  const handle = createHandle<Accounts, AccountEvent>({
    log: events,
    initial: () => NO_ACCOUNTS,
    evolve: evolveAccounts,
    own: ofAccounts,
    nowMs: () => clock.now(),
    newId,
    signal,
  })
  const seeOthers = async () =>
    handle.noticed({ stream: ACCOUNTS_STREAM, position: await events.head(ACCOUNTS_STREAM) })

  return {
    async now() {
      await seeOthers()
      return handle.state(ACCOUNTS_STREAM)
    },
    async change(command) {
      await seeOthers()
      const decide = (accounts: Accounts) => decideAccounts(accounts, command, toSeconds(clock.now()))
      return (await handle.command(ACCOUNTS_STREAM, decide)).answer
    },
  }
}
