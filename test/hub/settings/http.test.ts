import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { withinNetworks } from '../../../hub/http/door/networks.ts'
import { hubSettings } from '../../../hub/settings/settings.ts'

const problems = (more: object): readonly string[] => {
  const read = v.safeParse(hubSettings, { dataDir: '/var/lib/watchkeeper', ...more })
  return read.success ? [] : read.issues.map(({ message }) => message)
}
const publicUrl = 'https://watch.example.com'

describe('where the pages are served', () => {
  test('on loopback, without more', () => {
    assert.deepEqual(problems({}), [])
    assert.deepEqual(problems({ http: { listen: '127.0.0.1:8080', publicUrl, trustedProxies: ['127.0.0.1'] } }), [])
  })

  test('beyond it only where nobody can listen in: by TLS here, or in front', () => {
    const listen = '0.0.0.0:8443'
    const tls = { certFile: '/etc/cert.pem', keyFile: '/etc/key.pem' }
    assert.match(problems({ http: { listen } })[0] ?? '', /passwords would go through the open: give http\.tls/)
    assert.deepEqual(problems({ http: { listen, tls } }), [])
    assert.deepEqual(problems({ http: { listen, publicUrl, trustedProxies: ['10.0.0.0/8', 'fd00::/8'] } }), [])
    assert.match(problems({ http: { listen, trustedProxies: ['10.0.0.7'] } })[0] ?? '', /publicUrl must say/)
    assert.deepEqual(problems({ http: { listen, tls, trustedProxies: ['10.0.0.7'] } }), [])
  })

  test('a proxy is an address or a network', () => {
    for (const wrong of ['proxy.example.com', '10.0.0.0/33', '10.0.0.1/8/8', 'fd00::/129', ''])
      assert.match(problems({ http: { trustedProxies: [wrong] } })[0] ?? '', /must be an address or a network/, wrong)
  })
})

test('an address is within a network also where the socket speaks IPv6', () => {
  const isOurs = withinNetworks(['10.0.0.7', '172.16.0.0/12', 'fd00::/8'])
  for (const address of ['10.0.0.7', '::ffff:10.0.0.7', '172.31.255.255', 'fd12::1'])
    assert.ok(isOurs(address), address)
  for (const address of ['10.0.0.8', '172.32.0.1', 'fe80::1', 'unix', '']) assert.ok(!isOurs(address), address)
})

describe('single sign-on', () => {
  const signOn = { issuer: 'https://login.example.com', clientId: 'x', roleClaim: 'groups', roles: { it: 'admin' } }

  test('takes a claim and what its values may', () => assert.deepEqual(problems({ signOn }), []))

  test('gives nobody a role unasked, and speaks TLS', () => {
    assert.match(problems({ signOn: { ...signOn, roles: {} } })[0] ?? '', /at least one value a role/)
    assert.match(problems({ signOn: { ...signOn, roles: { it: 'root' } } })[0] ?? '', /must be one of viewer, operator/)
    assert.match(
      problems({ signOn: { ...signOn, issuer: 'http://login.example.com' } })[0] ?? '',
      /must be the https address/,
    )
  })
})

test('a session that may idle longer than it may last is a mistake', () => {
  assert.match(problems({ accounts: { idle: '15d', longest: '14d' } })[0] ?? '', /idle must not be longer/)
})
