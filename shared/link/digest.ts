import { createHash } from 'node:crypto'
import type { StateCode } from '../model.ts'
import { DAY_S } from '../time.ts'
import { clip, type Timeline } from '../timeline.ts'
import { DIGEST_DAYS, type Digest } from '../wire/messages.ts'
import { remembered } from './remembered.ts'

/**
 * Four bytes that prove two copies of a journal equal. What is digested is what is claimed: one timeline per component,
 * in the order of the session's list, with a hole where nothing is claimed.
 */
export type Claims = readonly Timeline<StateCode>[]

/** The digests of the 35 days that end with `lastDay`, oldest first. */
export function dayDigests(claims: Claims, lastDay: number): readonly Digest[] {
  const known = knownDays(claims)
  return Array.from({ length: DIGEST_DAYS }, (_, i) => {
    const day = lastDay - (DIGEST_DAYS - 1) + i
    const digest = known.get(day) ?? dayDigest(claims, day)
    known.set(day, digest)
    return digest
  })
}

/** The digest of all of them: what every heartbeat carries. */
export const rootDigest = (days: readonly Digest[]): Digest => hash(days)

/** A heartbeat with nothing new costs one hash and not thirty-five. */
const knownDays = remembered((_: Claims) => new Map<number, Digest>())

/** Of one day: its pieces with their offsets; the last state is held on to the end of the day. 0 when nothing is claimed. */
function dayDigest(claims: Claims, day: number): Digest {
  const start = day * DAY_S
  const words: number[] = []
  claims.forEach((timeline, index) => {
    const pieces = clip(timeline, { from: start, to: start + DAY_S })
    if (pieces.length === 0) return
    words.push(index, pieces.length)
    for (const { from, to, state } of pieces) words.push((from - start) * 8 + state, to - start)
  })
  return words.length === 0 ? 0 : hash(words)
}

function hash(words: readonly number[]): Digest {
  const bytes = Buffer.alloc(4 * words.length)
  words.forEach((word, i) => {
    bytes.writeUInt32BE(word, 4 * i)
  })
  return createHash('sha256').update(bytes).digest().readUInt32BE(0)
}
