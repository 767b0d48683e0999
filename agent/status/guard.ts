import { isIP } from 'node:net'
import type { Clock } from '../../shared/runtime/clock.ts'

/**
 * Whether a request may be for this page, by its Host header. A page elsewhere that has its own name point to this
 * machine (DNS rebinding) comes with a name that has dots in it; the crew comes by address, by a plain name or by `.local`.
 */
export function isOwnHost(header: string | undefined): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(header ?? '') ?? []
  if (bracketed !== undefined) return isIP(bracketed) === 6
  if (plain === undefined) return false
  return isIP(plain) === 4 || /^[a-z0-9_-]+(\.local)?\.?$/i.test(plain)
}

export type Limit = { readonly requests: number; readonly windowMs: number }

const PEERS_AT_ONCE = 1000

/** Says whether a peer may have one more answer in this window. */
export function createLimiter(clock: Clock, { requests, windowMs }: Limit): (peer: string) => boolean {
  const used = new Map<string, number>()
  let began = clock.monotonic()
  return (peer) => {
    if (clock.monotonic() - began >= windowMs) {
      used.clear()
      began = clock.monotonic()
    }
    const count = (used.get(peer) ?? 0) + 1
    if (count > requests || (count === 1 && used.size >= PEERS_AT_ONCE)) return false
    used.set(peer, count)
    return true
  }
}
