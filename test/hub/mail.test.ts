import assert from 'node:assert/strict'
import { webcrypto } from 'node:crypto'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { keepCertificates } from '../../hub/adapters/certificates.ts'
import { createMail } from '../../hub/adapters/mail.ts'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import { vesselHandle } from '../../hub/handles.ts'
import { createNotify } from '../../hub/outbox/notify.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { givenFolder } from '../given-folder.ts'
import { type Mail, startSmtpServer } from '../lab/smtp-server.ts'
import { AURORA } from './projections/given.ts'

const message = {
  subject: 'MV Ægir: Server down',
  lines: ['Server down since 2026-11-24 06:12 UTC (high)', 'https://watch.example.com/vessels/mv-aegir'],
  sections: [
    {
      title: 'Still down or not heard (2)',
      items: [
        { text: 'MV <Ægir>: Server down', href: 'https://watch.example.com/vessels/mv-aegir?a=1&b="2"' },
        { text: 'and 1 more', href: null },
      ],
    },
  ],
}
const KEY = 'n-mv-aegir-tp1abc.log-1'

type Security = 'tls' | 'starttls' | 'none'

async function given(t: TestContext, security: Security, trusts: 'its authority' | 'nobody new' = 'its authority') {
  const folder = join(await givenFolder(t), 'tls')
  const identity = await keepCertificates({ folder, names: ['127.0.0.1'], nowMs: systemClock.now(), crypto: webcrypto })
  const smtp = await startSmtpServer(t, { security, identity })
  const mail = createMail({
    ...{ host: '127.0.0.1', port: smtp.port, security, login: { user: 'wk', pass: 's3cret' } },
    ca: trusts === 'its authority' ? identity.ca : null,
    from: 'watchkeeper@example.com',
    to: ['ops@example.com', 'mate@example.com'],
  })
  return { smtp, mail }
}

for (const security of ['tls', 'starttls', 'none'] as const)
  test(`a mail goes out over ${security}, with an authority of one's own`, async (t) => {
    const { smtp, mail } = await given(t, security)
    assert.deepEqual(await mail.send(message, KEY), { kind: 'sent' })
    assert.deepEqual([smtp.wrongs, smtp.mails.length], [[], 1])
  })

for (const security of ['tls', 'starttls'] as const)
  test(`over ${security} nothing is sent to a server for which nobody vouches, and that is certain`, async (t) => {
    const { smtp, mail } = await given(t, security, 'nobody new')
    const delivery = await mail.send(message, KEY)
    assert.equal(delivery.kind, 'retry-later', delivery.words)
    assert.deepEqual([smtp.wrongs, smtp.mails.length], [[], 0])
  })

test('a password goes to no server that does not offer TLS when TLS is wanted', async (t) => {
  const smtp = await startSmtpServer(t)
  const login = { user: 'wk', pass: 's3cret' }
  const to = { host: '127.0.0.1', port: smtp.port, security: 'starttls', ca: null, login } as const
  const delivery = await createMail({ ...to, from: 'a@example.com', to: ['b@example.com'] }).send(message, KEY)
  assert.notEqual(delivery.kind, 'sent')
  assert.equal(smtp.mails.length, 0)
})

for (const [mood, kind, taken] of [
  ['busy', 'retry-later', 0],
  ['busy-after-data', 'retry-later', 0],
  ['refuses-after-data', 'refused', 0],
  ['refuses-recipients', 'refused', 0],
  ['drops-before-answer', 'unknown', 1],
  ['drops-at-once', 'unknown', 0],
  ['wants-other-password', 'retry-later', 0],
] as const)
  test(`over TLS, a server that is ${mood} makes it ${kind}`, async (t) => {
    const { smtp, mail } = await given(t, 'tls')
    smtp.turn(mood)
    const delivery = await mail.send(message, KEY)
    assert.deepEqual([delivery.kind, smtp.mails.length, smtp.wrongs], [kind, taken, []])
    assert.match(delivery.words ?? '', /^127\.0\.0\.1:\d+: /)
  })

test('who refuses one of several receivers has taken it for the others, and that is said', async (t) => {
  const { smtp, mail } = await given(t, 'starttls')
  smtp.turn('refuses-one')
  assert.deepEqual(await mail.send(message, KEY), { kind: 'sent', words: 'not to ops@example.com' })
  assert.deepEqual(
    smtp.mails.map(({ to }) => to),
    [['mate@example.com']],
  )
})

test('a receiver who is put off gets it later, and nobody gets it twice', async (t) => {
  const { smtp, mail } = await given(t, 'starttls')
  smtp.turn('puts-off-one')
  for (let times = 0; times < 2; times++) {
    const { kind, words } = await mail.send(message, KEY)
    assert.equal(kind, 'partly')
    assert.match(words ?? '', /not yet to ops@example\.com: .*450 greylisted/)
  }
  smtp.turn('fine')
  assert.deepEqual(await mail.send(message, KEY), { kind: 'sent' })
  assert.deepEqual(
    smtp.mails.map(({ to }) => to),
    [['mate@example.com'], ['ops@example.com']],
  )
  const ids = smtp.mails.map(({ data }) => /Message-ID: (\S+)/.exec(data)?.[1])
  assert.equal(ids[0], ids[1])
})

test('who is refused after having been put off is said not to have it, which the others have', async (t) => {
  const { smtp, mail } = await given(t, 'starttls')
  smtp.turn('puts-off-one')
  await mail.send(message, KEY)
  smtp.turn('refuses-one')
  assert.deepEqual(await mail.send(message, KEY), { kind: 'sent', words: 'not to ops@example.com' })
})

test('it is text and simple HTML, in which nothing of the message is markup', async (t) => {
  const { smtp, mail } = await given(t, 'none')
  await mail.send(message, KEY)
  const { plain, html } = partsOf(smtp.mails[0])
  assert.match(plain, /STILL DOWN OR NOT HEARD \(2\)\n- MV <Ægir>: Server down\n {2}https:\/\/watch\.example\.com/)
  assert.match(html, /<meta name="viewport"/)
  assert.match(
    html,
    /<a href="https:\/\/watch\.example\.com\/vessels\/mv-aegir\?a=1&amp;b=&quot;2&quot;">MV &lt;Ægir&gt;: Server down<\/a>/,
  )
  assert.doesNotMatch(html, /<(script|style|img|link)\b/)
})

/** A mail of two parts, each quoted-printable or plain. */
function partsOf(mail: Mail | undefined): { plain: string; html: string } {
  const data = Buffer.from(mail?.data ?? '', 'latin1').toString()
  const boundary = /boundary="([^"]+)"/.exec(data)?.[1] ?? 'none'
  const parts = data.split(`--${boundary}`).map((part) => {
    const [head = '', ...body] = part.split('\n\n')
    return { head, body: /quoted-printable/.test(head) ? fromQuotedPrintable(body.join('\n\n')) : body.join('\n\n') }
  })
  const of = (type: string) => parts.find(({ head }) => head.includes(`Content-Type: ${type}`))?.body ?? ''
  return { plain: of('text/plain'), html: of('text/html') }
}

const fromQuotedPrintable = (text: string): string =>
  decodeURIComponent(
    text
      .replaceAll('=\n', '')
      .replaceAll('%', '%25')
      .replaceAll(/=([0-9A-F]{2})/g, '%$1'),
  )

test('a mail whose end is not known is sent again with the same Message-ID, and not after it was taken', async (t) => {
  const { smtp, mail } = await given(t, 'starttls')
  const clock = virtualClock(1_795_600_000_000)
  let ids = 0
  const handle = vesselHandle({
    log: createMemoryLog(),
    nowMs: clock.now,
    newId: () => `${ids++}`,
    signal: new AbortController().signal,
  })
  const stream = vesselStream(AURORA)
  const dated = { at: 1_795_600_000, learnedAt: 1_795_600_000 }
  const wanted: VesselEvent = { type: 'notice-wanted', ...dated, notice: 'n-1', channels: ['email'], ...message }
  await handle.command(stream, () => ({ events: [wanted], answer: null }))
  const outcomes: string[] = []
  const notify = createNotify({
    box: () => handle,
    notifiers: [
      {
        name: 'email',
        async send(...of) {
          const delivery = await mail.send(...of)
          outcomes.push(delivery.kind)
          if (outcomes.length === 2) smtp.turn('fine')
          return delivery
        },
      },
    ],
    logId: 'log',
    clock,
    random: () => 0.5,
    log: quietLog,
    attempted: () => {},
  })
  smtp.turn('drops-before-answer')
  notify.start([stream])
  // The server answers in real time, what rests wakes by the clock.
  while (outcomes.length < 3) await clock.advance(1000)
  await clock.advance(3_600_000)
  await notify.stop()
  assert.deepEqual(outcomes, ['unknown', 'unknown', 'sent'])
  const named = smtp.mails.map(({ data }) => /^Message-ID: (.*)$/m.exec(data)?.[1])
  assert.deepEqual(named, Array(3).fill('<n-1.log@watchkeeper>'))
})
