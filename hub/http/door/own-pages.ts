import type { Context } from 'hono'

/** What a request says of the page that sent it: ours, a foreign one, or nothing. */
export function senderOf(c: Context, publicUrl: string | null): 'ours' | 'foreign' | 'unsaid' {
  const site = c.req.header('Sec-Fetch-Site')
  if (site !== undefined) return site === 'same-origin' ? 'ours' : 'foreign'
  const origin = c.req.header('Origin')
  if (origin === undefined) return 'unsaid'
  const host = URL.parse(origin)?.host
  const isOurs = host !== undefined && (host === c.req.header('Host')?.toLowerCase() || host === hostOf(publicUrl))
  return isOurs ? 'ours' : 'foreign'
}

const hostOf = (address: string | null): string | null => (address === null ? null : (URL.parse(address)?.host ?? null))

/** Where to go on after signing in: a page of ours, whatever an address says. */
export function safeReturn(to: string | undefined): string {
  const here = 'http://here'
  const address = URL.parse(to ?? '', here)
  if (to === undefined || !to.startsWith('/') || address === null || address.origin !== here) return '/'
  if (/^\/(login|logout|setup|live|api|static)(\/|$)/.test(address.pathname) || address.pathname.startsWith('//'))
    return '/'
  return `${address.pathname}${address.search}${address.hash}`
}
