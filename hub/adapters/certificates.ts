import { createPrivateKey, type webcrypto, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { Fault } from '../../shared/fault.ts'
import { createWhole, readSecret, writeWhole } from '../../shared/runtime/secret.ts'

/** What a TLS server shows and keeps to itself, as PEM. */
export type Identity = { readonly key: string; readonly cert: string }

export type Certificates = Identity & {
  /** What the vessels pin. */
  readonly ca: string
  readonly caFile: string
  /** Milliseconds since the epoch: when `keepCertificates` is to be asked again. */
  readonly renewAt: number
}

export type CertificateOptions = {
  readonly folder: string
  /** The names and addresses under which agents dial the hub. */
  readonly names: readonly string[]
  readonly nowMs: number
  readonly crypto: webcrypto.Crypto
}

const DAY_MS = 86_400_000
const CA_DAYS = 20 * 365
const SERVER_DAYS = 2 * 365
const RENEW_BEFORE_DAYS = 60
/** A certificate is valid a little before it is made, for clocks on board that are behind. */
const BEFORE_DAYS = 2
const TICKET_KEY_DAYS = 30

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/**
 * The hub's own authority and its certificate: made when missing, and the certificate again when it nears its end or
 * its names have changed. An authority is never replaced: every vessel pins it.
 */
export async function keepCertificates(options: CertificateOptions): Promise<Certificates> {
  const { folder, names, nowMs } = options
  if (names.length === 0) throw new Fault('invalid', 'mqtt.names is empty: agents must dial the hub by some name')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const authority = await keepAuthority(options)
  const file = serverFile(folder)
  const held = readSecret(file)?.toString()
  const server = held !== undefined && serves(held, authority.cert, names, nowMs) ? held : undefined
  const identity = server ?? (await makeServer(options, authority))
  if (server === undefined) writeWhole(file, identity)
  const renewAt = validTo(identity) - RENEW_BEFORE_DAYS * DAY_MS
  return { ...split(identity), ca: authority.cert, caFile: caFile(folder), renewAt }
}

/**
 * The keys that seal session tickets: kept on disk, so that ships resume their sessions after the hub was restarted,
 * and made anew after thirty days.
 */
export function keepTicketKeys({ folder, nowMs, crypto }: Omit<CertificateOptions, 'names'>): {
  readonly keys: Buffer
  readonly renewAt: number
} {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'ticket-keys')
  const held = readSecret(file)
  const madeAt = held?.length === TICKET_FILE_BYTES ? Number(held.readBigUInt64BE(0)) : null
  const lifeMs = TICKET_KEY_DAYS * DAY_MS
  if (held && madeAt !== null && madeAt <= nowMs && nowMs < madeAt + lifeMs) {
    return { keys: held.subarray(8), renewAt: madeAt + lifeMs }
  }
  const fresh = Buffer.alloc(TICKET_FILE_BYTES)
  fresh.writeBigUInt64BE(BigInt(nowMs))
  crypto.getRandomValues(fresh.subarray(8))
  writeWhole(file, fresh)
  return { keys: fresh.subarray(8), renewAt: nowMs + lifeMs }
}

/** When they were made, and the 48 bytes that node:tls wants. */
const TICKET_FILE_BYTES = 8 + 48

/** Key and certificate, as the edge shows them. */
export const serverFile = (folder: string) => join(folder, 'server.pem')
const caFile = (folder: string) => join(folder, 'ca.pem')

async function keepAuthority(options: CertificateOptions): Promise<Identity> {
  const secretFile = join(options.folder, 'authority.pem')
  const publicFile = caFile(options.folder)
  const shown = existsSync(publicFile) ? readFileSync(publicFile, 'utf8') : null
  const held = readSecret(secretFile)?.toString()
  if (shown === null) {
    const fresh = held ?? (await makeAuthority(options))
    // Whoever was first makes the authority: a command may be started beside the hub's first start.
    const first = held !== undefined || createWhole(secretFile, fresh)
    const authority = split(first ? fresh : (readSecret(secretFile)?.toString() ?? ''))
    writeWhole(publicFile, authority.cert, 0o644)
    return authority
  }
  const authority = split(held ?? '')
  if (belongs(shown, authority.key)) return authority
  if (belongs(authority.cert, authority.key) && !isCertificate(shown))
    throw new Fault('corrupt', `${publicFile} holds no certificate`, {
      hint: `move it away: it is written again from ${secretFile}, as the vessels know it`,
    })
  throw new Fault('corrupt', `${secretFile} does not hold the key of ${publicFile}, which every vessel trusts`, {
    hint: `bring ${secretFile} back from a backup; only if it is lost, move ${publicFile} away and bring the new one to every vessel`,
  })
}

async function makeAuthority({ nowMs, crypto }: CertificateOptions): Promise<string> {
  const x509 = await library()
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Watchkeeper hub authority',
      keys,
      signingAlgorithm: ALGORITHM,
      ...validity(nowMs, CA_DAYS),
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  )
  return toIdentity(crypto, keys.privateKey, made.toString('pem'))
}

async function makeServer({ names, nowMs, crypto }: CertificateOptions, authority: Identity): Promise<string> {
  const x509 = await library()
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const made = await x509.X509CertificateGenerator.create(
    {
      subject: 'CN=Watchkeeper hub',
      issuer: new x509.X509Certificate(authority.cert).subject,
      publicKey: keys.publicKey,
      signingKey: await signingKey(crypto, authority.key),
      signingAlgorithm: ALGORITHM,
      ...validity(nowMs, SERVER_DAYS),
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          [...new Set(names)].map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
        ),
      ],
    },
    crypto,
  )
  return toIdentity(crypto, keys.privateKey, made.toString('pem'))
}

/** Whether what the file holds can still be shown: the authority's, for all these names and no others, and not near its end. */
function serves(pem: string, ca: string, names: readonly string[], nowMs: number): boolean {
  const { key, cert } = split(pem)
  if (!belongs(cert, key)) return false
  const shown = new X509Certificate(cert)
  return (
    shown.verify(new X509Certificate(ca).publicKey) &&
    shows(shown, names) &&
    validTo(cert) - nowMs > RENEW_BEFORE_DAYS * DAY_MS
  )
}

function shows(cert: X509Certificate, names: readonly string[]): boolean {
  const shown = (cert.subjectAltName ?? '').split(', ')
  const has = (name: string) => (isIP(name) === 0 ? shown.includes(`DNS:${name}`) : cert.checkIP(name) !== undefined)
  return shown.length === new Set(names).size && names.every(has)
}

function belongs(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).ca
  } catch {
    return false
  }
}

const validTo = (pem: string) => new X509Certificate(pem).validToDate.getTime()

function split(pem: string): Identity {
  const at = pem.indexOf('-----BEGIN CERTIFICATE-----')
  return { key: pem.slice(0, Math.max(0, at)), cert: pem.slice(Math.max(0, at)) }
}

const validity = (nowMs: number, days: number) => ({
  notBefore: new Date(nowMs - BEFORE_DAYS * DAY_MS),
  notAfter: new Date(nowMs + days * DAY_MS),
})

/** Key and certificate as one text, so that one file holds both or neither. */
async function toIdentity(crypto: webcrypto.Crypto, key: webcrypto.CryptoKey, cert: string): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----\n${cert}\n`
}

function signingKey(crypto: webcrypto.Crypto, pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })
  return crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign'])
}

/** Loaded only when something has to be made, which is rare; it needs the polyfill first. */
async function library() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}
