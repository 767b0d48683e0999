import { causeOf, measured, type StateCode } from '../model.ts'
import { iso, OPEN, type Seconds } from '../time.ts'
import { type Decoded, decodeMessage } from './codec.ts'
import type { Ack, Birth, Digest, Message, Session, Step, Summary } from './messages.ts'
import { MAJOR_VERSION, parseTopic, type TopicName } from './topics.ts'

/** A message in words: times in ISO 8601, states by name, digests in hex. */
export type Explanation = {
  readonly topic?: string
  readonly bytes: number
  /** What of it is no message, and why; the other fields are then absent. */
  readonly refused?: { readonly kind: string; readonly why: string }
  readonly [field: string]: unknown
}

/** Says what the bytes are. Without a topic it is told from the bytes. */
export function explain(topic: string | null, bytes: Uint8Array): Explanation {
  const about = { ...(topic === null ? {} : { topic }), bytes: bytes.length }
  const decoded = topic === null ? guess(bytes) : decodeFrom(topic, bytes)
  if (!decoded.ok) return { ...about, refused: { kind: decoded.kind, why: decoded.why } }
  return { ...about, ...inWords(decoded.message) }
}

type Attempt = Decoded<Message> | { readonly ok: false; readonly kind: string; readonly why: string }

function decodeFrom(text: string, bytes: Uint8Array): Attempt {
  const parsed = parseTopic(text)
  switch (parsed.kind) {
    case 'ours':
      return decodeAs(parsed.topic, bytes)
    case 'newer-version':
      return {
        ok: false,
        kind: 'newer-version',
        why: `major version ${parsed.major}, this program reads up to ${MAJOR_VERSION}`,
      }
    case 'foreign':
      return { ok: false, kind: 'foreign', why: 'not a topic of this protocol: wk/1/<vessel>/<b, s, a or c>' }
  }
}

function decodeAs(topic: TopicName, bytes: Uint8Array): Attempt {
  if (topic === 'config') return { ok: false, kind: 'config', why: 'a configuration, which is no message' }
  return decodeMessage(topic, bytes)
}

function guess(bytes: Uint8Array): Decoded<Message> {
  const summary = decodeMessage('summary', bytes)
  if (summary.ok || !isMap(bytes)) return summary
  const ack = decodeMessage('ack', bytes)
  return ack.ok ? ack : decodeMessage('birth', bytes)
}

const isMap = (bytes: Uint8Array): boolean => (bytes[0] ?? 0) >> 5 === 5

function inWords(message: Message): object {
  switch (message.kind) {
    case 'birth':
      return birthInWords(message)
    case 'short':
    case 'full':
      return summaryInWords(message)
    case 'ack':
      return ackInWords(message)
  }
}

function birthInWords({ session, seq, proof, components, about }: Birth): object {
  return {
    kind: 'birth',
    session: sessionInWords(session),
    seq,
    until: proof && iso(proof.until),
    digest: proof && hex(proof.digest),
    components: components.map(({ id, claims }) => ({
      id,
      claims: claims.map(({ from, to }) => ({ from: iso(from), to: to === OPEN ? null : iso(to) })),
    })),
    ...about,
  }
}

function summaryInWords(summary: Summary): object {
  const { kind, seq, until, digest } = summary
  const head = { kind, session: sessionInWords(summary.session), seq }
  if (kind === 'short') return { ...head, until: iso(until), digest: hex(digest) }
  const { from, timelines, trouble } = summary
  return {
    ...head,
    from: iso(from),
    until: iso(until),
    digest: digest === null ? null : hex(digest),
    timelines: timelines.map(stepsInWords),
    trouble,
  }
}

function ackInWords({ session, seq, need, watermark, hubTime, current, revision }: Ack): object {
  return {
    kind: 'ack',
    session: sessionInWords(session),
    seq,
    need: need.kind,
    ...(need.kind === 'days' ? { days: need.days.map(hex) } : {}),
    watermark: orNull(watermark, iso),
    hubTime: iso(hubTime),
    current: orNull(current, sessionInWords),
    revision,
  }
}

const stepsInWords = (steps: readonly Step[]) => steps.map(({ at, state }) => ({ at: iso(at), state: word(state) }))
const sessionInWords = (session: Session) => ({ boots: Math.floor(session / 0x1_0000), random: session % 0x1_0000 })
const hex = (digest: Digest): string => digest.toString(16).padStart(8, '0')
const orNull = <T>(value: number | null, f: (value: Seconds) => T): T | null => (value === null ? null : f(value))

function word(state: StateCode): string {
  const cause = causeOf(state)
  return cause === null ? measured(state) : `${measured(state)} (${cause})`
}
