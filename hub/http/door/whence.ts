import type { Context, MiddlewareHandler } from 'hono'
import { isLoopback } from '../../../shared/address.ts'
import type { Whence } from '../../ports/accounts.ts'
import type { Refusal } from '../answer.ts'

/** The other end of a connection. */
export type Peer = { readonly address: string | null; readonly tls: boolean }

export type Front = {
  /** Whether this address is that of a proxy in front of us, which says for whom it asks. */
  readonly trusts: (address: string) => boolean
  /** As people open it; null where nothing says so. */
  readonly publicUrl: string | null
}

declare module 'hono' {
  interface ContextVariableMap {
    from: string | null
    secure: boolean
  }
}

/** Where the request comes from, as far as anybody who can be believed says so. */
export const whenceOf = (c: Context): Whence => ({
  from: c.get('from') ?? null,
  agent: c.req.header('User-Agent') ?? null,
})

/** Whether the browser speaks TLS, with us or with the proxy in front. */
export const isSecure = (c: Context): boolean => c.get('secure') ?? false

const YEAR = 'max-age=31536000'

/** Before all: who speaks to us, and whether others could listen. Passwords do not go through the open. */
export function createWhence(
  { trusts, publicUrl }: Front,
  { address, tls }: Peer,
  refuse: (c: Context, refusal: Refusal) => Response | Promise<Response>,
): MiddlewareHandler {
  const isPublicTls = publicUrl?.startsWith('https:') ?? false
  return async (c, next) => {
    const isProxy = address !== null && trusts(address)
    const proto = c.req.header('X-Forwarded-Proto')?.toLowerCase()
    const secure = tls || (isProxy && (proto === undefined ? isPublicTls : proto === 'https'))
    c.set('secure', secure)
    c.set('from', isProxy ? clientBehind(address, c.req.header('X-Forwarded-For') ?? '', trusts) : address)
    const isOpen = isProxy ? isPublicTls : address !== null && !isLoopback(plain(address))
    if (!secure && isOpen) return refuse(c, inTheOpen(publicUrl))
    await next()
    if (secure) {
      c.res.headers.set('Strict-Transport-Security', YEAR)
      c.res.headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    }
    return
  }
}

/** Each proxy adds on the right whom it speaks for: the first from there that is none of ours is the client. */
function clientBehind(proxy: string, forwardedFor: string, trusts: Front['trusts']): string {
  const chain = forwardedFor
    .split(',')
    .map((one) => withoutPort(one.trim()))
    .filter((one) => one !== '')
  return chain.findLast((one) => !trusts(one)) ?? chain[0] ?? proxy
}

/** Some proxies tell it as well, and each attempt from another port would count as from another place. */
const withoutPort = (one: string): string => one.replace(/^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$/, '$1$2')

/** An IPv4 address as such, also where the socket speaks IPv6. */
const plain = (address: string): string => address.replace(/^::ffff:/, '')

const inTheOpen = (publicUrl: string | null): Refusal => ({
  status: 403,
  detail: 'This hub is asked by TLS, through the proxy in front of it.',
  ...(publicUrl !== null && { hint: `Open ${publicUrl}` }),
})
