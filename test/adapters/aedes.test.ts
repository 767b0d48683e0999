import assert from 'node:assert/strict'
import net from 'node:net'
import { type TestContext, test } from 'node:test'
import tls from 'node:tls'
import { MqttClient } from 'mqtt'
import type { VesselId } from '../../shared/model.ts'
import { startEdge, until } from '../lab/edge.ts'

const aurora = 'mv-aurora' as VesselId

function dial(t: TestContext, { port, ca }: { port: number; ca: string }, session?: Buffer) {
  const raw = net.connect(port, '127.0.0.1')
  const socket = tls.connect({
    socket: raw,
    servername: 'localhost',
    ca,
    ecdhCurve: 'X25519',
    ...(session && { session }),
  })
  const tickets: Buffer[] = []
  socket.on('session', (ticket) => tickets.push(ticket))
  const client = new MqttClient(() => socket, {
    clientId: aurora,
    username: aurora,
    password: `${aurora}-secret`,
    keepalive: 600,
    reconnectPeriod: 0,
    protocolVersion: 4,
  })
  const acks: Buffer[] = []
  client.on('message', (_topic, payload) => acks.push(payload))
  client.on('error', () => {})
  t.after(() => client.end(true))
  const connected = new Promise<void>((resolve) => client.once('connect', () => resolve()))
  return { client, socket, raw, acks, tickets, connected }
}

test('a vessel comes in with its credential, is heard, and gets its acks', async (t) => {
  const edge = await startEdge(t)
  const { client, acks, raw, connected } = dial(t, edge)
  await connected
  await client.subscribeAsync('wk/1/mv-aurora/a')
  await client.publishAsync('wk/1/mv-aurora/b', Buffer.of(1, 2, 3), { qos: 1 })
  assert.deepEqual(edge.received, [{ vessel: aurora, topic: 'birth', payload: Buffer.of(1, 2, 3) }])
  edge.link.ack(aurora, Uint8Array.of(9))
  await until('the ack arrives', () => acks.length === 1)
  assert.deepEqual(acks, [Buffer.of(9)])
  await client.endAsync()
  await until('the hub knows', () => edge.disconnected.length === 1)
  assert.deepEqual(edge.connected, [aurora])
  const { up, down } = edge.traffic.get(aurora) ?? { up: 0, down: 0 }
  assert.equal(down, raw.bytesRead)
  assert.ok(up > raw.bytesWritten - 50 && up <= raw.bytesWritten, 'all but the goodbye that crossed the hub’s')
})
