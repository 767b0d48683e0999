import { createTransport } from 'nodemailer'
import type { Delivery, Notifier } from '../ports/notifier.ts'
import type { Check } from '../ports/tracker.ts'
import { htmlOf, textOf } from './message-text.ts'

export type MailTarget = {
  readonly host: string
  readonly port: number
  /** `none` is for a server on the same machine. */
  readonly security: 'tls' | 'starttls' | 'none'
  /** Who vouches for the server's certificate, as PEM; null: those whom the machine trusts. */
  readonly ca: string | null
  readonly login: { readonly user: string; readonly pass: string } | null
  readonly from: string
  readonly to: readonly string[]
}

const TIMEOUT_MS = 20_000

/** Mail by SMTP, one connection for each message. The same key is the same Message-ID: whoever gets it twice can tell. */
export function createMail(target: MailTarget): Notifier {
  const transport = transportTo(target)
  const { host, port, from, to } = target
  const receivers = createReceivers(to)
  return {
    name: 'email',
    async send(message, key): Promise<Delivery> {
      const messageId = `<${key}@watchkeeper>`
      // Nobody's holiday reply is wanted.
      const headers = { 'Auto-Submitted': 'auto-generated' }
      try {
        const { subject } = message
        const bodies = { text: textOf(message), html: htmlOf(message) }
        const envelope = { from, to: receivers.left(key) }
        const mail = { from, to: [...to], subject, ...bodies, messageId, headers, envelope }
        const { rejectedErrors = [] } = await transport.sendMail(mail)
        return receivers.settled(key, rejectedErrors)
      } catch (error) {
        const { rejectedErrors } = Object(error)
        const othersHaveIt = receivers.left(key).length < to.length
        return othersHaveIt && Array.isArray(rejectedErrors)
          ? receivers.settled(key, rejectedErrors)
          : failureOf(error, `${host}:${port}`)
      }
    },
  }
}

type Rejected = {
  readonly recipient?: string | undefined
  readonly responseCode?: number | undefined
  readonly message: string
}

const MOST_REMEMBERED = 200

/**
 * Who of several a message still goes to: a server that puts off one of them has taken it for the others. It is remembered while the
 * hub runs; afterwards all get it again, under the same Message-ID.
 */
function createReceivers(all: readonly string[]) {
  const open = new Map<string, { readonly left: string[]; readonly refused: readonly string[] }>()
  return {
    left: (key: string): string[] => open.get(key)?.left ?? [...all],
    settled(key: string, rejected: readonly Rejected[]): Delivery {
      const named = (errors: readonly Rejected[]) => errors.flatMap(({ recipient }) => recipient ?? [])
      const isLater = ({ responseCode = 0 }: Rejected) => responseCode < 500
      const left = named(rejected.filter(isLater))
      const refused = [...(open.get(key)?.refused ?? []), ...named(rejected.filter((one) => !isLater(one)))]
      open.delete(key)
      if (left.length > 0) {
        for (const oldest of [...open.keys()].slice(0, Math.max(0, open.size - MOST_REMEMBERED))) open.delete(oldest)
        open.set(key, { left, refused })
        return { kind: 'partly', words: `not yet to ${left.join(', ')}: ${rejected.find(isLater)?.message}` }
      }
      return refused.length === 0 ? { kind: 'sent' } : { kind: 'sent', words: `not to ${refused.join(', ')}` }
    },
  }
}

/** Whether the server lets the hub in; nothing is sent. */
export async function probeMail(target: MailTarget): Promise<Check> {
  const server = `${target.host}:${target.port}`
  try {
    await transportTo(target).verify()
    return { what: 'email', standing: 'good', words: `${server} lets the hub in` }
  } catch (error) {
    return { what: 'email', standing: 'wrong', words: wordsOf(error, server) }
  }
}

const transportTo = ({ host, port, security, ca, login }: MailTarget) =>
  createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(ca === null ? {} : { tls: { ca } }),
    ...(login === null ? {} : { auth: login }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

const wordsOf = (error: unknown, server: string): string =>
  `${server}: ${error instanceof Error ? error.message : String(error)}`

const BEFORE_ANY_MAIL: ReadonlySet<unknown> = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH'])

/** What node says of a certificate or a handshake: no mail had begun. */
const OF_TLS = /CERT|SIGNATURE|SSL|TLS/

/** An answer of the server is certain, and that no connection was made; a connection that broke may have broken late. */
function failureOf(error: unknown, server: string): Delivery {
  const { code, originalCode, syscall, responseCode } = Object(error)
  const words = wordsOf(error, server)
  const isBefore = BEFORE_ANY_MAIL.has(code) || syscall === 'connect' || OF_TLS.test(String(originalCode ?? ''))
  if (isBefore) return { kind: 'retry-later', words }
  if (typeof responseCode !== 'number') return { kind: 'unknown', words }
  return { kind: responseCode >= 500 ? 'refused' : 'retry-later', words }
}
