import { createHash } from 'node:crypto'
import type { Position, Version } from '../../ports/log.ts'

/** What a batch's hash seals: everything but its position, which is known only once it is stored. */
export type Sealed = {
  readonly stream: string
  readonly previous: Version
  readonly id: string
  readonly at: number
  /** As stored, to the letter. */
  readonly events: string
}

/** Of the batch before the first of a stream. */
export const NOTHING_BEFORE = new Uint8Array(32)

/** The hash of a batch: over the hash of the one before it in its stream, so that no batch can be changed, moved or taken out unseen. */
export function seal(before: Uint8Array, { stream, previous, id, at, events }: Sealed): Uint8Array {
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([stream, previous, id, at, events]))
    .digest()
}

/**
 * Where a batch with this hash stands when it is stored after `head`. Gaps are left on purpose, as those of other logs are:
 * nobody shall learn to count positions. That they follow from the hash shows later whether anything between was taken out.
 */
export const positionAfter = (head: Position, hash: Uint8Array): Position => head + 1 + ((hash[0] ?? 0) % 4)
