import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Fault } from '../../../shared/fault.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { toSeconds } from '../../../shared/time.ts'
import type { AccountRefusal } from '../../core/accounts/account-command.ts'
import type { Accounts } from '../../ports/accounts.ts'
import type { Kept, SignOn } from '../../ports/sign-on.ts'
import { createCookie } from '../door/cookie.ts'
import { safeReturn } from '../door/own-pages.ts'
import { whenceOf } from '../door/whence.ts'
import { enter } from './enter.ts'

export type SignOnOptions = {
  readonly accounts: Accounts
  readonly signOn: SignOn
  readonly clock: Clock
  readonly log: Log
  /** The sign-in page, with why it did not work. */
  readonly page: (c: Context, words: string) => Promise<string>
}

const LONGEST_S = 600

const keptSchema = v.pipe(
  v.string(),
  v.transform((text) => Buffer.from(text, 'base64url').toString()),
  v.parseJson(),
  v.object({ state: v.string(), nonce: v.string(), verifier: v.string(), to: v.string() }),
)

/** `/login/sso`, which sends the browser to the provider, and `/login/sso/return`, to which it comes back. */
export function createSignOn({ accounts, signOn, clock, log, page }: SignOnOptions): Hono {
  const app = new Hono()
  const cookie = createCookie('watchkeeper-sso')

  app.get('/login/sso', async (c) => {
    const begun = await signOn.begin().catch(unavailable)
    if (begun instanceof Fault) return c.html(await page(c, sentences(begun)), 503)
    const kept: Kept & { to: string } = { ...begun.kept, to: safeReturn(c.req.query('to')) }
    cookie.keep(c, Buffer.from(JSON.stringify(kept)).toString('base64url'), LONGEST_S)
    return c.redirect(begun.address, 303)
  })

  app.get('/login/sso/return', async (c) => {
    const kept = v.safeParse(keptSchema, cookie.read(c) ?? '')
    cookie.drop(c)
    if (!kept.success)
      return c.html(
        await page(c, `This browser did not ask ${signOn.name} to sign in, or it took too long: begin again.`),
        422,
      )
    const query = new URL(c.req.url).searchParams
    const found = await signOn.finish(query, kept.output).catch(unavailable)
    if (found instanceof Fault) return c.html(await page(c, sentences(found)), 503)
    if (found.kind !== 'recognised') {
      log.warn({ words: found.words }, 'somebody could not sign on')
      if (found.kind === 'no-role') await accounts.signOff(found.subject)
      return c.html(await page(c, `${found.words} ${ASK}`), 403)
    }
    const begun = await accounts.signOn(found.identity, whenceOf(c))
    if (begun.kind === 'refused')
      return c.html(await page(c, refusalWords(begun.reason, signOn.name, found.identity.name)), 403)
    await enter(c, accounts, begun, toSeconds(clock.now()))
    return c.redirect(safeReturn(kept.output.to), 303)
  })

  function unavailable(error: unknown): Fault {
    if (!(error instanceof Fault)) throw error
    log.warn({ error }, 'the provider of single sign-on cannot be reached')
    return error
  }
  return app
}

const ASK = 'Ask an admin of this hub.'

const sentences = ({ message, hint }: Fault): string => (hint === undefined ? message : `${message} ${hint}`)

function refusalWords(reason: AccountRefusal, provider: string, name: string): string {
  switch (reason) {
    case 'taken':
      return `There is an account ${name} with a password here already, and it is not the one that ${provider} vouches for. ${ASK}`
    case 'disabled':
      return `Your account is disabled. ${ASK}`
    case 'no-name':
      return `${name}, as ${provider} calls you, cannot be a name here. ${ASK}`
    default:
      return `You cannot come in now (${reason}). ${ASK}`
  }
}
