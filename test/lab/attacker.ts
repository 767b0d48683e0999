import net from 'node:net'
import type { TestContext } from 'node:test'
import tls from 'node:tls'
import { atEnd } from '../at-end.ts'
import { until } from './edge.ts'

/** MQTT written by hand, so that it can be written wrong. */

export type ConnectFields = {
  id: string
  user?: string | undefined
  password?: string | Buffer | undefined
  keepalive?: number
  clean?: boolean
  version?: number
  will?: { topic: string; payload: string } | undefined
}

export function connectPacket({ id, user, password, keepalive = 600, clean = true, version = 4, will }: ConnectFields) {
  const flags =
    (user === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40) | (will ? 0x04 : 0) | (clean ? 0x02 : 0)
  return packet(0x10, [
    field('MQTT'),
    Buffer.of(version, flags, keepalive >> 8, keepalive & 0xff),
    field(id),
    ...(will ? [field(will.topic), field(will.payload)] : []),
    ...(user === undefined ? [] : [field(user)]),
    ...(password === undefined ? [] : [field(password)]),
  ])
}

export type PublishFields = {
  topic: string
  payload?: Uint8Array
  qos?: 0 | 1 | 2
  retain?: boolean
  messageId?: number
}

export function publishPacket({
  topic,
  payload = Buffer.of(0x80),
  qos = 1,
  retain = false,
  messageId = 7,
}: PublishFields) {
  const id = qos === 0 ? [] : [Buffer.of(messageId >> 8, messageId & 0xff)]
  return packet(0x30 | (qos << 1) | (retain ? 1 : 0), [field(topic), ...id, Buffer.from(payload)])
}

export const subscribePacket = (...topics: string[]) =>
  packet(0x82, [Buffer.of(0, 9), ...topics.flatMap((topic) => [field(topic), Buffer.of(1)])])

export const PINGREQ = Buffer.of(0xc0, 0)

/** A header that announces so many bytes, and nothing after it. */
export const header = (type: number, length: number) => Buffer.concat([Buffer.of(type), varint(length)])

const packet = (type: number, parts: readonly Uint8Array[]) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([header(type, body.length), body])
}

const field = (content: string | Buffer) => {
  const bytes = Buffer.from(content)
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 0xff), bytes])
}

function varint(value: number): Buffer {
  const digits: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    digits.push((rest % 128) + (rest >= 128 ? 128 : 0))
    if (rest < 128) return Buffer.from(digits)
  }
}

/** The types that the edge answers with. */
export const CONNACK = 2
export const PUBLISH = 3
export const PUBACK = 4
export const SUBACK = 9
export const PINGRESP = 13

export type Reply = { readonly type: number; readonly body: Buffer }

/** One connection under the attacker's hands. */
export async function dial(t: TestContext, { port, ca }: { port: number; ca: string }) {
  const raw = net.connect(port, '127.0.0.1')
  const socket = tls.connect({ socket: raw, servername: 'localhost', ca })
  const replies: Reply[] = []
  let rest: Buffer = Buffer.alloc(0)
  let closed = false
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    rest = takeReplies(rest, replies)
  })
  raw.on('error', () => {})
  socket.on('error', () => {})
  raw.on('close', () => {
    closed = true
  })
  atEnd(t, () => raw.destroy())
  await until('a TLS connection', () => closed || socket.authorized)
  return {
    raw,
    socket,
    replies,
    closed: () => closed,
    send: (...packets: Uint8Array[]) => socket.write(Buffer.concat(packets)),
    /** Waits for an answer of this type; the connection's end is an answer too. */
    answer: async (type: number): Promise<Reply | 'closed'> => {
      const found = () => replies.find((reply) => reply.type === type)
      await until(`a packet of type ${type}, or the end`, () => closed || found() !== undefined)
      return found() ?? 'closed'
    },
    ended: () => until('the connection is closed', () => closed),
  }
}

export type Wire = Awaited<ReturnType<typeof dial>>

/** In with a vessel's own credential. */
export async function enter(
  t: TestContext,
  edge: { port: number; ca: string },
  id: string,
  more: Partial<ConnectFields> = {},
) {
  const wire = await dial(t, edge)
  wire.send(connectPacket({ id, user: id, password: `${id}-secret`, ...more }))
  await wire.answer(CONNACK)
  return wire
}

/** Takes the whole packets off the front; what is left is the begin of one. */
export function takeReplies(bytes: Buffer, replies: Reply[]): Buffer {
  let rest = bytes
  while (rest.length >= 2) {
    let length = 0
    let at = 1
    for (let shift = 1; ; shift *= 128) {
      const byte = rest[at++]
      if (byte === undefined) return rest
      length += (byte & 0x7f) * shift
      if (byte < 0x80) break
    }
    if (rest.length < at + length) return rest
    replies.push({ type: (rest[0] ?? 0) >> 4, body: rest.subarray(at, at + length) })
    rest = rest.subarray(at + length)
  }
  return rest
}
