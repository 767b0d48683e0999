import assert from 'node:assert/strict'
import { webcrypto } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { checkCommand } from '../../deploy/cli/check.ts'
import { notifyCommand } from '../../deploy/cli/notify.ts'
import { keepCertificates } from '../../hub/adapters/certificates.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { givenFolder } from '../given-folder.ts'
import { startSmtpServer } from '../lab/smtp-server.ts'

/** A mail server with a certificate of its own authority, and a hub.yaml that names it. */
async function given(t: TestContext) {
  const folder = await givenFolder(t)
  const tls = { folder: join(folder, 'tls'), names: ['127.0.0.1'], nowMs: systemClock.now(), crypto: webcrypto }
  const identity = await keepCertificates(tls)
  const smtp = await startSmtpServer(t, { security: 'starttls', identity })
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, 's3cret\n', { mode: 0o600 })
  const email = {
    ...{ host: '127.0.0.1', port: smtp.port, caFile: identity.caFile, user: 'wk', passwordFile },
    from: 'watchkeeper@example.com',
    to: ['ops@example.com', 'mate@example.com'],
  }
  const config = join(folder, 'hub.yaml')
  const run = async (which: 'notify' | 'check', notify: object | null, ...options: string[]) => {
    writeFileSync(config, JSON.stringify({ dataDir: folder, ...(notify && { notify }) }))
    const said: string[] = []
    t.mock.method(console, 'log', (line: string) => said.push(line))
    const command = (which === 'notify' ? notifyCommand() : checkCommand()).exitOverride()
    command.configureOutput({ writeErr: (text) => said.push(text) })
    try {
      await command.parseAsync(which === 'notify' ? ['--config', config, ...options] : [config, ...options], {
        from: 'user',
      })
      return { code: 0, said: said.join('\n') }
    } catch (error) {
      return { code: error instanceof Error && 'exitCode' in error ? error.exitCode : error, said: said.join('\n') }
    }
  }
  return { smtp, email, run }
}

test('a test message goes by STARTTLS to every receiver, and what became of it is said', async (t) => {
  const { smtp, email, run } = await given(t)
  const { code, said } = await run('notify', { email }, '--test')
  assert.deepEqual([code, said, smtp.wrongs], [0, 'email: sent', []])
  assert.match(smtp.mails[0]?.data ?? '', /^Subject: Watchkeeper: a test message$/m)
  assert.deepEqual(smtp.mails[0]?.to, email.to)
})

test('what does not go out fails, with the words of the server', async (t) => {
  const { smtp, email, run } = await given(t)
  smtp.turn('refuses-recipients')
  const refused = await run('notify', { email }, '--test')
  assert.equal(refused.code, 1)
  assert.match(refused.said, /email: refused, 127\.0\.0\.1:\d+: .*550 nobody here/)
  smtp.turn('refuses-one')
  const some = await run('notify', { email }, '--test')
  assert.equal(some.code, 1)
  assert.match(some.said, /email: sent, not to ops@example\.com/)
})

test('nobody to tell is a wrong configuration, and so is an authority that is not there', async (t) => {
  const { email, run } = await given(t)
  assert.equal((await run('notify', null, '--test')).code, 2)
  const none = await run('notify', { email: { ...email, caFile: '/nowhere/ca.pem' } }, '--test')
  assert.equal(none.code, 2)
  assert.match(none.said, /\/nowhere\/ca\.pem, which notify\.email\.caFile in hub\.yaml names, cannot be read/)
})

test('check --online asks whether the mail server lets the hub in, without sending anything', async (t) => {
  const { smtp, email, run } = await given(t)
  const good = await run('check', { email }, '--online')
  assert.deepEqual([good.code, smtp.mails.length], [0, 0], good.said)
  assert.match(good.said, /good {2}email: 127\.0\.0\.1:\d+ lets the hub in/)
  smtp.turn('wants-other-password')
  const wrong = await run('check', { email }, '--online')
  assert.equal(wrong.code, 1)
  assert.match(wrong.said, /WRONG email: .*535/)
})

for (const [what, digest, problem] of [
  ['an hour', { at: '7:00' }, /notify\.digest/],
  ['a zone', { zone: 'Atlantis/Capital' }, /notify\.digest/],
] as const)
  test(`${what} that there is not is refused before anything runs`, async (t) => {
    const { email, run } = await given(t)
    const { code, said } = await run('check', { email, digest })
    assert.equal(code, 2)
    assert.match(said, problem)
    assert.equal((await run('check', { email, digest: { at: '06:30', zone: 'Asia/Manila' } })).code, 0)
    assert.equal((await run('check', { email, digest: false })).code, 0)
  })
