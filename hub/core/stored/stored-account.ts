import * as v from 'valibot'
import { ENDED_SESSIONS, SIGNED_IN_BY } from '../accounts/account.ts'
import { ROLES } from '../accounts/permission.ts'
import { by, kind, seconds, text } from './parts.ts'

const role = v.picklist(ROLES)
const from = v.nullable(text)

/** The stored kinds of what happens to accounts. */
export const accountKinds = [
  kind('user-added', { user: text, role, subject: v.nullable(text), by }),
  kind('user-role-changed', { user: text, role: v.nullable(role), by }),
  kind('user-disabled', { user: text, reason: v.nullable(text), by }),
  kind('user-enabled', { user: text, by }),
  kind('user-locked', { user: text, until: seconds, from }),
  kind('link-made', { user: v.nullable(text), until: seconds, by }),
  kind('password-set', { user: text, by }),
  kind('signed-in', { user: text, how: v.picklist(SIGNED_IN_BY), from, by }),
  kind('signed-out', { user: text, which: v.picklist(ENDED_SESSIONS), by }),
  kind('token-added', { token: text, name: text, user: text, role, until: seconds, hash: text, by }),
  kind('token-revoked', { token: text, user: text, by }),
] as const
