import { Hono } from 'hono'
import type { PasswordErrors } from '../../../web/pages/accounts/account.ts'
import type { Accounts } from '../../ports/accounts.ts'
import { personOf } from '../door/door.ts'
import { fieldsOf } from '../form.ts'
import { type AccountPage, shortOf } from './account-page.ts'

/** `/account`: what people see and do of their own account. */
export function createAccount(accounts: Accounts, page: AccountPage): Hono {
  const app = new Hono()

  app.get('/account', async (c) => c.html(await page(c, { done: c.req.query('changed') !== undefined })))

  app.post('/account/password', async (c) => {
    const { old = '', fresh = '', again } = await fieldsOf(c)
    if (fresh !== again) return c.html(await page(c, { errors: { again: 'is not the same' } }), 422)
    const answer = await accounts.changePassword(personOf(c), old, fresh)
    if (answer === 'done') return c.redirect('/account?changed', 303)
    return c.html(await page(c, { errors: passwordErrors(answer) }), 422)
  })

  app.post('/account/sessions/end-others', async (c) => {
    await accounts.endSessions(personOf(c), 'others')
    return c.redirect('/account', 303)
  })

  app.post('/account/sessions/:session/end', async (c) => {
    const person = personOf(c)
    const session = accounts.sessions(person.name).find(({ id }) => shortOf(id) === c.req.param('session'))
    if (session !== undefined) await accounts.endSessions(person, { only: session.id })
    return c.redirect('/account', 303)
  })
  return app
}

function passwordErrors(answer: 'wrong' | 'locked' | { readonly problem: string }): PasswordErrors {
  if (answer === 'wrong') return { old: 'is not your password' }
  if (answer === 'locked') return { old: 'was wrong too often: try again in a quarter of an hour' }
  return { fresh: answer.problem }
}
