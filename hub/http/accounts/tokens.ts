import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../shared/time.ts'
import type { AccountRefusal } from '../../core/accounts/account-command.ts'
import { ROLES } from '../../core/accounts/permission.ts'
import type { Accounts } from '../../ports/accounts.ts'
import { personOf } from '../door/door.ts'
import { fieldsOf } from '../form.ts'
import { type AccountPage, NO_ENTRY, TOKEN_LENGTHS } from './account-page.ts'

const tokenSchema = v.object({
  name: v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.minLength(1, 'say what it is for'),
    v.maxLength(60, 'takes at most 60 characters'),
    v.regex(/^\P{Cc}*$/u, 'takes letters and signs only'),
  ),
  role: v.picklist(ROLES, 'choose a role'),
  for: v.pipe(
    v.optional(v.string(), ''),
    v.transform((text) => TOKEN_LENGTHS.find(([value]) => value === text)?.[2]),
    v.number('choose how long it is good'),
  ),
})

/** `/account/tokens`: what lets programs in; each is shown once. */
export function createTokens(accounts: Accounts, page: AccountPage, clock: Clock): Hono {
  const app = new Hono()

  app.post('/account/tokens', async (c) => {
    const fields = await fieldsOf(c)
    const person = personOf(c)
    const refuse = async (error: string) =>
      c.html(await page(c, { token: { name: fields.name ?? '', error, secret: null } }), 422)
    const read = v.safeParse(tokenSchema, fields)
    if (!read.success) return refuse(read.issues[0].message)
    const { name, role, for: forS } = read.output
    const until = toSeconds(clock.now()) + forS
    const added = await accounts.addToken(person.name, { name, role, until }, person.by)
    if (added.kind === 'refused') return refuse(tokenRefusal(added.reason))
    return c.html(await page(c, { token: { ...NO_ENTRY, secret: added.secret } }))
  })

  app.post('/account/tokens/:token/revoke', async (c) => {
    const { name, by } = personOf(c)
    await accounts.change({ type: 'revoke-token', token: c.req.param('token'), user: name, by })
    return c.redirect('/account', 303)
  })
  return app
}

function tokenRefusal(reason: AccountRefusal): string {
  if (reason === 'taken') return 'you have a token of this name already'
  if (reason === 'too-many') return 'you have as many tokens as one may have: revoke one'
  return reason === 'above-own-role' ? 'a token may not do more than you may' : `cannot be made (${reason})`
}
