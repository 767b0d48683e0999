export type Mail = { readonly from: string; readonly to: readonly string[]; readonly data: string }

export type Mood =
  | 'fine'
  | 'refuses-recipients'
  /** The first one of several. */
  | 'refuses-one'
  /** The same, for now. */
  | 'puts-off-one'
  | 'busy'
  | 'busy-after-data'
  | 'refuses-after-data'
  | 'drops-before-answer'
  | 'drops-at-once'
  | 'wants-other-password'

export type SessionParts = {
  readonly mood: () => Mood
  readonly login: { user: string; pass: string }
  readonly mails: Mail[]
  readonly wrongs: string[]
  readonly isSecure: boolean
  readonly offersTls: boolean
  end(): void
}

const HEADERS = ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Auto-Submitted']

/** What is answered to each line; null is nothing, `upgrade` that TLS begins now. */
export function createSession(parts: SessionParts): (line: string) => string | null {
  const { mood, login, mails, wrongs, isSecure, offersTls, end } = parts
  const good = Buffer.from(`\0${login.user}\0${login.pass}`).toString('base64')
  const mustUpgrade = offersTls && !isSecure
  let greeted = false
  let authorized = false
  let from = ''
  let to: string[] = []
  let data: string[] | null = null

  function takeMail(lines: readonly string[]): string | null {
    const text = lines.map((line) => (line.startsWith('.') ? line.slice(1) : line)).join('\n')
    const head = text.slice(0, text.indexOf('\n\n'))
    for (const field of HEADERS)
      if (head.split('\n').filter((line) => line.startsWith(`${field}: `)).length !== 1) wrongs.push(`header ${field}`)
    if (mood() === 'busy-after-data') return '451 later'
    if (mood() === 'refuses-after-data') return '552 too large'
    mails.push({ from, to, data: text })
    if (mood() !== 'drops-before-answer') return '250 taken'
    end()
    return null
  }

  function recipientOf(recipient: string): string {
    if (mood() === 'refuses-recipients') return '550 nobody here'
    if (mood() === 'refuses-one' && recipient.startsWith('ops@')) return '550 nobody here'
    if (mood() === 'puts-off-one' && recipient.startsWith('ops@')) return '450 greylisted'
    to.push(recipient)
    return '250 ok'
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
    if (mood() === 'drops-at-once') {
      end()
      return null
    }
    if (/^EHLO \S+$/.test(line)) {
      greeted = true
      return mustUpgrade ? '250-lab\n250-STARTTLS\n250 8BITMIME' : '250-lab\n250-AUTH PLAIN\n250 8BITMIME'
    }
    if (line === 'STARTTLS' && mustUpgrade && greeted) return 'upgrade'
    if (line.startsWith('AUTH PLAIN ') && greeted && !mustUpgrade) {
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
    if (recipient !== undefined && from !== '') return recipientOf(recipient)
    if (line === 'DATA' && to.length > 0) {
      data = []
      return '354 go on'
    }
    if (line === 'QUIT' || line === 'RSET') return '221 bye'
    wrongs.push(line)
    return '503 not now'
  }
}
