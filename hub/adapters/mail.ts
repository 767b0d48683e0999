import { createTransport } from 'nodemailer'
import type { Delivery, Notifier } from '../ports/notifier.ts'
import { htmlOf, textOf } from './message-text.ts'

export type MailTarget = {
  readonly host: string
  readonly port: number
  /** `none` is for a server on the same machine. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly login: { readonly user: string; readonly pass: string } | null
  readonly from: string
  readonly to: readonly string[]
}

const TIMEOUT_MS = 20_000

/** Mail by SMTP, one connection for each message. The same key is the same Message-ID: whoever gets it twice can tell. */
export function createMail({ host, port, security, login, from, to }: MailTarget): Notifier {
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(login === null ? {} : { auth: login }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    name: 'email',
    async send(message, key): Promise<Delivery> {
      const messageId = `<${key}@watchkeeper>`
      // Nobody's holiday reply is wanted.
      const headers = { 'Auto-Submitted': 'auto-generated' }
      try {
        const { subject } = message
        const bodies = { text: textOf(message), html: htmlOf(message) }
        await transport.sendMail({ from, to: [...to], subject, ...bodies, messageId, headers })
        return { kind: 'sent' }
      } catch (error) {
        return failureOf(error, `${host}:${port}`)
      }
    },
  }
}

const BEFORE_ANY_MAIL: ReadonlySet<unknown> = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH'])

/** An answer of the server is certain, and that no connection was made; a connection that broke may have broken late. */
function failureOf(error: unknown, server: string): Delivery {
  const { code, syscall, responseCode } = Object(error)
  const words = `${server}: ${error instanceof Error ? error.message : String(error)}`
  if (BEFORE_ANY_MAIL.has(code) || syscall === 'connect') return { kind: 'retry-later', words }
  if (typeof responseCode !== 'number') return { kind: 'unknown', words }
  return { kind: responseCode >= 500 ? 'refused' : 'retry-later', words }
}
