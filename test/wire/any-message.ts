import fc from 'fast-check'
import type { ComponentId } from '../../shared/model.ts'
import { OPEN, type Span } from '../../shared/time.ts'
import type { Ack, Birth, Full, Message, Short, Step } from '../../shared/wire/messages.ts'

/** Every message that may be sent, by chance. */

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true })

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const seconds = fc.oneof(fc.integer({ min: 1_600_000_000, max: 2_000_000_000 }), fc.integer({ min: 0, max: 2 ** 33 }))
const trouble = fc.option(fc.string({ maxLength: 32, unit: 'grapheme-ascii' }))
const componentId = fc
  .stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .map((text) => text as ComponentId)
  .filter((text) => text.length <= 32)

const session = fc.oneof(uint32, fc.maxSafeNat())
const numbered = { session, seq: uint32 }

export const anyShort: fc.Arbitrary<Short> = record({
  kind: fc.constant('short'),
  ...numbered,
  until: seconds,
  digest: uint32,
})

const stepsWithin = (from: number, length: number): fc.Arbitrary<Step[]> =>
  length === 0
    ? fc.constant([])
    : fc
        .uniqueArray(
          record({ at: fc.integer({ min: from, max: from + length - 1 }), state: fc.integer({ min: 0, max: 7 }) }),
          { selector: ({ at }) => at, maxLength: 12 },
        )
        .map((steps) => steps.sort((a, b) => a.at - b.at))

export const anyFull: fc.Arbitrary<Full> = fc
  .record({
    from: seconds,
    length: fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 40_000_000 })),
  })
  .chain(({ from, length }) =>
    record({
      kind: fc.constant('full'),
      ...numbered,
      from: fc.constant(from),
      until: fc.constant(from + length),
      digest: fc.option(uint32),
      timelines: fc.array(stepsWithin(from, length), { maxLength: 5 }),
      trouble,
    }),
  )

const claims: fc.Arbitrary<Span[]> = fc.uniqueArray(seconds, { maxLength: 7 }).map((edges) => {
  const rising = edges.sort((a, b) => a - b)
  return rising.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: rising[i + 1] ?? OPEN }] : []))
})

export const anyBirth: fc.Arbitrary<Birth> = record({
  kind: fc.constant('birth'),
  ...numbered,
  proof: fc.option(record({ until: seconds, digest: uint32 })),
  components: fc.uniqueArray(record({ id: componentId, claims }), { selector: ({ id }) => id, maxLength: 6 }),
  about: record({
    version: fc.string({ maxLength: 32, unit: 'grapheme-ascii' }),
    instance: uint32,
    heartbeatS: uint32,
    revision: uint32,
    refused: fc.option(record({ revision: uint32, reason: fc.string({ maxLength: 400, unit: 'grapheme-ascii' }) })),
    trouble,
  }),
})

export const anyAck: fc.Arbitrary<Ack> = record({
  kind: fc.constant('ack'),
  ...numbered,
  need: fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.constant({ kind: 'birth' as const }),
    record({ kind: fc.constant('days' as const), days: fc.array(uint32, { minLength: 35, maxLength: 35 }) }),
  ),
  watermark: fc.option(seconds),
  hubTime: seconds,
  current: fc.option(session),
  revision: uint32,
})

export const anyMessage: fc.Arbitrary<Message> = fc.oneof(anyShort, anyFull, anyBirth, anyAck)
