import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isSecure } from './whence.ts'

/**
 * A cookie of this host alone that no script reads. Over TLS its name makes browsers take it from nobody else and over nothing
 * else; on loopback, where there is no TLS, it cannot have that name. Lax: a link in a mail must find one signed in.
 */
export function createCookie(plainName: string) {
  const nameOf = (c: Context) => (isSecure(c) ? `__Host-${plainName}` : plainName)
  const attributes = (c: Context) => ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure(c) }) as const
  return {
    read: (c: Context): string | null => getCookie(c, nameOf(c)) ?? null,
    keep: (c: Context, value: string, forS: number): void =>
      setCookie(c, nameOf(c), value, { ...attributes(c), maxAge: Math.min(forS, MOST_S) }),
    drop: (c: Context): void => {
      deleteCookie(c, nameOf(c), attributes(c))
    },
  }
}

/** Browsers keep nothing longer. */
const MOST_S = 400 * 86_400

export const sessionCookie = createCookie('watchkeeper')
