import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { createSecureContext, TLSSocket } from 'node:tls'
import { atEnd } from '../at-end.ts'
import { createSession, type Mail, type Mood, type SessionParts } from './smtp-session.ts'

export type { Mail, Mood }

export type SmtpServer = {
  readonly port: number
  readonly mails: Mail[]
  /** What a client did against the rules of SMTP and of mail. */
  readonly wrongs: string[]
  turn(mood: Mood): void
}

export type SmtpOptions = {
  readonly login?: { readonly user: string; readonly pass: string }
  readonly security?: 'tls' | 'starttls' | 'none'
  readonly identity?: { readonly key: string; readonly cert: string }
}

/** A mail server that is strict about what it is sent, and fails as it is told. */
export async function startSmtpServer(t: TestContext, options: SmtpOptions = {}): Promise<SmtpServer> {
  const { login = { user: 'wk', pass: 's3cret' }, security = 'none', identity } = options
  const mails: Mail[] = []
  const wrongs: string[] = []
  const sockets = new Set<Socket>()
  let mood: Mood = 'fine'
  const secured = (socket: Socket): TLSSocket => {
    const over = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(identity) })
    return over.on('error', () => {})
  }
  const server = createServer((raw) => {
    sockets.add(raw)
    raw.on('close', () => sockets.delete(raw)).on('error', () => {})
    const parts = { mood: () => mood, login, mails, wrongs, offersTls: security === 'starttls' }
    if (security === 'tls') serve(secured(raw), { ...parts, isSecure: true }, null)
    else serve(raw, { ...parts, isSecure: false }, () => serve(secured(raw), { ...parts, isSecure: true }, null, false))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(t, () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    mails,
    wrongs,
    turn: (to) => {
      mood = to
    },
  }
}

/** Lines in, answers out; `upgrade` goes on over TLS, where there is no second greeting. */
function serve(socket: Socket, parts: Omit<SessionParts, 'end'>, upgrade: (() => void) | null, greets = true): void {
  const session = createSession({ ...parts, end: () => socket.destroy() })
  const answer = (lines: string) => socket.write(`${lines.replaceAll('\n', '\r\n')}\r\n`)
  let rest = ''
  function take(chunk: string): void {
    rest += chunk
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      if (/[\r\n]/.test(line) || line.length > 998) parts.wrongs.push(`line: ${line.slice(0, 60)}`)
      const said = session(line)
      if (said === 'upgrade' && upgrade !== null) {
        // Whatever was sent along in the clear could have been put there by anybody.
        if (rest !== '') parts.wrongs.push('more after STARTTLS')
        socket.off('data', take)
        socket.write('220 go on\r\n', () => upgrade())
        return
      }
      if (said !== null && said !== 'upgrade') answer(said)
    }
  }
  socket.on('data', (bytes: Buffer) => take(bytes.toString('latin1')))
  if (greets) answer('220 lab ESMTP')
}
