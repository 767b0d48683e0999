import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { follow, NO_FRAMES } from '../../../hub/adapters/aedes/frames.ts'
import { header } from '../../lab/attacker.ts'

const packet = (length: number) => Buffer.concat([header(0x30, length), Buffer.alloc(length, 0xff)])

/** Follows the bytes in pieces of the given sizes, over and over. */
function followAll(bytes: Buffer, sizes: readonly number[], maxBytes: number) {
  let frames = NO_FRAMES
  let begun = 0
  for (let at = 0, piece = 0; at < bytes.length; piece++) {
    const end = at + (sizes[piece % sizes.length] ?? bytes.length)
    const followed = follow(frames, bytes.subarray(at, end), maxBytes)
    if (followed.kind !== 'fits') return followed
    frames = followed.frames
    begun += followed.begun
    at = end
  }
  return { kind: 'fits', begun, between: frames.part === 'type' }
}

const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 })

test('packets are counted and measured alike, however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 12 }), sizes, (lengths, cuts) => {
      assert.deepEqual(followAll(Buffer.concat(lengths.map(packet)), cuts, 300), {
        kind: 'fits',
        begun: lengths.length,
        between: true,
      })
    }),
  )
})

test('a packet over the bound is found at its header, whatever stands before it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 12 }),
      fc.integer({ min: 301, max: 268_435_455 }),
      sizes,
      (lengths, bytes, cuts) => {
        const stream = Buffer.concat([...lengths.map(packet), header(0x30, bytes)])
        assert.deepEqual(followAll(stream, cuts, 300), { kind: 'oversize', bytes })
      },
    ),
  )
})

test('a length that does not end is malformed', () => {
  assert.deepEqual(followAll(Buffer.of(0x30, 0x80, 0x80, 0x80, 0x80), [1], 1e9), { kind: 'malformed' })
})
