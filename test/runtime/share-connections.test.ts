import assert from 'node:assert/strict'
import { createServer, Socket } from 'node:net'
import { test } from 'node:test'
import { shareConnections } from '../../shared/runtime/share-connections.ts'

/** A server of which nobody may hold more than two, and who comes to it. */
function given() {
  const server = createServer()
  shareConnections(server, 2)
  return (remoteAddress: string): Socket => {
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress })
    server.emit('connection', socket)
    return socket
  }
}

const areClosed = (sockets: readonly Socket[]): readonly boolean[] => sockets.map(({ destroyed }) => destroyed)

test('who holds as many connections as one may gets no more until one is closed, and others do', async () => {
  const from = given()
  const held = ['192.0.2.7', '192.0.2.7', '192.0.2.7', '192.0.2.8'].map(from)
  assert.deepEqual(areClosed(held), [false, false, true, false])
  const [first = assert.fail()] = held
  await new Promise((resolve) => first.once('close', resolve).destroy())
  assert.deepEqual(areClosed(['192.0.2.7', '192.0.2.7'].map(from)), [false, true])
})

test('a network of IPv6 is one peer, whichever of its addresses it takes', () => {
  const from = given()
  const peers = ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:3:4:5:6', '2001:db8:1:3::1']
  assert.deepEqual(areClosed(peers.map(from)), [false, false, true, false])
})

test('IPv4 that comes by IPv6 is one peer for each address', () => {
  const from = given()
  const peers = ['::ffff:192.0.2.7', '::ffff:192.0.2.7', '::ffff:192.0.2.7', '::ffff:192.0.2.8']
  assert.deepEqual(areClosed(peers.map(from)), [false, false, true, false])
})
