import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { matchedRoutes } from 'hono/route'
import type { By } from '../core/events.ts'
import { allows, type Role } from '../core/permission.ts'
import type { Gate, Person, Shown } from '../ports/gate.ts'
import type { Refusal } from './answer.ts'
import { needsOf } from './roles.ts'

export const SESSION_COOKIE = 'watchkeeper'

declare module 'hono' {
  interface ContextVariableMap {
    visitor: Person | null
  }
}

/** Who asks, as the door has let them in; null where it stands open. */
export const visitorOf = (c: Context): Person | null => c.get('visitor') ?? null

/** Who is to be recorded with what this request does. */
export function byOf(c: Context): By {
  const visitor = visitorOf(c)
  if (visitor === null) throw new Error(`${c.req.path} does something, and is open to all`)
  return visitor.by
}

type Refuse = (c: Context, refusal: Refusal) => Response | Promise<Response>

/** Stands before every route, and lets in whoever has the role that the table of routes asks for. */
export function createDoor(gate: Gate, refuse: Refuse): MiddlewareHandler {
  return async (c, next) => {
    const needs = needsOf(matchedRoutes(c))
    const visitor = needs === 'signed' ? null : await gate.who(shownBy(c))
    c.set('visitor', visitor)
    if (needs === null || needs === 'open' || needs === 'signed') return next()
    if (needs === 'closed') return refuse(c, { status: 403, detail: 'Nobody may ask for this address.' })
    if (visitor === null) {
      c.header('WWW-Authenticate', 'Bearer realm="watchkeeper"')
      return refuse(c, notSignedIn)
    }
    if (!allows(visitor.role, needs)) return refuse(c, notAllowed(visitor, needs, await gate.admins()))
    return next()
  }
}

const shownBy = (c: Context): Shown => ({
  session: getCookie(c, SESSION_COOKIE) ?? null,
  token: /^Bearer (\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? null,
})

const notSignedIn: Refusal = {
  status: 401,
  detail: 'This is for people who have signed in, and for programs that show a token.',
}

function notAllowed({ name, role }: Person, needs: Role, admins: readonly string[]): Refusal {
  const who = admins.length === 0 ? 'an admin of this hub' : `an admin of this hub: ${admins.slice(0, 3).join(', ')}`
  return {
    status: 403,
    detail: `This needs the role ${needs}. You are ${name}, and your role is ${role}.`,
    hint: `If you should have it, ask ${who}.`,
  }
}
