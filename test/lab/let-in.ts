import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import * as v from 'valibot'
import { withAccounts } from '../../deploy/cli/accounts.ts'
import { openSqliteLog } from '../../hub/adapters/sqlite/log.ts'
import { decodeEvents, encodeEvents } from '../../hub/core/stored/stored-event.ts'
import { dataFolder } from '../../hub/data-folder.ts'
import { hubSettings } from '../../hub/settings/settings.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { DAY_S, toSeconds } from '../../shared/time.ts'

export type LetIn = {
  /** Of a program. */
  readonly headers: { readonly Authorization: string }
  /** Of a browser, by plain HTTP. */
  readonly cookie: { readonly name: string; readonly value: string }
}

const NAME = 'ada'

/** An admin of the hub whose data lies there, who is let in by a token as by a cookie. The hub may run or not. */
export async function letIn(dataDir: string): Promise<LetIn> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const { events: file, vault: vaultFile } = dataFolder(dataDir)
  const codec = { encode: encodeEvents, decode: decodeEvents }
  const events = openSqliteLog({ file, clock: systemClock, codec, newId: randomUUID })
  const settings = v.parse(hubSettings, { dataDir })
  const by = { kind: 'command-line', name: 'test' } as const
  try {
    return await withAccounts({ events, vaultFile, clock: systemClock, settings }, async (accounts) => {
      await accounts.change({ type: 'add-user', user: NAME, role: 'admin', subject: null, first: false, by })
      const until = toSeconds(systemClock.now()) + 30 * DAY_S
      const token = await accounts.addToken(NAME, { name: randomUUID(), role: 'admin', until }, by)
      const begun = await accounts.letIn(NAME, { from: null, agent: null })
      if (token.kind !== 'added' || begun.kind !== 'begun') throw new Error('the test was not let in')
      return {
        headers: { Authorization: `Bearer ${token.secret}` },
        cookie: { name: 'watchkeeper', value: begun.secret },
      }
    })
  } finally {
    events.close()
  }
}
