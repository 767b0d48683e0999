import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Fault } from '../../../shared/fault.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { iso, toSeconds } from '../../../shared/time.ts'
import { type UsersView, type UserView, usersMain } from '../../../web/pages/accounts/users.ts'
import type { User } from '../../core/accounts/account.ts'
import { type AccountCommand, type AccountRefusal, isUserName } from '../../core/accounts/account-command.ts'
import { ROLES } from '../../core/accounts/permission.ts'
import type { Accounts } from '../../ports/accounts.ts'
import type { Views } from '../../ports/views.ts'
import { byOf } from '../door/door.ts'
import { fieldsOf } from '../form.ts'
import type { Frame } from '../frame.ts'
import { openAlerts } from '../pictures.ts'

type UsersOptions = {
  readonly accounts: Accounts
  readonly views: Views
  readonly frame: Frame
  readonly clock: Clock
  /** As people open the hub; null where only the request says it. */
  readonly publicUrl: string | null
}

const role = v.picklist(ROLES, 'choose a role')
const NO_ENTRY = { name: '', role: 'viewer', error: null } as const

/** `/users`: where admins say who may come in. */
export function createUsers({ accounts, views, frame, clock, publicUrl }: UsersOptions): Hono {
  const app = new Hono()
  const now = () => toSeconds(clock.now())

  async function page(c: Context, more: Partial<Pick<UsersView, 'entry' | 'refusal' | 'link'>>): Promise<string> {
    const users = (await accounts.users()).map((user) => userView(user, now()))
    const view = { now: iso(now()), users, roles: ROLES, entry: NO_ENTRY, refusal: null, link: null, ...more }
    return frame(c, { title: 'Users', main: usersMain(view), stream: null, open: await openAlerts(views) })
  }

  async function withLink(c: Context, user: string): Promise<Response> {
    const made = await accounts.makeLink(user, byOf(c))
    if (made.kind === 'refused') return c.html(await page(c, { refusal: refusalWords(made.reason, user) }), 409)
    const address = `${publicUrl ?? new URL(c.req.url).origin}/setup?code=${made.secret}`
    return c.html(await page(c, { link: { user, address, until: iso(made.until) } }))
  }

  async function change(c: Context, command: AccountCommand & { readonly user: string }): Promise<Response> {
    const answer = await accounts.change(command)
    if (answer.kind === 'done') return c.redirect('/users', 303)
    return c.html(await page(c, { refusal: refusalWords(answer.reason, command.user) }), 409)
  }

  app.get('/users', async (c) => c.html(await page(c, {})))

  app.post('/users', async (c) => {
    const fields = await fieldsOf(c)
    const name = (fields.name ?? '').trim().toLowerCase()
    const given = v.safeParse(role, fields.role)
    const refuse = async (error: string) =>
      c.html(await page(c, { entry: { name, role: given.success ? given.output : 'viewer', error } }), 422)
    if (!isUserName(name)) return refuse('takes small letters, digits and . _ @ + -, such as ada or ada@example.com')
    if (!given.success) return refuse('choose a role')
    const by = byOf(c)
    const answer = await accounts.change({
      type: 'add-user',
      user: name,
      role: given.output,
      subject: null,
      first: false,
      by,
    })
    return answer.kind === 'done' ? withLink(c, name) : refuse(refusalWords(answer.reason, name))
  })

  app.post('/users/:user/role', async (c) => {
    const given = v.safeParse(role, (await fieldsOf(c)).role)
    if (!given.success) throw new Fault('invalid', 'There is no such role.')
    return change(c, { type: 'change-role', user: c.req.param('user'), role: given.output, by: byOf(c) })
  })

  app.post('/users/:user/disable', async (c) => {
    return change(c, { type: 'disable-user', user: c.req.param('user'), reason: null, by: byOf(c) })
  })

  app.post('/users/:user/enable', async (c) => {
    return change(c, { type: 'enable-user', user: c.req.param('user'), by: byOf(c) })
  })

  app.post('/users/:user/link', async (c) => {
    return withLink(c, c.req.param('user'))
  })
  return app
}

const userView = (user: User, now: number): UserView => ({
  name: user.name,
  role: user.role,
  signsOn: user.subject !== null,
  disabled: user.disabled,
  lockedUntil: user.lockedUntil !== null && user.lockedUntil > now ? iso(user.lockedUntil) : null,
  signedIn: user.signedInAt === null ? null : iso(user.signedInAt),
})

function refusalWords(reason: AccountRefusal, user: string): string {
  switch (reason) {
    case 'last-admin':
      return `${user} is the last admin: make another one first.`
    case 'taken':
      return 'is taken already'
    case 'signs-on':
      return `${user} signs in by single sign-on, which says the role and keeps the password.`
    case 'no-user':
      return `There is no user ${user}.`
    default:
      return `Not done (${reason}).`
  }
}
