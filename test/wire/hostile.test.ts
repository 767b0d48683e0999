import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { fromCbor, toCbor } from '../../shared/wire/cbor.ts'
import { decodeMessage, encodeAck, encodeBirth, encodeSummary } from '../../shared/wire/codec.ts'
import { explain } from '../../shared/wire/explain.ts'
import { MESSAGE_BYTES, type Message } from '../../shared/wire/messages.ts'
import { anyMessage } from './any-message.ts'

const TOPICS = ['birth', 'summary', 'ack'] as const
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'))

const encode = (message: Message): Uint8Array =>
  message.kind === 'birth' ? encodeBirth(message) : message.kind === 'ack' ? encodeAck(message) : encodeSummary(message)

const corpus = readFileSync(join(import.meta.dirname, 'corpus.txt'), 'utf8')
  .split('\n')
  .filter((line) => line.includes('|') && !line.startsWith('#'))
  .map((line) => line.split('|').map((column) => column.trim()))

suite('the kept payloads: none is a message, and each is refused for what is wrong with it', () => {
  for (const [topic = '', hex = '', tries = '', why = ''] of corpus)
    test(`${topic}: ${tries}`, () => {
      for (const name of TOPICS) {
        const decoded = decodeMessage(name, bytesOf(hex))
        assert.equal(decoded.ok, false)
        if (name === topic) assert.equal(!decoded.ok && decoded.why, why)
      }
      assert.ok(explain(null, bytesOf(hex)).refused)
    })
})

suite('garbled messages', () => {
  const garbled = fc
    .tuple(anyMessage, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat(), fc.boolean())
    .map(([message, flips, length, cut]) => {
      const bytes = Uint8Array.from(encode(message))
      for (const [at, to] of flips) bytes[at % bytes.length] = to
      return cut ? bytes.subarray(0, length % (bytes.length + 1)) : bytes
    })

  test('are refused, or are messages that read back the same once written', () => {
    fc.assert(
      fc.property(fc.oneof(garbled, fc.uint8Array({ maxLength: 64 })), (bytes) => {
        for (const topic of TOPICS) {
          const decoded = decodeMessage(topic, bytes)
          if (decoded.ok) assert.deepEqual(decodeMessage(topic, encode(decoded.message)), decoded)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('can be explained all the same', () => {
    fc.assert(
      fc.property(garbled, (bytes) => {
        assert.equal(explain(null, bytes).bytes, bytes.length)
        JSON.stringify(explain('wk/1/v/s', bytes))
      }),
    )
  })
})

suite('the work is bounded by the bytes', () => {
  test('a payload over the limit is refused unread', () => {
    const refused = decodeMessage('summary', new Uint8Array(MESSAGE_BYTES + 1))
    assert.equal(!refused.ok && refused.kind, 'too-large')
  })

  test('nesting is refused before the decoder recurses, however deep it goes', () => {
    const nested = new Uint8Array(MESSAGE_BYTES).fill(0x81)
    const refused = decodeMessage('birth', nested)
    assert.equal(!refused.ok && refused.kind, 'too-deep')
  })

  test('what later versions nest is read to a depth of eight', () => {
    const nest = (levels: number): unknown => (levels === 0 ? 1 : [nest(levels - 1)])
    assert.equal(fromCbor(toCbor(nest(8)), 100).ok, true)
    assert.equal(fromCbor(toCbor(nest(9)), 100).ok, false)
  })
})
