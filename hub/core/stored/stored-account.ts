import * as v from 'valibot'
import { ENDED_SESSIONS, SIGNED_IN_BY } from '../accounts/account.ts'
import { ROLES } from '../accounts/permission.ts'
import type { By } from '../by.ts'

const dated = { at: v.pipe(v.number(), v.integer()), learnedAt: v.pipe(v.number(), v.integer()) }
const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), ...dated, ...entries })

const user = v.string()
const role = v.picklist(ROLES)
const until = v.pipe(v.number(), v.integer())
const from = v.nullable(v.string())

/** The stored kinds of what happens to accounts. */
export const accountKinds = (by: v.GenericSchema<unknown, By>) =>
  [
    kind('user-added', { user, role, subject: v.nullable(v.string()), by }),
    kind('user-role-changed', { user, role, by }),
    kind('user-disabled', { user, reason: v.nullable(v.string()), by }),
    kind('user-enabled', { user, by }),
    kind('user-locked', { user, until, from }),
    kind('link-made', { user: v.nullable(user), until, by }),
    kind('password-set', { user, by }),
    kind('signed-in', { user, how: v.picklist(SIGNED_IN_BY), from, by }),
    kind('signed-out', { user, which: v.picklist(ENDED_SESSIONS), by }),
    kind('token-added', { token: v.string(), name: v.string(), user, role, until, hash: v.string(), by }),
    kind('token-revoked', { token: v.string(), user, by }),
  ] as const
