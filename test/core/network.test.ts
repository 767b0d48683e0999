import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from '../../shared/network.ts'

test('a place is an IPv4 address, or a network of IPv6', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2::9'))
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
  assert.equal(networkOf('::1'), '0:0:0:0')
  assert.equal(networkOf(null), '')
})
