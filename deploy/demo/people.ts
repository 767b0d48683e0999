import { randomUUID } from 'node:crypto'
import { openSqliteLog } from '../../hub/adapters/sqlite/log.ts'
import type { Role } from '../../hub/core/accounts/permission.ts'
import { decodeEvents, encodeEvents } from '../../hub/core/stored/stored-event.ts'
import type { dataFolder } from '../../hub/data-folder.ts'
import type { HubSettings } from '../../hub/settings/settings.ts'
import { Fault } from '../../shared/fault.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { DAY_S, toSeconds } from '../../shared/time.ts'
import { withAccounts } from '../cli/accounts.ts'

/** Whom a click on the demo's sign-in page lets in: one of each role. */
export const DEMO_PEOPLE: readonly { readonly name: string; readonly role: Role }[] = [
  { name: 'vera', role: 'viewer' },
  { name: 'otto', role: 'operator' },
  { name: 'anna', role: 'approver' },
  { name: 'adam', role: 'admin' },
]

const BY = { kind: 'command-line', name: 'demo' } as const
const TOKEN = 'the demo itself'

type PeopleParts = {
  readonly data: ReturnType<typeof dataFolder>
  readonly settings: HubSettings
  readonly clock: Clock
}

/** Gives the demo's people accounts, and the demo a token: it asks its hub, and enters maintenance. */
export async function admitPeople({ data, settings, clock }: PeopleParts): Promise<string> {
  const codec = { encode: encodeEvents, decode: decodeEvents }
  const events = openSqliteLog({ file: data.events, clock, codec, newId: randomUUID })
  try {
    return await withAccounts({ events, vaultFile: data.vault, clock, settings }, async (accounts) => {
      for (const { name, role } of DEMO_PEOPLE)
        await accounts.change({ type: 'add-user', user: name, role, subject: null, first: false, by: BY })
      const user = DEMO_PEOPLE.find(({ role }) => role === 'admin')?.name ?? ''
      for (const token of await accounts.tokens(user))
        if (token.name === TOKEN) await accounts.change({ type: 'revoke-token', token: token.id, user, by: BY })
      const until = toSeconds(clock.now()) + 365 * DAY_S
      const added = await accounts.addToken(user, { name: TOKEN, role: 'operator', until }, BY)
      if (added.kind === 'refused') throw new Fault('conflict', `the demo cannot come in: ${added.reason}`)
      return added.secret
    })
  } finally {
    events.close()
  }
}
