import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { ComponentId } from '../../shared/model.ts'
import { OPEN } from '../../shared/time.ts'
import { fromCbor, toCbor } from '../../shared/wire/cbor.ts'
import { type Decoded, decodeMessage, encodeAck, encodeBirth, encodeSummary } from '../../shared/wire/codec.ts'
import type { Ack, Birth, Full, Message } from '../../shared/wire/messages.ts'
import { anyMessage } from './any-message.ts'

const until = 1_795_000_000
const session = (57 << 16) | 4711

const encode = (message: Message): Uint8Array =>
  message.kind === 'birth' ? encodeBirth(message) : message.kind === 'ack' ? encodeAck(message) : encodeSummary(message)

const topicFor = (message: Message) =>
  message.kind === 'birth' ? 'birth' : message.kind === 'ack' ? 'ack' : ('summary' as const)

const decode = (message: Message, bytes: Uint8Array): Decoded<Message> => decodeMessage(topicFor(message), bytes)

const birthOf = (components: number): Birth => ({
  kind: 'birth',
  session,
  seq: 1,
  proof: { until, digest: 0xdeadbeef },
  components: Array.from({ length: components }, (_, i) => ({
    id: `component-${i}` as ComponentId,
    claims: [{ from: until - 90_000, to: OPEN }],
  })),
  about: { version: '0.1.0', instance: 0xcafe_f00d, heartbeatS: 300, revision: 0, refused: null, trouble: null },
})

const fullOf = (changes: number): Full => {
  const from = until - 300 * (changes + 1)
  const steps = Array.from({ length: changes + 1 }, (_, i) => ({ at: from + 300 * i, state: 1 + (i % 2) }))
  const steady = [{ at: from, state: 1 }]
  return {
    kind: 'full',
    session,
    seq: 300,
    from,
    until,
    digest: 7,
    timelines: [steps, steady, steady],
    trouble: null,
  }
}

const ack: Ack = {
  kind: 'ack',
  session,
  seq: 300,
  need: { kind: 'none' },
  watermark: until,
  hubTime: until + 2,
  current: null,
  revision: 3,
}

suite('what the codec writes, it reads back the same', () => {
  test('every message', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        assert.deepEqual(decode(message, encode(message)), { ok: true, message })
      }),
    )
  })

  test('from a slice of a larger buffer too', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const bytes = encode(message)
        const larger = new Uint8Array(bytes.length + 8)
        larger.set(bytes, 5)
        assert.deepEqual(decode(message, larger.subarray(5, 5 + bytes.length)), { ok: true, message })
      }),
    )
  })
})

suite('every byte is paid for', () => {
  test('a short is 20 bytes while the sequence is below 65,536, whatever the number of components', () => {
    const short = { kind: 'short', session, until, digest: 0xffff_ffff } as const
    assert.equal(encodeSummary({ ...short, seq: 65_535 }).length, 20)
    assert.equal(encodeSummary({ ...short, seq: 65_536 }).length, 22)
  })

  test('a full is about 30 bytes and 3 for each change', () => {
    assert.equal(encodeSummary(fullOf(0)).length, 30)
    assert.equal(encodeSummary(fullOf(10)).length, 30 + 10 * 3)
  })

  test('a birth of 3, 8 and 16 components with names of eleven letters is about 100, 200 and 350 bytes', () => {
    assert.deepEqual(
      [3, 8, 16].map((components) => encodeBirth(birthOf(components)).length),
      [99, 194, 352],
    )
  })

  test('an ack is 27 bytes, 168 with the digests of 35 days', () => {
    assert.equal(encodeAck(ack).length, 27)
    assert.equal(encodeAck({ ...ack, need: { kind: 'days', days: Array(35).fill(1) } }).length, 168)
  })
})

suite('a list has its bound', () => {
  const listed = (components: number) => decodeMessage('birth', encodeBirth(birthOf(components)))
  const steady = [{ at: until - 300, state: 1 }]
  const told = (timelines: number): Full => ({ ...fullOf(0), timelines: Array(timelines).fill(steady) })

  test('256 components are read, one more is refused', () => {
    assert.equal(listed(256).ok, true)
    const refused = listed(257)
    assert.match(refused.ok ? '' : refused.why, /^birth at 7: /)
  })

  test('256 timelines are read, one more is refused', () => {
    assert.equal(decodeMessage('summary', encodeSummary(told(256))).ok, true)
    const refused = decodeMessage('summary', encodeSummary(told(257)))
    assert.match(refused.ok ? '' : refused.why, /^full summary at 6: /)
  })
})

suite('newer and older versions understand each other', () => {
  test('elements at the end of a summary are ignored', () => {
    for (const summary of [fullOf(2), { kind: 'short', session, seq: 9, until, digest: 7 } as const]) {
      const array = cborOf(encodeSummary(summary)) as unknown[]
      const padded = [...array, ...(summary.kind === 'full' ? [null] : []), 'new', new Map([[1, 2.5]])]
      assert.deepEqual(decodeMessage('summary', toCbor(padded)), { ok: true, message: summary })
    }
  })

  test('unknown keys of a birth and an ack are ignored, also those that look like a known one', () => {
    const later = (bytes: Uint8Array) =>
      toCbor(new Map([...(cborOf(bytes) as Map<unknown, unknown>), [99, [1]], ['1', 5], ['__proto__', 6]]))
    assert.deepEqual(decodeMessage('birth', later(encodeBirth(birthOf(3)))), { ok: true, message: birthOf(3) })
    assert.deepEqual(decodeMessage('ack', later(encodeAck(ack))), { ok: true, message: ack })
  })

  test('a kind of summary that is not known yet is refused as just that', () => {
    const refused = decodeMessage('summary', toCbor([2, session, 9]))
    assert.deepEqual(refused, { ok: false, kind: 'unknown-kind', why: 'summary: this version knows no kind 2' })
  })
})

test('a reason that is too long is cut when it is written, so that a birth is never refused for it', () => {
  const birth = birthOf(1)
  const about = { ...birth.about, refused: { revision: 3, reason: 'x'.repeat(1000) }, trouble: 'y'.repeat(100) }
  const read = decodeMessage('birth', encodeBirth({ ...birth, about }))
  assert.equal(read.ok && read.message.about.refused?.reason.length, 400)
  assert.equal(read.ok && read.message.about.trouble?.length, 32)
})

test('steps that do not rise within the summary are a broken rule for who writes them', () => {
  const wrong = (at: number): Full => ({ ...fullOf(0), timelines: [[{ at, state: 1 }]] })
  assert.throws(() => encodeSummary(wrong(until)), RangeError)
  assert.throws(() => encodeSummary(wrong(until - 301)), RangeError)
})

function cborOf(bytes: Uint8Array): unknown {
  const decoded = fromCbor(bytes, 1000)
  assert.ok(decoded.ok)
  return decoded.value
}
