import { isUserName } from '../core/accounts/account-command.ts'
import type { Accounts } from '../ports/accounts.ts'
import type { Vault } from '../ports/vault.ts'
import type { Directory } from './directory.ts'
import type { Begin } from './sign-in.ts'

type SignOnParts = { readonly directory: Directory; readonly vault: Vault; readonly begin: Begin }

/** Whom a provider vouches for comes in by the role that it gives, and is made an account the first time. */
export function createSignOn({ directory, vault, begin }: SignOnParts): Pick<Accounts, 'signOn' | 'signOff'> {
  const known = async (subject: string) =>
    [...(await directory.now()).users.values()].find((user) => user.subject === subject)

  return {
    async signOn({ subject, name: given, role }, whence) {
      const user = await known(subject)
      const name = user?.name ?? given.trim().toLowerCase()
      if (user === undefined) {
        if (!isUserName(name)) return { kind: 'refused', reason: 'no-name' }
        const by = { kind: 'user', name } as const
        const added = await directory.change({ type: 'add-user', user: name, role, subject, first: false, by })
        if (added.kind === 'refused') return added
      } else {
        await directory.change({ type: 'change-role', user: name, role, by: { kind: 'hub' } })
      }
      return begin(name, 'sign-on', whence)
    },

    async signOff(subject) {
      const user = await known(subject)
      if (user === undefined) return
      const by = { kind: 'hub' } as const
      await directory.change({ type: 'change-role', user: user.name, role: null, by })
      if (vault.end(user.name, 'all') > 0)
        await directory.change({ type: 'sign-out', user: user.name, which: 'all', by })
    },
  }
}
