import * as v from 'valibot'
import { type ComponentId, isComponentId, MAX_STATE_CODE } from '../model.ts'
import { OPEN, type Seconds, type Span } from '../time.ts'
import {
  type Ack,
  type Birth,
  DIGEST_DAYS,
  type Digest,
  type Full,
  LISTED_COMPONENTS,
  type Short,
  type Step,
} from './messages.ts'

/** What the bytes must look like, and how they become messages. What comes after or beside it is ignored. */

/** The integer keys of births and acks. One is never used again for something else. */
export const KEY = {
  session: 1,
  seq: 2,
  until: 3,
  digest: 4,
  components: 7,
  need: 8,
  watermark: 9,
  hubTime: 10,
  current: 11,
  revision: 12,
  version: 13,
  refused: 14,
  heartbeat: 15,
  instance: 16,
  trouble: 17,
} as const

/** What text is cut to when it is written, and may not exceed when it is read. */
export const TEXT_LIMIT = { version: 32, reason: 400, trouble: 32 } as const

const UINT32 = 0xffff_ffff
/** The end of the year 9999: every time on the wire can be printed. */
const LAST_SECOND = 253_402_300_799

const uint = (max: number) =>
  v.pipe(v.number('a whole number is wanted'), v.safeInteger(), v.minValue(0), v.maxValue(max))
const uint32 = uint(UINT32)
const seconds = uint(LAST_SECOND)
/** More than 32 bits: an agent that starts every few seconds would use those up within days, and could not speak again. */
const session = uint(Number.MAX_SAFE_INTEGER)
const text = (max: number) => v.pipe(v.string(), v.maxLength(max))
const bytes = (length: number) =>
  v.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length, `${length} bytes are wanted`)

const digest = v.pipe(bytes(4), v.transform(digestOf))
const componentId = v.custom<ComponentId>(
  (value) => typeof value === 'string' && isComponentId(value),
  'a component id is wanted',
)

const claims = v.pipe(
  v.array(seconds),
  v.check((edges) => edges.every((edge, i) => edge >= (edges[i - 1] ?? 0)), 'claims must not fall'),
  v.transform((edges): Span[] => edges.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: edges[i + 1] ?? OPEN }] : []))),
)

const components = v.pipe(
  v.array(
    v.pipe(
      v.tuple([componentId, claims]),
      v.transform(([id, spans]) => ({ id, claims: spans })),
    ),
  ),
  v.maxLength(LISTED_COMPONENTS),
  v.check((list) => new Set(list.map(({ id }) => id)).size === list.length, 'a component is listed twice'),
)

/** An object from a map's integer keys: what is keyed otherwise, and unknown keys, fall away. */
const mapOf = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.map(v.unknown(), v.unknown()),
    v.transform((map): unknown => Object.fromEntries([...map].filter(([key]) => typeof key === 'number'))),
    v.object(entries),
  )

export const short = v.pipe(
  v.tuple([v.literal(0), session, uint32, seconds, digest]),
  v.transform(([, session, seq, until, root]): Short => ({ kind: 'short', session, seq, until, digest: root })),
)

export const full = v.pipe(
  v.tuple([
    v.literal(1),
    session,
    uint32,
    seconds,
    v.nullable(digest),
    seconds,
    v.pipe(v.array(v.array(uint(Number.MAX_SAFE_INTEGER))), v.maxLength(LISTED_COMPONENTS)),
    v.optional(v.nullable(text(TEXT_LIMIT.trouble)), null),
  ]),
  v.check(([, , , until, , length]) => length <= until, 'it reaches back before the epoch'),
  v.check(
    ([, , , , , length, timelines]) => timelines.every((steps) => rises(steps, length)),
    'steps must rise within [from, until)',
  ),
  v.transform(([, session, seq, until, root, length, timelines, trouble]): Full => {
    const from = until - length
    const told = timelines.map((steps) => stepsFrom(steps, from))
    return { kind: 'full', session, seq, from, until, digest: root, timelines: told, trouble }
  }),
)

export const birth = v.pipe(
  mapOf({
    [KEY.session]: session,
    [KEY.seq]: uint32,
    [KEY.until]: v.optional(seconds),
    [KEY.digest]: v.optional(digest),
    [KEY.components]: components,
    [KEY.revision]: uint32,
    [KEY.version]: text(TEXT_LIMIT.version),
    [KEY.refused]: v.optional(v.tuple([uint32, text(TEXT_LIMIT.reason)])),
    [KEY.heartbeat]: uint32,
    [KEY.instance]: uint32,
    [KEY.trouble]: v.optional(text(TEXT_LIMIT.trouble)),
  }),
  v.check(
    (map) => (map[KEY.until] === undefined) === (map[KEY.digest] === undefined),
    'until and digest come together or not at all',
  ),
  v.transform((map): Birth => {
    const until = map[KEY.until]
    const root = map[KEY.digest]
    const refused = map[KEY.refused]
    return {
      kind: 'birth',
      session: map[KEY.session],
      seq: map[KEY.seq],
      proof: until === undefined || root === undefined ? null : { until, digest: root },
      components: map[KEY.components],
      about: {
        version: map[KEY.version],
        instance: map[KEY.instance],
        heartbeatS: map[KEY.heartbeat],
        revision: map[KEY.revision],
        refused: refused ? { revision: refused[0], reason: refused[1] } : null,
        trouble: map[KEY.trouble] ?? null,
      },
    }
  }),
)

export const NEED = { none: 0, birth: 1 } as const

const need = v.union(
  [
    v.pipe(
      v.literal(NEED.none),
      v.transform(() => ({ kind: 'none' as const })),
    ),
    v.pipe(
      v.literal(NEED.birth),
      v.transform(() => ({ kind: 'birth' as const })),
    ),
    v.pipe(
      bytes(4 * DIGEST_DAYS),
      v.transform((days) => ({ kind: 'days' as const, days: digestsOf(days) })),
    ),
  ],
  '0, 1 or 140 bytes are wanted',
)

export const ack = v.pipe(
  mapOf({
    [KEY.session]: session,
    [KEY.seq]: uint32,
    [KEY.need]: need,
    [KEY.watermark]: v.optional(seconds),
    [KEY.hubTime]: seconds,
    [KEY.current]: v.optional(session),
    [KEY.revision]: uint32,
  }),
  v.transform(
    (map): Ack => ({
      kind: 'ack',
      session: map[KEY.session],
      seq: map[KEY.seq],
      need: map[KEY.need],
      watermark: map[KEY.watermark] ?? null,
      hubTime: map[KEY.hubTime],
      current: map[KEY.current] ?? null,
      revision: map[KEY.revision],
    }),
  ),
)

/** A step is its distance from the one before (the first: from `from`) and its state, in one number. */
const STATES = MAX_STATE_CODE + 1

export function stepsToWire(steps: readonly Step[], from: Seconds): number[] {
  return steps.map(({ at, state }, i) => (at - (steps[i - 1]?.at ?? from)) * STATES + state)
}

function stepsFrom(packed: readonly number[], from: Seconds): Step[] {
  let at = from
  return packed.map((step) => {
    at += Math.floor(step / STATES)
    return { at, state: step % STATES }
  })
}

function rises(packed: readonly number[], length: number): boolean {
  if (packed.some((step, i) => i > 0 && step < STATES)) return false
  return packed.length === 0 || packed.reduce((sum, step) => sum + Math.floor(step / STATES), 0) < length
}

export function digestsToWire(digests: readonly Digest[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * digests.length))
  digests.forEach((each, i) => {
    view.setUint32(4 * i, each)
  })
  return new Uint8Array(view.buffer)
}

function digestsOf(packed: Uint8Array): Digest[] {
  return Array.from({ length: packed.length / 4 }, (_, i) => digestOf(packed.subarray(4 * i, 4 * i + 4)))
}

function digestOf(packed: Uint8Array): Digest {
  return new DataView(packed.buffer, packed.byteOffset, 4).getUint32(0)
}
