import { type Context, Hono } from 'hono'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../shared/time.ts'
import { noLinkMain, type PasswordLinkView, passwordLinkMain } from '../../../web/pages/accounts/password-link.ts'
import type { Accounts } from '../../ports/accounts.ts'
import { whenceOf } from '../door/whence.ts'
import { fieldsOf } from '../form.ts'
import type { Frame } from '../frame.ts'
import { enter } from './enter.ts'

type SetupOptions = { readonly accounts: Accounts; readonly frame: Frame; readonly clock: Clock }

/** `/setup`, where one-time links lead: looking uses nothing up, choosing a password does. */
export function createSetup({ accounts, frame, clock }: SetupOptions): Hono {
  const app = new Hono()

  const linkPage = (c: Context, view: PasswordLinkView): string =>
    frame(c, { title: 'Your password', main: passwordLinkMain(view), stream: null, open: null })
  const noLink = (c: Context): Response | Promise<Response> =>
    c.html(frame(c, { title: 'No such link', main: noLinkMain, stream: null, open: null }), 410)

  app.get('/setup', (c) => {
    const code = c.req.query('code') ?? ''
    const link = accounts.link(code)
    return link === null ? noLink(c) : c.html(linkPage(c, { code, user: link.user, name: '', errors: {} }))
  })

  app.post('/setup', async (c) => {
    const { code = '', name = '', password = '', again } = await fieldsOf(c)
    const link = accounts.link(code)
    if (link === null) return noLink(c)
    const refuse = (errors: PasswordLinkView['errors']) =>
      c.html(linkPage(c, { code, user: link.user, name, errors }), 422)
    if (password !== again) return refuse({ again: 'is not the same' })
    const taken = await accounts.takeLink(code, { name: name.trim().toLowerCase(), password }, whenceOf(c))
    if (taken.kind === 'invalid') return refuse({ [taken.field]: taken.words })
    if (taken.kind === 'no-link') return noLink(c)
    await enter(c, accounts, taken, toSeconds(clock.now()))
    return c.redirect('/', 303)
  })
  return app
}
