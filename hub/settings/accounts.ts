import * as v from 'valibot'
import { isLoopback } from '../../shared/address.ts'
import { duration } from '../../shared/duration.ts'
import { ROLES } from '../core/accounts/permission.ts'

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))

function isIssuer(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
}

/** Signing in at a provider of OpenID Connect, beside the accounts that the hub has itself. */
const signOn = v.strictObject({
  /** As people call it. */
  name: v.optional(v.pipe(text, v.maxLength(40, 'takes at most 40 characters')), 'single sign-on'),
  issuer: v.pipe(v.string(), v.check(isIssuer, 'must be the https address of the provider, as it names itself')),
  clientId: text,
  /** Left out for a public client. */
  clientSecretFile: v.optional(text),
  scope: v.optional(text, 'openid email profile'),
  /** Which claim is the name here, and which one says the role. */
  nameClaim: v.optional(text, 'email'),
  roleClaim: text,
  roles: v.pipe(
    v.record(text, v.picklist(ROLES, `must be one of ${ROLES.join(', ')}`)),
    v.check((roles) => Object.keys(roles).length > 0, 'must give at least one value a role'),
  ),
})

export const accountEntries = {
  accounts: v.optional(
    v.pipe(
      v.strictObject({
        /** A session that is not used for so long ends, and any session after `longest`. */
        idle: v.optional(duration(60), '24h'),
        longest: v.optional(duration(60), '14d'),
      }),
      v.check(({ idle, longest }) => idle <= longest, 'idle must not be longer than longest'),
    ),
    {},
  ),
  signOn: v.optional(signOn),
}

export const accountExample = `accounts: { idle: 24h, longest: 14d }
signOn:
  name: Company login
  issuer: https://login.example.com
  clientId: watchkeeper
  clientSecretFile: /etc/watchkeeper/client-secret
  scope: openid email profile
  nameClaim: email
  roleClaim: groups
  roles: { fleet-it: admin, shore-ops: operator, superintendents: approver, everybody: viewer }
`
