import { webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Fault } from '../../../shared/fault.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { readSecret } from '../../../shared/runtime/secret.ts'
import { type Identity, keepCertificates, keepTicketKeys } from '../certificates.ts'
import type { LinkTls } from './listen.ts'

export type TlsSource = {
  readonly folder: string
  /** The names and addresses under which agents dial the hub. */
  readonly names: readonly string[]
  /** Somebody else's certificate in place of the hub's own. */
  readonly configured: { readonly certFile: string; readonly keyFile: string } | undefined
  readonly keyExchange: LinkTls['keyExchange']
}

/** What the edge shows and keeps for TLS, as of now: made, renewed and rotated where that is due. */
export async function currentTls(
  { folder, names, configured, keyExchange }: TlsSource,
  clock: Clock,
): Promise<LinkTls> {
  const options = { folder, nowMs: clock.now(), crypto: webcrypto }
  const { keys: ticketKeys } = keepTicketKeys(options)
  const identity = configured === undefined ? await keepCertificates({ ...options, names }) : identityAt(configured)
  return { key: identity.key, cert: identity.cert, ticketKeys, keyExchange }
}

/** Once a day is often enough for certificates of two years and tickets of a week. */
const RENEW_MS = 86_400_000

/** Looks every day, and hands on what is current; the answer ends it. */
export function renewTls(source: TlsSource, clock: Clock, log: Log, use: (tls: LinkTls) => void): () => void {
  let cancel = clock.after(RENEW_MS, renew)
  function renew(): void {
    cancel = clock.after(RENEW_MS, renew)
    currentTls(source, clock).then(use, (error: unknown) =>
      log.error({ error }, 'the certificate could not be renewed; trying again in a day'),
    )
  }
  return () => cancel()
}

function identityAt({ certFile, keyFile }: { certFile: string; keyFile: string }): Identity {
  const key = readSecret(keyFile)
  if (key === null) throw new Fault('invalid', `${keyFile}, which mqtt.tls.keyFile in hub.yaml names, is missing`)
  try {
    return { key: key.toString(), cert: readFileSync(certFile, 'utf8') }
  } catch (cause) {
    throw new Fault('invalid', `${certFile}, which mqtt.tls.certFile in hub.yaml names, cannot be read`, { cause })
  }
}
