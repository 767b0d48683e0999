import assert from 'node:assert/strict'
import net from 'node:net'
import { type TestContext, test } from 'node:test'
import type { LinkLimits } from '../../../hub/adapters/aedes/limits.ts'
import type { VesselId } from '../../../shared/model.ts'
import { atEnd } from '../../at-end.ts'
import {
  CONNACK,
  type ConnectFields,
  connectPacket,
  dial,
  enter,
  header,
  PINGREQ,
  PINGRESP,
  PUBACK,
  PUBLISH,
  type PublishFields,
  publishPacket,
  SUBACK,
  subscribePacket,
} from '../../lab/attacker.ts'
import { startEdge, until } from '../../lab/edge.ts'

/** Each test ends with the honest vessel still served, on the connection that it had before. */
async function given(t: TestContext, limits: Partial<LinkLimits> = {}) {
  const edge = await startEdge(t, { limits })
  const honest = await enter(t, edge, 'mv-honest')
  let sent = 0
  const stillServed = async () => {
    const messageId = 100 + sent++
    honest.send(publishPacket({ topic: 'wk/1/mv-honest/s', payload: Buffer.of(sent), messageId }))
    await until('the honest vessel gets its PUBACK', () =>
      honest.replies.some(({ type, body }) => type === PUBACK && body.readUInt16BE(0) === messageId),
    )
    assert.deepEqual(edge.received.at(-1)?.payload, Buffer.of(sent))
  }
  const refused = (vessel: string | null, kind: string) =>
    edge.refused.filter((one) => one === `${vessel ?? 'somebody'}: ${kind}`).length
  const heardOf = (vessel: string) => edge.received.filter((one) => one.vessel === vessel)
  await stillServed()
  return { edge, stillServed, refused, heardOf }
}

const evil = 'mv-evil' as VesselId

const foreign: Record<string, PublishFields> = {
  'another vessel’s summary': { topic: 'wk/1/mv-honest/s' },
  'another vessel’s birth': { topic: 'wk/1/mv-honest/b' },
  'another vessel’s ack': { topic: 'wk/1/mv-honest/a', qos: 0 },
  'its own ack': { topic: 'wk/1/mv-evil/a' },
  'its own configuration': { topic: 'wk/1/mv-evil/c', retain: true },
  'the broker’s own topics': { topic: '$SYS/heartbeat', qos: 0 },
  'a wildcard': { topic: 'wk/1/+/s' },
  everything: { topic: '#' },
  'an empty topic': { topic: '' },
  'a topic with a null character': { topic: 'wk/1/mv-evil/s\u0000' },
  'a topic with more behind it': { topic: 'wk/1/mv-evil/s/x' },
  'a very deep topic': { topic: '/'.repeat(200) },
  'a topic of a newer version': { topic: 'wk/2/mv-evil/s' },
  'its own summary, retained': { topic: 'wk/1/mv-evil/s', retain: true },
  'its own summary, with QoS 2': { topic: 'wk/1/mv-evil/s', qos: 2 },
}

for (const [what, fields] of Object.entries(foreign)) {
  test(`publishing ${what} closes the connection and reaches nobody`, async (t) => {
    const { edge, stillServed, heardOf } = await given(t)
    const before = edge.received.length
    const wire = await enter(t, edge, evil)
    wire.send(publishPacket(fields))
    await wire.ended()
    assert.equal(edge.received.length, before)
    assert.deepEqual(heardOf(evil), [])
    assert.deepEqual(
      wire.replies.filter(({ type }) => type !== CONNACK),
      [],
      'no PUBACK, no PUBREC',
    )
    await stillServed()
  })
}

test('subscribing to anything but its own ack and configuration is refused, and nothing of others is delivered', async (t) => {
  const { edge, stillServed, refused } = await given(t)
  const wire = await enter(t, edge, evil)
  const wanted = ['#', '+/+/+/+', 'wk/1/+/a', 'wk/1/mv-honest/a', 'wk/1/mv-honest/#', '$SYS/#', 'wk/1/mv-evil/s']
  wire.send(subscribePacket(...wanted, 'wk/1/mv-evil/a'))
  const suback = await wire.answer(SUBACK)
  assert.ok(suback !== 'closed')
  assert.deepEqual([...suback.body.subarray(2)], [...wanted.map(() => 0x80), 1])
  assert.equal(refused(evil, 'subscribe'), wanted.length)
  edge.link.ack('mv-honest' as VesselId, Buffer.from('for the honest'))
  await stillServed()
  edge.link.ack(evil, Buffer.from('own'))
  await wire.answer(PUBLISH)
  assert.deepEqual(
    wire.replies.filter(({ type }) => type === PUBLISH).map(({ body }) => body.toString('latin1').slice(2)),
    ['wk/1/mv-evil/aown'],
  )
})

test('subscriptions that no topic could match are refused, or close the connection', async (t) => {
  const { edge, stillServed } = await given(t)
  for (const topic of ['', 'wk/#/s', 'w+/1', '/'.repeat(300)]) {
    const wire = await enter(t, edge, evil)
    wire.send(subscribePacket(topic))
    const suback = await wire.answer(SUBACK)
    assert.deepEqual(suback === 'closed' ? [0x80] : [...suback.body.subarray(2)], [0x80])
  }
  await stillServed()
})

const wrong: Record<string, ConnectFields> = {
  'a wrong credential': { id: 'mv-honest', user: 'mv-honest', password: 'guess' },
  'no credential': { id: 'mv-honest', user: 'mv-honest' },
  'no name': { id: 'mv-honest' },
  'an empty credential': { id: 'mv-honest', user: 'mv-honest', password: '' },
  'a large credential': { id: 'mv-honest', user: 'mv-honest', password: Buffer.alloc(900, 'x') },
  'another’s name and its own credential': { id: 'mv-honest', user: 'mv-honest', password: 'mv-evil-secret' },
  'another’s client id and its own name': { id: 'mv-honest', user: evil, password: 'mv-evil-secret' },
  'a name that is no vessel id': { id: '../etc', user: '../etc', password: '../etc-secret' },
  'the name of something inherited': { id: '__proto__', user: '__proto__', password: '__proto__-secret' },
  'no client id': { id: '', user: evil, password: 'mv-evil-secret' },
}

for (const [what, fields] of Object.entries(wrong)) {
  test(`${what} opens no door, and does not push the honest vessel out`, async (t) => {
    const { edge, stillServed, refused } = await given(t)
    const wire = await dial(t, edge)
    wire.send(connectPacket(fields))
    const answer = await wire.answer(CONNACK)
    assert.deepEqual(answer === 'closed' ? [] : [...answer.body], [0, 5])
    await wire.ended()
    assert.equal(refused(null, 'credential'), 1)
    assert.deepEqual(edge.connected, ['mv-honest'])
    await stillServed()
  })
}

const unwanted: Record<string, Partial<ConnectFields>> = {
  'a last will': { will: { topic: 'wk/1/mv-honest/s', payload: 'x' } },
  'a session that is kept': { clean: false },
  'a keepalive of zero': { keepalive: 0 },
  'MQTT 3.1': { version: 3 },
  'MQTT 5': { version: 5 },
}

for (const [what, fields] of Object.entries(unwanted)) {
  test(`${what} is refused`, async (t) => {
    const { edge, stillServed } = await given(t)
    const wire = await dial(t, edge)
    wire.send(connectPacket({ id: evil, user: evil, password: 'mv-evil-secret', ...fields }))
    await wire.ended()
    assert.deepEqual(edge.connected, ['mv-honest'])
    await stillServed()
  })
}

test('a packet that is too large ends the connection at its header, for strangers much sooner', async (t) => {
  const { edge, stillServed, refused } = await given(t)
  const stranger = await dial(t, edge)
  stranger.send(header(0x10, 1025))
  await stranger.ended()
  assert.equal(refused(null, 'oversize'), 1)

  for (const length of [16_385, 268_435_455]) {
    const wire = await enter(t, edge, evil)
    wire.send(header(0x32, length))
    await wire.ended()
  }
  assert.equal(refused(evil, 'oversize'), 2)
  assert.equal(edge.logged.filter(({ details }) => 'kind' in details && details.kind === 'oversize').length, 2)

  const wire = await enter(t, edge, evil)
  wire.send(Buffer.of(0x32, 0xff, 0xff, 0xff, 0xff, 0x7f))
  await wire.ended()
  assert.equal(refused(evil, 'malformed'), 1)
  await stillServed()
})

test('a packet of the largest part that agents send comes through', async (t) => {
  const { edge, stillServed, heardOf } = await given(t)
  const wire = await enter(t, edge, evil)
  wire.send(publishPacket({ topic: 'wk/1/mv-evil/s', payload: Buffer.alloc(8192 + 512) }))
  assert.notEqual(await wire.answer(PUBACK), 'closed')
  assert.equal(heardOf(evil)[0]?.payload.length, 8704)
  await stillServed()
})

test('bytes that are no MQTT, and packets before CONNECT, end the connection', async (t) => {
  const { edge, stillServed } = await given(t)
  const junk = [
    Buffer.from('GET / HTTP/1.1\r\nHost: hub\r\n\r\n'),
    Buffer.alloc(500, 0),
    PINGREQ,
    publishPacket({ topic: 'wk/1/mv-honest/s' }),
    Buffer.concat([connectPacket({ id: evil, user: evil, password: 'x' }), connectPacket({ id: evil })]),
  ]
  for (const bytes of junk) {
    const wire = await dial(t, edge)
    wire.send(bytes)
    await wire.ended()
  }
  const twice = await enter(t, edge, evil)
  twice.send(connectPacket({ id: evil, user: evil, password: 'mv-evil-secret' }))
  await twice.ended()
  await stillServed()
})

test('a flood waits at its own expense, and is cut off when it would wait too long', async (t) => {
  const { edge, stillServed, refused, heardOf } = await given(t, { burst: 20, perSecond: 100, patienceMs: 500 })
  const wire = await enter(t, edge, evil)
  const summary = (payload: number) => publishPacket({ topic: 'wk/1/mv-evil/s', payload: Buffer.of(payload), qos: 0 })
  for (let i = 0; i < 50; i++) wire.send(summary(i))
  await until('all that had to wait is heard', () => heardOf(evil).length === 50)
  assert.equal(wire.closed(), false)
  await stillServed()

  wire.send(Buffer.concat(Array.from({ length: 5000 }, () => PINGREQ)))
  await wire.ended()
  assert.equal(refused(evil, 'flood'), 1)
  await stillServed()
})

test('a vessel that does not read its answers is cut off, before they fill the hub’s memory', async (t) => {
  const { edge, stillServed, refused } = await given(t, { unsentBytes: 20_000 })
  const wire = await enter(t, edge, evil)
  wire.raw.pause()
  const most = { sent: 0 }
  await until('the edge has enough', () => {
    for (let i = 0; i < 20 && refused(evil, 'unread') === 0; i++, most.sent++) {
      edge.link.ack(evil, Buffer.alloc(16_000))
    }
    return refused(evil, 'unread') === 1
  })
  await until('the hub knows', () => edge.disconnected.includes(evil))
  await stillServed()
})

test('a half-open connection ends after one and a half keepalives, and pings keep one alive', async (t) => {
  const { edge, stillServed } = await given(t)
  const idle = await enter(t, edge, evil, { keepalive: 1 })
  const alive = await enter(t, edge, 'mv-alive', { keepalive: 1 })
  const pings = setInterval(() => alive.send(PINGREQ), 300)
  atEnd(t, () => clearInterval(pings))
  await idle.ended()
  assert.notEqual(await alive.answer(PINGRESP), 'closed')
  assert.equal(alive.closed(), false)
  await stillServed()
})

test('whoever says nothing, or too little, is sent away in time: in TCP, in TLS, in MQTT', async (t) => {
  const { edge, stillServed } = await given(t, { strangerMs: 400 })
  const silent = net.connect(edge.port, '127.0.0.1')
  const halfHello = net.connect(edge.port, '127.0.0.1')
  halfHello.write(Buffer.of(0x16, 3, 1, 0, 200, 1))
  const secured = await dial(t, edge)
  const halfConnect = await dial(t, edge)
  halfConnect.send(header(0x10, 60))
  const closed = (socket: net.Socket) => new Promise((resolve) => socket.resume().once('close', resolve))
  await Promise.all([closed(silent), closed(halfHello), secured.ended(), halfConnect.ended()])
  await stillServed()
})

test('a crowd of strangers loses its oldest, and a ship still comes in between them', async (t) => {
  const { edge, stillServed, refused } = await given(t, { strangers: 12, strangersPerAddress: 10 })
  const crowd = Array.from({ length: 60 }, () => net.connect(edge.port, '127.0.0.1'))
  atEnd(t, () => {
    for (const socket of crowd) socket.destroy()
  })
  for (const socket of crowd) socket.on('error', () => {})
  await until('the crowd is bounded', () => refused(null, 'crowd') >= 50)
  const late = await enter(t, edge, 'mv-late')
  assert.equal(late.closed(), false)
  assert.deepEqual(edge.connected, ['mv-honest', 'mv-late'])
  assert.ok(edge.logged.length <= 2, 'a crowd does not fill the log')
  await stillServed()
})

test('the newest connection of a vessel wins, again and again', async (t) => {
  const { edge, stillServed } = await given(t)
  const wires = []
  for (let i = 0; i < 10; i++) wires.push(await enter(t, edge, evil))
  for (const old of wires.slice(0, -1)) await old.ended()
  const last = wires.at(-1)
  last?.send(publishPacket({ topic: 'wk/1/mv-evil/s' }))
  assert.notEqual(await last?.answer(PUBACK), 'closed')
  assert.equal(edge.connected.filter((vessel) => vessel === evil).length, 10)
  assert.deepEqual(edge.disconnected, [], 'one that was replaced is not a loss')
  await stillServed()
})
