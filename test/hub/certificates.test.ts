import assert from 'node:assert/strict'
import { createHash, webcrypto, X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { connect, createServer } from 'node:tls'
import { keepCertificates, keepTicketKeys } from '../../hub/adapters/certificates.ts'
import { atEnd } from '../at-end.ts'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 23)

function given(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'))
  atEnd(t, () => rmSync(folder, { recursive: true }))
  const keep = (nowMs = NOW, names = ['hub.example.com', '127.0.0.1']) =>
    keepCertificates({ folder, names, nowMs, crypto: webcrypto })
  return { folder, keep }
}

test('the first start makes an authority for twenty years and a certificate for two, with every name', async (t) => {
  const { folder, keep } = given(t)
  const made = await keep()
  const ca = new X509Certificate(made.ca)
  const server = new X509Certificate(made.cert)
  assert.equal(ca.ca, true)
  assert.equal(server.ca, false)
  assert.ok(server.verify(ca.publicKey) && server.checkIssued(ca))
  assert.equal(server.checkHost('hub.example.com'), 'hub.example.com')
  assert.equal(server.checkIP('127.0.0.1'), '127.0.0.1')
  assert.equal(server.checkHost('other.example.com'), undefined)
  assert.equal(Math.round((ca.validToDate.getTime() - NOW) / DAY_MS), 20 * 365)
  assert.equal(Math.round((server.validToDate.getTime() - NOW) / DAY_MS), 2 * 365)
  assert.equal(server.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1')
  for (const file of readdirSync(folder)) {
    assert.equal(statSync(join(folder, file)).mode & 0o077, file === 'ca.pem' ? 0o044 : 0, file)
  }
})

test('a later start shows the same certificate, until it nears its end: then a new one of the same authority', async (t) => {
  const { keep } = given(t)
  const first = await keep()
  assert.deepEqual(await keep(NOW + DAY_MS), first)
  assert.equal((await keep(first.renewAt - DAY_MS)).cert, first.cert)
  const renewed = await keep(first.renewAt)
  assert.notEqual(renewed.cert, first.cert)
  assert.equal(renewed.ca, first.ca)
  assert.ok(renewed.renewAt > first.renewAt + 600 * DAY_MS)
})

test('a name that was added or taken away makes a new certificate', async (t) => {
  const { keep } = given(t)
  const first = await keep()
  const second = await keep(NOW, ['hub.example.com', '127.0.0.1', '::1', '2001:db8::7'])
  assert.notEqual(second.cert, first.cert)
  assert.ok(new X509Certificate(second.cert).checkIP('2001:db8::7'))
  assert.equal((await keep(NOW, ['hub.example.com', '127.0.0.1', '::1', '2001:db8::7'])).cert, second.cert)
})

test('a start that was cut short goes on where it was, with the same authority', async (t) => {
  const { folder, keep } = given(t)
  const before = await keep()
  for (const file of ['ca.pem', 'server.pem']) rmSync(join(folder, file))
  const made = await keep()
  assert.equal(made.ca, before.ca)
  assert.ok(new X509Certificate(made.cert).verify(new X509Certificate(made.ca).publicKey))
})

test('two first starts at once make one authority', async (t) => {
  const { folder, keep } = given(t)
  const both = await Promise.all([keep(), keep()])
  const [one, other] = both.map(({ ca }) => ca)
  assert.equal(one, other)
  assert.equal((await keep()).ca, one)
  assert.deepEqual(readdirSync(folder).sort(), ['authority.pem', 'ca.pem', 'server.pem'])
  for (const { cert, ca } of both) assert.ok(new X509Certificate(cert).verify(new X509Certificate(ca).publicKey))
})

test('a lost or foreign authority key is said, and nothing is made in its place', async (t) => {
  const { folder, keep } = given(t)
  const first = await keep()
  rmSync(join(folder, 'authority.pem'))
  await assert.rejects(keep(), /authority\.pem does not hold the key of .*ca\.pem, which every vessel trusts/)
  writeFileSync(join(folder, 'authority.pem'), first.key + first.cert, { mode: 0o600 })
  await assert.rejects(keep(), /does not hold the key/)
  assert.equal(readFileSync(join(folder, 'ca.pem'), 'utf8'), first.ca)
})

test('where the damage is in what is shown, that file is named, and how it comes back', async (t) => {
  const { folder, keep } = given(t)
  const first = await keep()
  const shown = join(folder, 'ca.pem')
  writeFileSync(shown, 'garbage')
  await assert.rejects(keep(), /ca\.pem holds no certificate/)
  rmSync(shown)
  assert.equal((await keep()).ca, first.ca)
})

test('a damaged certificate file is replaced', async (t) => {
  const { folder, keep } = given(t)
  const first = await keep()
  writeFileSync(join(folder, 'server.pem'), first.cert.slice(0, 90), { mode: 0o600 })
  assert.ok(new X509Certificate((await keep()).cert).checkHost('hub.example.com'))
})

test('a key that others can read is refused, with the cure', async (t) => {
  const { folder, keep } = given(t)
  await keep()
  for (const file of ['authority.pem', 'server.pem']) {
    chmodSync(join(folder, file), 0o640)
    await assert.rejects(keep(), (fault: Error & { hint?: string }) => {
      assert.match(fault.message, /others on this machine can read it/)
      assert.match(fault.hint ?? '', /chmod 600/)
      return true
    })
    chmodSync(join(folder, file), 0o600)
  }
})

test('a client that pins the authority accepts the certificate by name, and by that name alone', async (t) => {
  const made = await given(t).keep()
  const server = createServer({ key: made.key, cert: made.cert }).listen(0, '127.0.0.1')
  atEnd(t, () => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const dial = (servername: string) =>
    new Promise<string>((resolve) => {
      const socket = connect({ port: address.port, host: '127.0.0.1', servername, ca: made.ca })
      socket.once('secureConnect', () => resolve('trusted'))
      socket.once('error', ({ message }) => resolve(message))
      atEnd(t, () => socket.destroy())
    })
  assert.equal(await dial('hub.example.com'), 'trusted')
  assert.match(await dial('evil.example.com'), /does not match/)
})

test('ticket keys are kept over restarts for thirty days, then rotated', (t) => {
  const { folder } = given(t)
  const keep = (nowMs: number) => keepTicketKeys({ folder, nowMs, crypto: webcrypto })
  const first = keep(NOW)
  assert.equal(first.keys.length, 48)
  assert.equal(first.renewAt, NOW + 30 * DAY_MS)
  assert.deepEqual(keep(NOW + 29 * DAY_MS), first)
  const second = keep(first.renewAt)
  assert.notDeepEqual(second.keys, first.keys)
  assert.deepEqual(keep(first.renewAt + DAY_MS).keys, second.keys)
  const print = (keys: Buffer) => createHash('sha256').update(keys).digest('hex')
  assert.notEqual(print(keep(NOW - DAY_MS).keys), print(second.keys), 'keys from the future are not kept')
})
