import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openNotifiers } from '../../hub/adapters/notifiers.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { freePort } from '../lab/free-port.ts'
import { startSmtpServer } from '../lab/smtp-server.ts'

const message = {
  subject: 'MV Ægir: Server down\r\nBcc: everybody@example.com',
  lines: ['Server down <!channel> & more', '.a line with a dot', 'https://watch.example.com/vessels/mv-aegir'],
}
const KEY = 'n-mv-aegir-tp1abc.log-1'

async function secretFile(t: TestContext, text: string): Promise<string> {
  const file = join(await givenFolder(t), 'secret')
  writeFileSync(file, `${text}\n`, { mode: 0o600 })
  return file
}

async function givenMail(t: TestContext) {
  const smtp = await startSmtpServer(t)
  const passwordFile = await secretFile(t, 's3cret')
  const email = {
    ...({ host: '127.0.0.1', port: smtp.port, security: 'none', user: 'wk', passwordFile } as const),
    from: 'watchkeeper@example.com',
    to: ['ops@example.com', 'mate@example.com'],
  }
  const [mail] = openNotifiers({ email, webhooks: [] }, systemClock, fetch)
  assert.ok(mail)
  return { smtp, mail }
}

/** A receiver that keeps what it is sent and answers as it is told; null: not at all. */
async function givenHook(t: TestContext, kind: 'generic' | 'slack' | 'teams', answer: { status: number | null }) {
  const received: { body: string; key: unknown; type: unknown; path: unknown }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const { 'idempotency-key': key, 'content-type': type } = request.headers
      received.push({ body, key, type, path: `${request.method} ${request.url}` })
      if (answer.status === null) request.socket.destroy()
      else response.writeHead(answer.status, { Location: '/elsewhere' }).end('ok')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(t, () => {
    server.closeAllConnections()
    server.close()
  })
  const urlFile = await secretFile(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`)
  const [hook] = openNotifiers({ webhooks: [{ name: 'ops', kind, urlFile }] }, systemClock, fetch)
  assert.ok(hook)
  return { hook, received }
}

test('a mail is whole, to everybody, with a Message-ID that is the same whenever the same is sent', async (t) => {
  const { smtp, mail } = await givenMail(t)
  assert.deepEqual(await mail.send(message, KEY), { kind: 'sent' })
  assert.deepEqual(await mail.send(message, KEY), { kind: 'sent' })
  assert.deepEqual(smtp.wrongs, [])
  const [first] = smtp.mails
  assert.deepEqual([first?.from, first?.to], ['watchkeeper@example.com', ['ops@example.com', 'mate@example.com']])
  for (const { data } of smtp.mails) {
    assert.match(data, new RegExp(`^Message-ID: <${KEY}@watchkeeper>$`, 'm'))
    assert.doesNotMatch(data, /^Bcc:/m)
    assert.match(data, /^\.a line with a dot$/m)
  }
})

for (const [mood, kind, taken] of [
  ['busy', 'retry-later', 0],
  ['wants-other-password', 'retry-later', 0],
  ['refuses-recipients', 'refused', 0],
  ['drops-before-answer', 'unknown', 1],
] as const)
  test(`a mail server that is ${mood} makes it ${kind}`, async (t) => {
    const { smtp, mail } = await givenMail(t)
    smtp.turn(mood)
    assert.equal((await mail.send(message, KEY)).kind, kind)
    assert.equal(smtp.mails.length, taken)
  })

test('a mail server that is not there has sent nothing', async () => {
  const email = {
    host: '127.0.0.1',
    port: await freePort(),
    security: 'none',
    from: 'a@example.com',
    to: ['b@example.com'],
  } as const
  const [mail] = openNotifiers({ email, webhooks: [] }, systemClock, fetch)
  assert.equal((await mail?.send(message, KEY))?.kind, 'retry-later')
})

for (const kind of ['generic', 'slack', 'teams'] as const)
  test(`a ${kind} webhook gets one POST of JSON with the key`, async (t) => {
    const { hook, received } = await givenHook(t, kind, { status: 200 })
    assert.deepEqual(await hook.send(message, KEY), { kind: 'sent' })
    assert.deepEqual(
      received.map(({ key, type, path }) => [key, type, path]),
      [[KEY, 'application/json', 'POST /secret']],
    )
    const body: unknown = JSON.parse(received[0]?.body ?? '')
    if (kind === 'generic') assert.deepEqual(body, { id: KEY, ...message })
    if (kind === 'slack') assert.match(JSON.stringify(body), /Server down &lt;!channel&gt; &amp; more/)
    if (kind === 'teams') assert.match(JSON.stringify(body), /"AdaptiveCard".*Server down <!channel> & more/)
  })

test('brackets in what a line of a Teams card says do not end its link', async (t) => {
  const { hook, received } = await givenHook(t, 'teams', { status: 200 })
  const items = [{ text: 'MV Aurora [spare]: Server down](https://evil.example)', href: 'https://watch.example.com/' }]
  await hook.send({ ...message, sections: [{ title: 'Still down', items }] }, KEY)
  assert.match(
    received[0]?.body ?? '',
    /"\[MV Aurora {2}spare : Server down \(https:\/\/evil\.example\)\]\(https:\/\/watch\.example\.com\/\)"/,
  )
})

for (const [status, kind] of [
  [302, 'refused'],
  [404, 'refused'],
  [429, 'retry-later'],
  [503, 'retry-later'],
  [500, 'unknown'],
  [null, 'unknown'],
] as const)
  test(`a webhook that answers ${status ?? 'nothing'} makes it ${kind}, after one request`, async (t) => {
    const { hook, received } = await givenHook(t, 'generic', { status })
    const delivery = await hook.send(message, KEY)
    assert.deepEqual([delivery.kind, received.length], [kind, 1])
    assert.doesNotMatch(JSON.stringify(delivery), /secret/)
  })
