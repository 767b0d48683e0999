import assert from 'node:assert/strict'
import net from 'node:net'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import type { VesselId } from '../../../shared/model.ts'
import { atEnd } from '../../at-end.ts'
import { CONNACK, connectPacket, header, PUBACK, publishPacket, takeReplies } from '../../lab/attacker.ts'
import { startEdge, until } from '../../lab/edge.ts'

/** A plain connection: fast enough for hundreds of them. */
async function dialPlain(t: TestContext, port: number) {
  const socket = net.connect(port, '127.0.0.1')
  const replies: { type: number; body: Buffer }[] = []
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    rest = takeReplies(Buffer.concat([rest, chunk]), replies)
  })
  socket.on('error', () => {})
  atEnd(t, () => socket.destroy())
  await until('a connection', () => !socket.connecting)
  return { socket, replies }
}

const anyPacket = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 60 }))
  .map(([type, body]) => Buffer.concat([header(type, body.length), body]))

const spoiled = fc
  .tuple(
    fc.constantFrom(
      publishPacket({ topic: 'wk/1/mv-evil/s' }),
      publishPacket({ topic: 'wk/1/mv-evil/b', qos: 0 }),
      connectPacket({ id: 'mv-evil', user: 'mv-evil', password: 'mv-evil-secret' }),
    ),
    fc.nat(40),
    fc.nat(255),
  )
  .map(([packet, at, byte]) => {
    const copy = Buffer.from(packet)
    copy[at % copy.length] = byte
    return copy
  })

test('no packet, whole, spoiled or made up, before or after admission, stalls or stops the edge', async (t) => {
  const edge = await startEdge(t, { tls: null, limits: { perSecond: 1e6, strangerMs: 2000 } })
  const honest = await dialPlain(t, edge.port)
  honest.socket.write(connectPacket({ id: 'mv-honest', user: 'mv-honest', password: 'mv-honest-secret' }))
  await until('admitted', () => honest.replies.some(({ type }) => type === CONNACK))
  let messageId = 1
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.oneof(anyPacket, spoiled, fc.uint8Array({ maxLength: 60 })), { minLength: 1, maxLength: 6 }),
      async (admitted, packets) => {
        const { socket, replies } = await dialPlain(t, edge.port)
        if (admitted) {
          socket.write(connectPacket({ id: 'mv-evil', user: 'mv-evil', password: 'mv-evil-secret' }))
          await until('admitted', () => replies.some(({ type }) => type === CONNACK))
        }
        for (const packet of packets) socket.write(packet)
        const id = ++messageId
        honest.socket.write(publishPacket({ topic: 'wk/1/mv-honest/s', messageId: id }))
        await until('the honest vessel gets its PUBACK', () =>
          honest.replies.some(({ type, body }) => type === PUBACK && body.readUInt16BE(0) === id),
        )
        honest.replies.length = 0
        edge.link.ack('mv-evil' as VesselId, Buffer.of(1))
        socket.destroy()
      },
    ),
    { numRuns: 150 },
  )
  const foreign = edge.received.filter(({ vessel }) => vessel !== 'mv-honest' && vessel !== 'mv-evil')
  assert.deepEqual(foreign, [])
  assert.equal(edge.received.filter(({ vessel }) => vessel === 'mv-honest').length, messageId - 1)
})
