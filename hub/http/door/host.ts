import { isLoopback } from '../../../shared/address.ts'

/** Whether a request's `Host` header names us; others may be a foreign page that had its own name pointed here. */
export function isKnownHost(header: string | undefined, hosts: readonly string[]): boolean {
  const name = header?.toLowerCase().replace(/:\d+$/, '') ?? ''
  return isLoopback(name) || hosts.includes(name)
}
