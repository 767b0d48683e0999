import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { allows, type Role } from '../../core/accounts/permission.ts'
import type { By } from '../../core/by.ts'
import type { Gate, Person, Shown } from '../../ports/gate.ts'
import type { Refusal } from '../answer.ts'
import { isOfHtmx } from '../form.ts'
import { sessionCookie } from './cookie.ts'
import { safeReturn, senderOf } from './own-pages.ts'
import { needsOf } from './roles.ts'
import { whenceOf } from './whence.ts'

declare module 'hono' {
  interface ContextVariableMap {
    visitor: Person | null
  }
}

/** Who asks, as the door has let them in; null where it stands open. */
export const visitorOf = (c: Context): Person | null => c.get('visitor') ?? null

/** Whoever a route that is not open was reached by. */
export function personOf(c: Context): Person {
  const visitor = visitorOf(c)
  if (visitor === null) throw new Error(`${c.req.path} is for somebody, and open to all`)
  return visitor
}

/** Whether whoever asks may do what takes the role: what they may not is not offered. */
export function may(c: Context, role: Role): boolean {
  const visitor = visitorOf(c)
  return visitor !== null && allows(visitor.role, role)
}

/** Who is to be recorded with what this request does. */
export const byOf = (c: Context): By => personOf(c).by

type DoorOptions = {
  readonly gate: Gate
  readonly publicUrl: string | null
  readonly refuse: (c: Context, refusal: Refusal) => Response | Promise<Response>
  readonly wantsPage: (c: Context) => boolean
}

/** Stands before every route, and lets in whoever has the role that the table of routes asks for. */
export function createDoor({ gate, publicUrl, refuse, wantsPage }: DoorOptions): MiddlewareHandler {
  return async (c, next) => {
    const needs = needsOf(matchedRoutes(c))
    if (needs === 'signed') return next()
    if (needs === 'closed') return refuse(c, closed)
    const visitor = await gate.who(shownBy(c))
    c.set('visitor', visitor)
    if (needs === null) return next()
    if (needs !== 'open' && visitor === null) return turnAway(c)
    if (changes(c) && !isOwn(c, visitor)) return refuse(c, foreign)
    if (needs === 'open' || visitor === null) return next()
    const role = needs === 'approver in person' ? 'approver' : needs
    if (!allows(visitor.role, role)) return refuse(c, notAllowed(visitor, role, await gate.admins()))
    return role !== needs && visitor.session === null ? refuse(c, inPersonOnly) : next()
  }

  /** A program needs no page of ours, and no browser adds its token to what a foreign page sends. */
  function isOwn(c: Context, visitor: Person | null): boolean {
    const sender = senderOf(c, publicUrl)
    return sender === 'ours' || (sender === 'unsaid' && visitor !== null && visitor.session === null)
  }

  /** People are shown where to sign in, and come back from there to what they wanted to see. */
  function turnAway(c: Context): Response | Promise<Response> {
    if (isOfHtmx(c)) {
      const shown = URL.parse(c.req.header('HX-Current-URL') ?? '')
      c.header('HX-Redirect', signInAt(shown === null ? '/' : `${shown.pathname}${shown.search}`))
    } else if (wantsPage(c) && !changes(c)) {
      return c.redirect(signInAt(c.req.url.replace(/^[a-z]+:\/\/[^/]*/i, '')), 303)
    }
    c.header('WWW-Authenticate', 'Bearer realm="watchkeeper"')
    return refuse(c, changes(c) ? notSignedInAnyMore : notSignedIn)
  }
}

/** Asked again by a stream that stays open: whoever opened it is still let in, and may do what they might then. */
export const mayStillRead = (gate: Gate, c: Context) => async (): Promise<boolean> =>
  (await gate.who(shownBy(c)))?.role === personOf(c).role

/** Whether something is to be changed: whoever only looks uses no other method. */
export const changes = (c: Context): boolean => c.req.method !== 'GET' && c.req.method !== 'HEAD'

const signInAt = (to: string): string => {
  const back = safeReturn(to)
  return back === '/' ? '/login' : `/login?to=${encodeURIComponent(back)}`
}

const shownBy = (c: Context): Shown => ({
  session: sessionCookie.read(c),
  token: /^Bearer (\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? null,
  from: whenceOf(c).from,
})

const closed: Refusal = { status: 403, detail: 'Nobody may ask for this address.' }

const foreign: Refusal = {
  status: 403,
  detail: 'The request did not come from a page of this hub.',
  hint: 'Open the page here, and do it there.',
}

const inPersonOnly: Refusal = {
  status: 403,
  detail: 'No ticket without the yes of a human: this is for people who have signed in, and a token is of a program.',
  hint: 'Sign in at /login, and decide on /approvals.',
}

const notSignedIn: Refusal = {
  status: 401,
  detail: 'This is for people who have signed in, and for programs that show a token.',
  hint: 'Sign in at /login, or send `Authorization: Bearer` with a token from /account.',
}

const notSignedInAnyMore: Refusal = {
  status: 401,
  detail: 'You are not signed in, or not any more.',
  hint: 'Sign in at /login, go back, and send it again: your entry is still in its form.',
}

function notAllowed({ name, role }: Person, needs: Role, admins: readonly string[]): Refusal {
  const who = admins.length === 0 ? 'an admin of this hub' : `an admin of this hub: ${admins.slice(0, 3).join(', ')}`
  return {
    status: 403,
    detail: `This needs the role ${needs}. You are ${name}, and your role is ${role}.`,
    hint: `If you should have it, ask ${who}.`,
  }
}
