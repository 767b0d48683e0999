import * as v from 'valibot'
import { MAX_STATE_CODE } from '../model.ts'
import { OPEN } from '../time.ts'
import { type CborRefusal, fromCbor, toCbor } from './cbor.ts'
import { type Ack, type Birth, DIGEST_DAYS, MESSAGE_BYTES, type Step, type Summary } from './messages.ts'
import * as schema from './schema.ts'
import { digestsToWire, KEY, NEED, stepsToWire, TEXT_LIMIT } from './schema.ts'
import type { Carries } from './topics.ts'

/** Messages to bytes and back. Writers are strict, readers tolerant; `messages.cddl` says the same in CDDL. */

/** Why bytes are not a message: `unknown-kind` is what a newer version may have sent. */
export type Refusal = {
  readonly ok: false
  readonly kind: CborRefusal['kind'] | 'wrong-shape' | 'unknown-kind'
  readonly why: string
}

export type Decoded<M> = { readonly ok: true; readonly message: M } | Refusal

/** What a topic of this name carried. Never throws, whatever the bytes are. */
export function decodeMessage<Topic extends keyof Carries>(topic: Topic, bytes: Uint8Array): Decoded<Carries[Topic]> {
  const decoded = fromCbor(bytes, MESSAGE_BYTES)
  return decoded.ok ? readers[topic](decoded.value) : decoded
}

type Readers = { readonly [Topic in keyof Carries]: (value: unknown) => Decoded<Carries[Topic]> }

const readers: Readers = {
  birth: (value) => read('birth', schema.birth, value),
  ack: (value) => read('ack', schema.ack, value),
  summary(value): Decoded<Summary> {
    const kind: unknown = Array.isArray(value) ? value[0] : undefined
    if (kind === 0) return read('short summary', schema.short, value)
    if (kind === 1) return read('full summary', schema.full, value)
    return Number.isSafeInteger(kind)
      ? { ok: false, kind: 'unknown-kind', why: `summary: this version knows no kind ${kind}` }
      : { ok: false, kind: 'wrong-shape', why: 'summary: not an array that begins with its kind' }
  },
}

function read<M>(name: string, shape: v.GenericSchema<unknown, M>, value: unknown): Decoded<M> {
  const result = v.safeParse(shape, value, { abortEarly: true })
  if (result.success) return { ok: true, message: result.output }
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  const what = issue.received === 'undefined' ? 'missing' : issue.message.slice(0, 120)
  return { ok: false, kind: 'wrong-shape', why: `${name}${path ? ` at ${path}` : ''}: ${what}` }
}

export function encodeBirth({ session, seq, proof, components, about }: Birth): Uint8Array {
  const map = new Map<number, unknown>([
    [KEY.session, session],
    [KEY.seq, seq],
    [
      KEY.components,
      components.map(({ id, claims }) => [id, claims.flatMap(({ from, to }) => (to === OPEN ? [from] : [from, to]))]),
    ],
    [KEY.revision, about.revision],
    [KEY.version, about.version.slice(0, TEXT_LIMIT.version)],
    [KEY.heartbeat, about.heartbeatS],
    [KEY.instance, about.instance],
  ])
  if (proof) map.set(KEY.until, proof.until).set(KEY.digest, digestsToWire([proof.digest]))
  if (about.refused) map.set(KEY.refused, [about.refused.revision, about.refused.reason.slice(0, TEXT_LIMIT.reason)])
  if (about.trouble !== null) map.set(KEY.trouble, about.trouble.slice(0, TEXT_LIMIT.trouble))
  return toCbor(map)
}

export function encodeSummary(summary: Summary): Uint8Array {
  const { session, seq, until } = summary
  if (summary.kind === 'short') return toCbor([0, session, seq, until, digestsToWire([summary.digest])])
  const { from, digest, timelines, trouble } = summary
  for (const steps of timelines) mustRise(steps, from, until)
  const root = digest === null ? null : digestsToWire([digest])
  const told = [1, session, seq, until, root, until - from, timelines.map((steps) => stepsToWire(steps, from))]
  return toCbor(trouble === null ? told : [...told, trouble.slice(0, TEXT_LIMIT.trouble)])
}

export function encodeAck({ session, seq, need, watermark, hubTime, current, revision }: Ack): Uint8Array {
  const map = new Map<number, unknown>([
    [KEY.session, session],
    [KEY.seq, seq],
    [KEY.need, need.kind === 'days' ? daysToWire(need.days) : NEED[need.kind]],
    [KEY.hubTime, hubTime],
    [KEY.revision, revision],
  ])
  if (watermark !== null) map.set(KEY.watermark, watermark)
  if (current !== null) map.set(KEY.current, current)
  return toCbor(map)
}

function daysToWire(days: readonly number[]): Uint8Array {
  if (days.length !== DIGEST_DAYS) throw new RangeError(`${days.length} digests of days instead of ${DIGEST_DAYS}`)
  return digestsToWire(days)
}

function mustRise(steps: readonly Step[], from: number, until: number): void {
  let least = from
  for (const { at, state } of steps) {
    if (at < least || at >= until || state < 0 || state > MAX_STATE_CODE)
      throw new RangeError(`step ${state} at ${at} in a summary of [${from}, ${until})`)
    least = at + 1
  }
}
