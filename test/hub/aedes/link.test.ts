import assert from 'node:assert/strict'
import { webcrypto } from 'node:crypto'
import net from 'node:net'
import { type TestContext, test } from 'node:test'
import tls from 'node:tls'
import { MqttClient } from 'mqtt'
import { createAedesLink } from '../../../hub/adapters/aedes/link.ts'
import { keepCertificates } from '../../../hub/adapters/certificates.ts'
import type { VesselId } from '../../../shared/model.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { atEnd } from '../../at-end.ts'
import { givenFolder } from '../../given-folder.ts'
import {
  CONNACK,
  connectPacket,
  dial as dialByHand,
  enter,
  PINGRESP,
  PUBACK,
  publishPacket,
} from '../../lab/attacker.ts'
import { startEdge, until } from '../../lab/edge.ts'

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
  atEnd(t, () => client.end(true))
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

test('a PUBACK waits until the hub has taken the message', async (t) => {
  const gate = Promise.withResolvers<void>()
  const edge = await startEdge(t, { hub: { received: () => gate.promise } })
  const wire = await enter(t, edge, aurora)
  wire.send(publishPacket({ topic: 'wk/1/mv-aurora/s' }))
  wire.send(Buffer.of(0xc0, 0))
  assert.notEqual(await wire.answer(PINGRESP), 'closed')
  assert.equal(
    wire.replies.some(({ type }) => type === PUBACK),
    false,
  )
  gate.resolve()
  assert.notEqual(await wire.answer(PUBACK), 'closed')
})

test('a message that the hub could not take gets no PUBACK: the connection ends, so that the agent dials again', async (t) => {
  const edge = await startEdge(t, {
    hub: {
      received: async () => {
        throw new Error('disk full')
      },
    },
  })
  const wire = await enter(t, edge, aurora)
  wire.send(publishPacket({ topic: 'wk/1/mv-aurora/s' }))
  assert.equal(await wire.answer(PUBACK), 'closed')
  await until('the hub knows', () => edge.disconnected.length === 1)
})

test('while the hub cannot say who may come in, it says that it is unavailable', async (t) => {
  const edge = await startEdge(t, {
    hub: {
      admit: async () => {
        throw new Error('log away')
      },
    },
  })
  const wire = await dialByHand(t, edge)
  wire.send(connectPacket({ id: aurora, user: aurora, password: 'x' }))
  const answer = await wire.answer(CONNACK)
  assert.deepEqual(answer === 'closed' ? [] : [...answer.body], [0, 3])
})

test('a connection whose admission took longer does not push out one that came after it', async (t) => {
  const first = Promise.withResolvers<boolean>()
  const answers = [first.promise, Promise.resolve(true)]
  const edge = await startEdge(t, { hub: { admit: () => answers.shift() ?? Promise.resolve(false) } })
  const slow = await dialByHand(t, edge)
  slow.send(connectPacket({ id: aurora, user: aurora, password: 'x' }))
  await until('the first asks', () => answers.length === 1)
  const newer = await enter(t, edge, aurora)
  first.resolve(true)
  await slow.ended()
  newer.send(publishPacket({ topic: 'wk/1/mv-aurora/s' }))
  assert.notEqual(await newer.answer(PUBACK), 'closed')
})

test('a vessel whose credential was taken away is disconnected', async (t) => {
  const edge = await startEdge(t)
  const wire = await enter(t, edge, aurora)
  edge.link.disconnect(aurora)
  await wire.ended()
  await until('the hub knows', () => edge.disconnected.length === 1)
  edge.link.ack(aurora, Buffer.of(1))
})

test('a TLS session is resumed after the hub was restarted, and costs a third of the bytes down', async (t) => {
  const folder = await givenFolder(t)
  const first = await startEdge(t, { folder })
  const full = dial(t, first)
  await full.connected
  await until('a ticket', () => full.tickets.length > 0)
  await full.client.endAsync()
  await first.link.stop()

  const second = await startEdge(t, { folder })
  const resumed = dial(t, second, full.tickets.at(-1))
  await resumed.connected
  assert.equal(resumed.socket.isSessionReused(), true)
  assert.ok(resumed.raw.bytesRead < full.raw.bytesRead / 3, `${resumed.raw.bytesRead} of ${full.raw.bytesRead}`)
})

test('a renewed certificate is shown to whoever dials from then on', async (t) => {
  const folder = await givenFolder(t)
  const edge = await startEdge(t, { folder })
  const before = await enter(t, edge, aurora)
  const names = ['localhost', '127.0.0.1', 'hub.example.com']
  const renewed = await keepCertificates({ folder, names, nowMs: Date.now(), crypto: webcrypto })
  edge.link.useTls({ ...renewed, ticketKeys: edge.ticketKeys, keyExchange: 'x25519' })
  const after = await enter(t, edge, 'mv-borealis')
  assert.match(after.socket.getPeerCertificate().subjectaltname ?? '', /hub\.example\.com/)
  assert.equal(before.closed(), false)
})

test('the hybrid key exchange is a setting, and takes clients that do not know it', async (t) => {
  const edge = await startEdge(t, { keyExchange: 'hybrid' })
  const frugal = dial(t, edge)
  await frugal.connected
  const hybrid = tls.connect({ port: edge.port, host: '127.0.0.1', servername: 'localhost', ca: edge.ca })
  atEnd(t, () => hybrid.destroy())
  await new Promise((resolve) => hybrid.once('secureConnect', resolve))
  assert.equal(hybrid.getProtocol(), 'TLSv1.3')
})

test('plain MQTT goes on loopback, and nowhere else', async (t) => {
  const edge = await startEdge(t, { tls: null })
  const socket = net.connect(edge.port, '127.0.0.1')
  atEnd(t, () => socket.destroy())
  socket.write(connectPacket({ id: aurora, user: aurora, password: `${aurora}-secret` }))
  await until('the hub knows', () => edge.connected.length === 1)
  const { listener } = edge
  for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
    assert.throws(
      () => createAedesLink({ listen: { host, port: 0 }, tls: null, clock: systemClock, log: quietLog, listener }),
      /plain MQTT goes on loopback only/,
    )
  }
})

test('a port that is taken is said, with who wanted it, and nothing is left running', async (t) => {
  const { port, listener } = await startEdge(t, { tls: null })
  const options = { tls: null, clock: systemClock, log: quietLog, listener }
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  const link = createAedesLink({ listen: { host: '127.0.0.1', port }, ...options })
  await assert.rejects(link.start(), new RegExp(`Port ${port} on 127\\.0\\.0\\.1, which mqtt\\.listen`))
  assert.equal(timers(), before)
  await link.stop()
})

test('stopping ends every connection', async (t) => {
  const edge = await startEdge(t)
  const wires = [await enter(t, edge, aurora), await enter(t, edge, 'mv-borealis'), await dialByHand(t, edge)]
  await edge.link.stop()
  for (const wire of wires) await wire.ended()
  assert.deepEqual(edge.disconnected.toSorted(), [aurora, 'mv-borealis'])
})
