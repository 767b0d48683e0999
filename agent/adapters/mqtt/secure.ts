import { X509Certificate } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls'
import type { Seconds } from '../../../shared/time.ts'
import type { HubAddress } from './address.ts'

export type Trust = {
  /** The certificates of the pinned authority in PEM; null for those that Node knows. */
  readonly ca: string | null
  /** The groups offered in the handshake. */
  readonly keyExchange: string
  /** A clock before this is plainly wrong. */
  readonly builtAt: Seconds
}

/** A TLS client on a raw socket, so that the bytes are counted below it. Its certificate is judged by `judge`. */
export function secure(raw: Socket, { host }: HubAddress, trust: Trust, ticket: Buffer | null): TLSSocket {
  return connect({
    socket: raw,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(trust.ca === null ? {} : { ca: trust.ca }),
    ...(ticket === null ? {} : { session: ticket }),
    ...FRUGAL,
    ecdhCurve: trust.keyExchange,
    rejectUnauthorized: false,
  })
}

/** Nothing is offered but what every TLS 1.3 server must know: a sixth of a resumed connection is saved. */
const FRUGAL = { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' } as const

export type Judgement =
  | { readonly trusted: true; readonly clockFault: boolean }
  | { readonly trusted: false; readonly why: string }

/**
 * Whether the other end is the hub. A ship whose clock restarted must not go mute: while the clock is plainly wrong, a
 * certificate of the pinned authority that fails by nothing but its date is good.
 */
export function judge(socket: TLSSocket, host: string, { ca, builtAt }: Trust, now: Seconds): Judgement {
  if (socket.authorized) return { trusted: true, clockFault: false }
  const why = refusal(String(socket.authorizationError), ca)
  const failsByDate = DATES.has(String(socket.authorizationError))
  if (!failsByDate || ca === null || now >= builtAt) return { trusted: false, why }
  const shown = socket.getPeerCertificate()
  if (!isIssuedBy(ca, new X509Certificate(shown.raw)) || checkServerIdentity(host, shown))
    return { trusted: false, why }
  return { trusted: true, clockFault: true }
}

/** OpenSSL's word for it, and for what is commonest a person's. */
function refusal(code: string, ca: string | null): string {
  const why = `its certificate is refused: ${code}`
  if (!STRANGERS.has(code)) return why
  const cure =
    ca === null
      ? 'if the hub has an authority of its own, hub.caFile in agent.yaml must name its ca.pem'
      : 'it is not of the authority that hub.caFile in agent.yaml names; ask shore for its ca.pem'
  return `${why}: ${cure}`
}

const STRANGERS = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  // Of an authority of the same name: a hub that was set up anew.
  'CERT_SIGNATURE_FAILURE',
])

const DATES = new Set(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'])

/** OpenSSL reports one error of a chain, and a wrong date hides an unknown issuer: so the signature is looked at again. */
function isIssuedBy(ca: string, certificate: X509Certificate): boolean {
  return certificatesIn(ca).some(
    (issuer) => issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey),
  )
}

/** The certificates in a text of PEM; what cannot be read as one is left out. */
export const certificatesIn = (text: string): readonly X509Certificate[] =>
  (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).flatMap((pem) => {
    try {
      return [new X509Certificate(pem)]
    } catch {
      return []
    }
  })
