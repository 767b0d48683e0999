import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { atEnd } from '../at-end.ts'

export type Mail = { readonly from: string; readonly to: readonly string[]; readonly data: string }

export type SmtpServer = {
  readonly port: number
  readonly mails: Mail[]
  /** What a client did against the rules of SMTP and of mail. */
  readonly wrongs: string[]
  turn(mood: Mood): void
}

export type Mood = 'fine' | 'refuses-recipients' | 'busy' | 'drops-before-answer' | 'wants-other-password'

/** A mail server that is strict about what it is sent, and fails as it is told. */
export async function startSmtpServer(t: TestContext, login = { user: 'wk', pass: 's3cret' }): Promise<SmtpServer> {
  const mails: Mail[] = []
  const wrongs: string[] = []
  const sockets = new Set<Socket>()
  let mood: Mood = 'fine'
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    const session = createSession({ mood: () => mood, login, mails, wrongs, end: () => socket.destroy() })
    const answer = (lines: string | null) => lines !== null && socket.write(`${lines.replaceAll('\n', '\r\n')}\r\n`)
    let rest = ''
    answer('220 lab ESMTP')
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      rest += chunk
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (/[\r\n]/.test(line) || line.length > 998) wrongs.push(`line: ${line.slice(0, 60)}`)
        answer(session(line))
      }
    })
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

type SessionParts = {
  readonly mood: () => Mood
  readonly login: { user: string; pass: string }
  readonly mails: Mail[]
  readonly wrongs: string[]
  end(): void
}

/** What is answered to each line; null is nothing. */
function createSession({ mood, login, mails, wrongs, end }: SessionParts): (line: string) => string | null {
  const good = Buffer.from(`\0${login.user}\0${login.pass}`).toString('base64')
  let authorized = false
  let from = ''
  let to: string[] = []
  let data: string[] | null = null

  function takeMail(lines: readonly string[]): string | null {
    const text = lines.map((line) => (line.startsWith('.') ? line.slice(1) : line)).join('\n')
    const head = text.slice(0, text.indexOf('\n\n'))
    for (const field of ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Auto-Submitted'])
      if (head.split('\n').filter((line) => line.startsWith(`${field}: `)).length !== 1) wrongs.push(`header ${field}`)
    mails.push({ from, to, data: text })
    if (mood() !== 'drops-before-answer') return '250 taken'
    end()
    return null
  }

  return (line) => {
    if (data !== null) {
      if (line !== '.') {
        data.push(line)
        return null
      }
      const lines = data
      data = null
      return takeMail(lines)
    }
    if (/^EHLO \S+$/.test(line)) return '250-lab\n250-AUTH PLAIN\n250 8BITMIME'
    if (line.startsWith('AUTH PLAIN ')) {
      authorized = mood() !== 'wants-other-password' && line.slice(11) === good
      return authorized ? '235 welcome' : '535 wrong'
    }
    const sender = /^MAIL FROM:<([^<>]+)>( BODY=8BITMIME)?$/.exec(line)?.[1]
    if (sender !== undefined && authorized) {
      from = sender
      to = []
      return mood() === 'busy' ? '451 later' : '250 ok'
    }
    const recipient = /^RCPT TO:<([^<>]+)>$/.exec(line)?.[1]
    if (recipient !== undefined && from !== '') {
      if (mood() === 'refuses-recipients') return '550 nobody here'
      to.push(recipient)
      return '250 ok'
    }
    if (line === 'DATA' && to.length > 0) {
      data = []
      return '354 go on'
    }
    if (line === 'QUIT' || line === 'RSET') return '221 bye'
    wrongs.push(line)
    return '503 not now'
  }
}
